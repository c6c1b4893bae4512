package io.dataarts.contract.agreement.verification;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** The jobs that a test may rerun in the live service. The environment names their ids, and confirms with an explicit yes. */
final class ApprovedReruns {

    static final String YES = "DATAARTS_VERIFY_RERUN";
    static final String QUALITY_JOB_ID = "DATAARTS_VERIFY_QUALITY_JOB";
    static final String COMPARISON_JOB_ID = "DATAARTS_VERIFY_COMPARISON_JOB";
    static final String JOB_NAME = "DATAARTS_VERIFY_JOB";
    static final String JOB_ID = "DATAARTS_VERIFY_JOB_ID";
    static final String PLAN_TIME = "DATAARTS_VERIFY_PLAN_TIME";
    static final String SUBMIT_TIME = "DATAARTS_VERIFY_SUBMIT_TIME";

    static final String QUALITY_JOB = "a rerun of a quality job (the documentation's example)";
    static final String COMPARISON_JOB = "a rerun of a comparison job";
    static final String JOB_INSTANCE = "a rerun of a job instance (the documentation's first example)";

    static final String NOT_ASKED_FOR = "Nothing was rerun in the live service: to do so, set " + YES + " to yes, and " + QUALITY_JOB_ID
            + ", " + COMPARISON_JOB_ID + ", or " + JOB_NAME + " with " + JOB_ID + ", " + PLAN_TIME + " and " + SUBMIT_TIME + ".";

    private static final List<String> OF_AN_INSTANCE = List.of(JOB_NAME, JOB_ID, PLAN_TIME, SUBMIT_TIME);
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, String> environment;

    private ApprovedReruns(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Returns the reruns that the environment approves; empty if the confirmation is not set.
     *
     * @throws IllegalArgumentException if the confirmation is not yes, no job is named, or an instance is named in part
     */
    static Optional<ApprovedReruns> of(Map<String, String> environment) {
        if (!LiveService.isSet(environment, YES)) {
            return Optional.empty();
        }
        if (!environment.get(YES).equals("yes")) {
            throw new IllegalArgumentException(YES + " must be yes or not set, was " + environment.get(YES));
        }
        if (OF_AN_INSTANCE.stream().anyMatch(name -> LiveService.isSet(environment, name))) {
            List<String> missing = OF_AN_INSTANCE.stream().filter(name -> !LiveService.isSet(environment, name)).toList();
            if (!missing.isEmpty()) {
                throw new IllegalArgumentException(JOB_NAME + ", " + JOB_ID + ", " + PLAN_TIME + " and " + SUBMIT_TIME
                        + " name one instance together, but " + String.join(", ", missing) + " is not set");
            }
            List.of(JOB_ID, PLAN_TIME, SUBMIT_TIME).forEach(name -> number(environment, name));
        }
        ApprovedReruns approved = new ApprovedReruns(environment);
        if (Stream.of(QUALITY_JOB, COMPARISON_JOB, JOB_INSTANCE).noneMatch(approved::covers)) {
            throw new IllegalArgumentException(YES + " is set, but names nothing. " + NOT_ASKED_FOR);
        }
        return Optional.of(approved);
    }

    /** Returns whether the environment names the job that the interaction with this description reruns. */
    boolean covers(String description) {
        return LiveService.isSet(environment, switch (description) {
            case QUALITY_JOB -> QUALITY_JOB_ID;
            case COMPARISON_JOB -> COMPARISON_JOB_ID;
            case JOB_INSTANCE -> JOB_NAME;
            default -> throw new IllegalArgumentException("never sent to the live service: " + description);
        });
    }

    /** Replaces the recorded ids by those of the environment. */
    void fillIn(String description, ClassicHttpRequest request) throws IOException, URISyntaxException {
        ObjectNode body = (ObjectNode) JSON.readTree(EntityUtils.toByteArray(request.getEntity()));
        switch (description) {
            case QUALITY_JOB -> body.put("rule_id", environment.get(QUALITY_JOB_ID));
            case COMPARISON_JOB -> body.put("rule_id", environment.get(COMPARISON_JOB_ID));
            case JOB_INSTANCE -> {
                body.putArray("task_retrys").addObject()
                        .put("job_id", number(environment, JOB_ID))
                        .put("plan_time", number(environment, PLAN_TIME))
                        .put("submit_time", number(environment, SUBMIT_TIME));
                String name = URLEncoder.encode(environment.get(JOB_NAME), StandardCharsets.UTF_8)
                        .replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
                request.setUri(request.getUri().resolve(
                        request.getUri().getRawPath().replace("/test_job_name/", "/" + name + "/")));
            }
            default -> throw new IllegalArgumentException("never sent to the live service: " + description);
        }
        // An entity without a content type leaves the recorded header unchanged.
        request.setEntity(new ByteArrayEntity(JSON.writeValueAsBytes(body), null));
    }

    private static long number(Map<String, String> environment, String name) {
        try {
            return Long.parseLong(environment.get(name));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number, was " + environment.get(name), e);
        }
    }
}
