package io.dataarts.contract.agreement.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dataarts.contract.provider.ReferenceProvider;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** The answers of the lists to raw requests with a token. */
record Listed(ReferenceProvider provider) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROOT = "/v2/" + RawRequest.PROJECT;

    /** A window that contains every time. */
    static final String ALWAYS = "min_plan_time=1000000000000&max_plan_time=9999999999999";

    JsonNode instances(String rawJobName, String query) throws Exception {
        return ok(RawRequest.get(provider, RawRequest.instances(rawJobName, query)).token().send());
    }

    JsonNode jobs(String query) throws Exception {
        return ok(RawRequest.get(provider, ROOT + "/factory/jobs?" + query).token().send());
    }

    /** Lists quality jobs, comparison jobs or their runs, by the last segment of the path. */
    JsonNode quality(String list, String query) throws Exception {
        return ok(RawRequest.get(provider, ROOT + "/quality/" + list + "?" + query).token().send());
    }

    /** Returns one field of all entries, in their order. */
    static List<String> values(JsonNode answer, String field) {
        List<String> values = new ArrayList<>();
        for (JsonNode entry : entries(answer)) {
            values.add(entry.path(field).asText());
        }
        return values;
    }

    static JsonNode only(JsonNode answer) {
        assertThat(entries(answer)).hasSize(1);
        return entries(answer).get(0);
    }

    private static JsonNode entries(JsonNode answer) {
        JsonNode jobs = answer.path("jobs");
        return jobs.isArray() ? jobs : answer.path("instances").isArray() ? answer.path("instances") : answer.path("resources");
    }

    private static JsonNode ok(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }
}
