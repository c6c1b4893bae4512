package io.dataarts.contract.handbook.quickstart;

import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.contract.provider.ReferenceProvider;
import java.util.ArrayList;
import java.util.List;

/** Tells the steps of the tour: prints what each expects and what the stand-in recorded, and collects what differs. */
final class Telling {

    private final ReferenceProvider provider;
    private final Transcript transcript;
    private final List<String> differences = new ArrayList<>();
    private final List<String> differing = new ArrayList<>();
    private int steps;
    private int step;
    private int before;

    Telling(ReferenceProvider provider, Transcript transcript) {
        this.provider = provider;
        this.transcript = transcript;
    }

    /** Runs the steps, and returns those that differ from what they announce. */
    List<String> tell(List<Runnable> story) {
        steps = story.size();
        for (Runnable each : story) {
            step++;
            before = provider.exchanges().size();
            differences.clear();
            try {
                each.run();
            } catch (RuntimeException e) {
                differences.add(e.getClass().getSimpleName() + ": " + e.getMessage());
            }
            transcript.field("checked", differences.isEmpty() ? "as expected" : "DIFFERS\n- " + String.join("\n- ", differences));
            if (!differences.isEmpty()) {
                differing.add("step " + step);
            }
        }
        return differing;
    }

    void begin(String title, String asked, String expected, String code) {
        transcript.step(step + " of " + steps + "  " + title);
        transcript.field("asked", asked);
        transcript.field("code", code);
        transcript.field("expected", expected);
    }

    Line line() {
        return transcript.line("now");
    }

    void show(String label, String text) {
        transcript.field(label, text);
    }

    /** Returns what the stand-in recorded in this step, with this method. */
    List<RecordedExchange> sent(String method) {
        List<RecordedExchange> all = provider.exchanges();
        return all.subList(before, all.size()).stream().filter(exchange -> exchange.method().equals(method)).toList();
    }

    /** Checks that the step sent this one look-up. */
    void expectLookUp(String path, String query) {
        for (RecordedExchange exchange : sent("GET")) {
            show("sent", "GET " + exchange.target().replace("?", "\n?"));
            show("answered", "HTTP " + exchange.status() + ", " + exchange.responseText().length() + " characters of JSON");
        }
        expect("requests", List.of(path + "?" + query), sent("GET").stream().map(RecordedExchange::target).toList());
    }

    /** Checks that the step sent this one rerun. Besides it, there may be look-ups. */
    void expectRerun(String path, String json, int status, String answer) {
        for (RecordedExchange exchange : sent("POST")) {
            show("sent", "POST " + exchange.target() + "\n" + Transcript.indented(exchange.bodyText()));
            show("answered", exchange.status() == 0 ? "nothing: the stand-in executed the rerun, and closed the connection"
                    : "HTTP " + exchange.status() + (exchange.responseText().isEmpty() ? ", no body"
                            : "\n" + Transcript.indented(exchange.responseText())));
        }
        expect("reruns", List.of(path + " " + json + " " + status + " " + answer), sent("POST").stream().map(exchange ->
                exchange.target() + " " + exchange.bodyText() + " " + exchange.status() + " " + exchange.responseText()).toList());
    }

    void expect(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            differences.add(what + ": expected " + expected + ", was " + actual);
        }
    }
}
