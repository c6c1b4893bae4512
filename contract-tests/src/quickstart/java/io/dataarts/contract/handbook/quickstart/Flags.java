package io.dataarts.contract.handbook.quickstart;

import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the flags of a live rerun, and reports all missing and wrong flags together. */
final class Flags {

    static final String PREFIX = "quickstart.";

    private static final String REGION = PREFIX + "region";
    private static final String ENDPOINT = PREFIX + "endpoint";
    private static final String PROJECT = PREFIX + "project";
    private static final String WORKSPACE = PREFIX + "workspace";
    private static final String JOB = PREFIX + "job";
    private static final String CONFIRM = PREFIX + "confirm";
    private static final List<String> KNOWN = List.of(REGION, ENDPOINT, PROJECT, WORKSPACE, JOB, CONFIRM);

    private static final String JOB_FORMS =
            "quality:RULE_ID, comparison:RULE_ID or instance:JOB_NAME:JOB_ID:PLAN_TIME:SUBMIT_TIME";
    private static final Pattern QUALITY_FORM = Pattern.compile("(quality|comparison):(.*)");
    private static final Pattern INSTANCE_FORM = Pattern.compile("instance:(.*):(\\d{1,18}):(\\d{1,18}):(\\d{1,18})");

    private static final String USAGE = """

            To rerun a job of a real service, set all of these flags:
              mvn -q -Pquickstart verify \\
                -Dquickstart.region=cn-north-4 \\
                -Dquickstart.project=PROJECT_ID \\
                -Dquickstart.workspace=WORKSPACE_ID \\
                -Dquickstart.job=quality:RULE_ID \\
                -Dquickstart.confirm=yes
            Instead of the region:  -Dquickstart.endpoint=https://HOST
            Other jobs:             -Dquickstart.job=comparison:RULE_ID
                                    -Dquickstart.job=instance:JOB_NAME:JOB_ID:PLAN_TIME:SUBMIT_TIME
            Credentials come from the environment: HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK.
            Without any of these flags, a tour runs against a local stand-in and never leaves loopback.""";

    private final Map<String, String> given;
    private final List<String> problems = new ArrayList<>();

    Flags(Map<String, String> given) {
        this.given = given;
        for (String name : given.keySet()) {
            if (!KNOWN.contains(name)) {
                problems.add(name + " is not a flag of the quickstart");
            }
        }
        // Java replaces characters that it cannot decode by this one. The request would then name another job.
        given.forEach((name, value) -> {
            if (value.indexOf('\uFFFD') >= 0) {
                problems.add(name + " has characters that this locale cannot read: set LC_ALL to a UTF-8 locale, such as C.UTF-8");
            }
        });
    }

    void target(Consumer<String> region, Consumer<URI> endpoint) {
        if (given.containsKey(REGION) == given.containsKey(ENDPOINT)) {
            problems.add(given.containsKey(REGION)
                    ? REGION + " and " + ENDPOINT + " are both set, and name two targets: keep one"
                    : REGION + " or " + ENDPOINT + " is missing: set one of them to name the service");
        }
        check(REGION, region);
        check(ENDPOINT, value -> endpoint.accept(uri(value)));
    }

    void project(Consumer<String> project) {
        require(PROJECT, "the project's id, which the console shows under My Credentials", project);
    }

    void workspace(Consumer<String> workspace) {
        require(WORKSPACE, "the id of the DataArts Studio workspace", workspace);
    }

    void job(Consumer<Rerun> job) {
        require(JOB, "what to rerun, as " + JOB_FORMS, value -> job.accept(rerun(value)));
    }

    void confirmation() {
        require(CONFIRM, "\"yes\", because the rerun is real", value -> {
            if (!value.equals("yes")) {
                throw new IllegalArgumentException("must be \"yes\", was \"" + value + "\"");
            }
        });
    }

    /**
     * Reports the problems, if there are any.
     *
     * @throws IncompleteFlagsException if a flag is missing or wrong
     */
    void complain() {
        if (!problems.isEmpty()) {
            throw new IncompleteFlagsException(
                    "Nothing was sent, because flags are missing or wrong:\n- " + String.join("\n- ", problems) + "\n" + USAGE);
        }
    }

    private void require(String name, String meaning, Consumer<String> use) {
        if (given.containsKey(name)) {
            check(name, use);
        } else {
            problems.add(name + " is missing: " + meaning);
        }
    }

    private void check(String name, Consumer<String> use) {
        try {
            if (given.containsKey(name)) {
                use.accept(given.get(name));
            }
        } catch (IllegalArgumentException e) {
            problems.add(name + ": " + e.getMessage());
        }
    }

    private static Rerun rerun(String value) {
        Matcher quality = QUALITY_FORM.matcher(value);
        if (quality.matches()) {
            return quality.group(1).equals("quality")
                    ? QualityRerun.qualityJob(quality.group(2))
                    : QualityRerun.comparisonJob(quality.group(2));
        }
        Matcher instance = INSTANCE_FORM.matcher(value);
        if (instance.matches()) {
            return JobRerun.job(instance.group(1))
                    .instances(JobInstance.of(Long.parseLong(instance.group(2)))
                            .planned(Long.parseLong(instance.group(3)))
                            .submitted(Long.parseLong(instance.group(4))))
                    .from(StartNode.error())
                    .using(TaskVersion.ORIGINAL)
                    .build();
        }
        throw new IllegalArgumentException("must be " + JOB_FORMS + ", was \"" + value + "\"");
    }

    private static URI uri(String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be a URL such as https://dayu.cn-north-4.myhuaweicloud.com: " + e.getReason());
        }
    }
}
