package io.dataarts.contract.pact;

import static au.com.dius.pact.consumer.dsl.LambdaDsl.newJsonBody;

import au.com.dius.pact.consumer.dsl.DslPart;
import au.com.dius.pact.consumer.dsl.HttpRequestBuilder;
import au.com.dius.pact.consumer.dsl.HttpResponseBuilder;
import au.com.dius.pact.consumer.dsl.Matchers;
import kotlin.jvm.functions.Function1;

/**
 * The common parts of the interactions.
 *
 * <p>The pact pins requests exactly, except for the values of a signature. Of an answer it holds only the parts that the SDK uses.
 */
final class Interactions {

    static final String CONSUMER = "dataarts-rerun-sdk";
    static final String PROVIDER = "dataarts-studio";
    static final String PROJECT = "62099355b894428e8916573ae635f1f9";
    static final String WORKSPACE = "62fbba734e634c5087656fc3ff7adf34";
    static final String INSTANCE_ID = "1440764172232400896";

    private Interactions() {
    }

    /** Returns a request to rerun a quality or comparison job. */
    static Function1<HttpRequestBuilder, HttpRequestBuilder> restart(Caller caller, String json) {
        // Only this request pins Accept. The vendor's SDK sends none, and has to match the other interactions.
        return request -> post(request, PROJECT, "/quality/instances/restart", caller)
                .header("Accept", Matchers.equalTo("application/json"))
                .body(json);
    }

    /** Returns a request to rerun instances of a job. The name is percent-encoded, as on the wire. */
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
                // Without a rule Pact accepts other cases, spaces and parameters in media types.
                .header("Content-Type", Matchers.equalTo("application/json;charset=UTF-8"))
                .header("workspace", WORKSPACE)
                .header("X-Project-Id", project);
    }

    /** Returns the answer to a job rerun, which has no body. */
    static Function1<HttpResponseBuilder, HttpResponseBuilder> accepted() {
        return response -> response.status(200);
    }

    /** Returns the answer to a rerun of a quality or comparison job, with any id of the new instance. */
    static Function1<HttpResponseBuilder, HttpResponseBuilder> acceptedWithInstance() {
        return json(200, newJsonBody(body -> body.stringType("instance_id", INSTANCE_ID)).build());
    }

    /** Returns an error response. It pins a pattern of the code, because codes may be added, and not the message. */
    static Function1<HttpResponseBuilder, HttpResponseBuilder> failed(int status, String codePattern, String code, String message) {
        return json(status, newJsonBody(body -> body
                .stringMatcher("error_code", codePattern, code)
                .stringType("error_msg", message)).build());
    }

    private static Function1<HttpResponseBuilder, HttpResponseBuilder> json(int status, DslPart body) {
        return response -> response.status(status).header("Content-Type", "application/json").body(body);
    }
}
