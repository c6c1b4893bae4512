package io.dataarts.contract.handbook.quickstart;

import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.rerun.error.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * The request, response and result that a step of the tour expects.
 *
 * @param path the path of the one request
 * @param json the exact body of the request
 * @param status the status of the response
 * @param answer the exact body of the response
 * @param outcome the outcome that the SDK reports
 * @param key the receipt's instance id, or the failure's error code
 */
record ExpectedStep(String path, String json, int status, String answer, Outcome outcome, String key) {

    /** Returns each difference from these exchanges and this result, in words; empty if there is none. */
    List<String> differences(List<RecordedExchange> exchanges, Result result) {
        List<String> differences = new ArrayList<>();
        compare(differences, "number of requests", 1, exchanges.size());
        compare(differences, "outcome", outcome, result.outcome());
        compare(differences, outcome == Outcome.ACCEPTED ? "instance id" : "error code", key, result.key());
        for (RecordedExchange exchange : exchanges) {
            compare(differences, "request line", "POST " + path, exchange.method() + " " + exchange.target());
            compare(differences, "JSON sent", json, exchange.bodyText());
            compare(differences, "authentication", "SDK-HMAC-SHA256", exchange.header("Authorization").orElse("none").split(" ")[0]);
            compare(differences, "status", status, exchange.status());
            compare(differences, "answer", answer, exchange.responseText());
            compare(differences, "request id", exchange.requestId(), result.requestId());
        }
        return differences;
    }

    static void compare(List<String> differences, String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            differences.add(what + ": expected " + shown(expected) + ", was " + shown(actual));
        }
    }

    private static String shown(Object value) {
        return value.equals("") ? "nothing" : value.toString();
    }
}
