package io.dataarts.contract.pact;

import static au.com.dius.pact.consumer.dsl.LambdaDsl.newJsonBody;

import au.com.dius.pact.consumer.dsl.DslPart;
import au.com.dius.pact.consumer.dsl.HttpRequestBuilder;
import au.com.dius.pact.consumer.dsl.HttpResponseBuilder;
import au.com.dius.pact.consumer.dsl.Matchers;
import kotlin.jvm.functions.Function1;

/**
 * What the interactions have in common. A request is pinned to the letter, but for what its signature brings along; of an answer
 * the pact holds no more than the SDK relies on.
 */
final class Interactions {

    static final String CONSUMER = "dataarts-rerun-sdk";
    static final String PROVIDER = "dataarts-studio";
    static final String PROJECT = "62099355b894428e8916573ae635f1f9";
    static final String WORKSPACE = "62fbba734e634c5087656fc3ff7adf34";
    static final String INSTANCE_ID = "1440764172232400896";

    private Interactions() {
    }

    /** A request to rerun a quality or comparison job. */
    static Function1<HttpRequestBuilder, HttpRequestBuilder> restart(Caller caller, String json) {
        // Accept is pinned here alone: the vendor's SDK, which has to be able to fulfil all the others, sends none.
        return request -> post(request, PROJECT, "/quality/instances/restart", caller)
                .header("Accept", Matchers.equalTo("application/json"))
                .body(json);
    }

    /** A request to rerun instances of a job; the name is percent-encoded, as on the wire. */
    static Function1<HttpRequestBuilder, HttpRequestBuilder> retry(String rawJobName, Caller caller, String json) {
        return retry(PROJECT, rawJobName, caller, json);
    }

    static Function1<HttpRequestBuilder, HttpRequestBuilder> retry(String project, String rawJobName, Caller caller, String json) {
        return request -> post(request, project, "/factory/jobs/" + rawJobName + "/instances/retry", caller).body(json);
    }

    private static HttpRequestBuilder post(HttpRequestBuilder request, String project, String path, Caller caller) {
        return caller.authenticate(request)
                .method("POST")
                .path("/v2/" + project + path)
                // Without a rule Pact lets other cases, spaces and parameters pass in media types.
                .header("Content-Type", Matchers.equalTo("application/json;charset=UTF-8"))
                .header("workspace", WORKSPACE)
                .header("X-Project-Id", project);
    }

    /** The answer to a job rerun: no body. */
    static Function1<HttpResponseBuilder, HttpResponseBuilder> accepted() {
        return response -> response.status(200);
    }

    /** The answer to a rerun of a quality or comparison job: whatever the new instance's id is. */
    static Function1<HttpResponseBuilder, HttpResponseBuilder> acceptedWithInstance() {
        return json(200, newJsonBody(body -> body.stringType("instance_id", INSTANCE_ID)).build());
    }

    /** A failure. Codes are an open set, and messages are for people. */
    static Function1<HttpResponseBuilder, HttpResponseBuilder> failed(int status, String codePattern, String code, String message) {
        return json(status, newJsonBody(body -> body
                .stringMatcher("error_code", codePattern, code)
                .stringType("error_msg", message)).build());
    }

    private static Function1<HttpResponseBuilder, HttpResponseBuilder> json(int status, DslPart body) {
        return response -> response.status(status).header("Content-Type", "application/json").body(body);
    }
}
