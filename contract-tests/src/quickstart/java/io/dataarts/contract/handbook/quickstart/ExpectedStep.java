package io.dataarts.contract.handbook.quickstart;

import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.rerun.error.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * What a step has to show on the wire and to its caller.
 *
 * @param path the path of the one request
 * @param json the request's body, to the byte
 * @param status the answer's status
 * @param answer the answer's body, to the byte
 * @param outcome what the SDK makes of it
 * @param key the receipt's instance id, or the failure's error code
 */
record ExpectedStep(String path, String json, int status, String answer, Outcome outcome, String key) {

    /** What differs, in words; empty if nothing does. */
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
