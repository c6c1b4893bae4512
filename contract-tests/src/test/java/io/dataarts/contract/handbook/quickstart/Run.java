package io.dataarts.contract.handbook.quickstart;

import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.rerun.DataArtsStudioBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/** One run of the quickstart inside this JVM: its exit status and its output. */
record Run(int status, String out) {

    static Run tourOnTerminal() {
        return captured(true, transcript -> Quickstart.run(Map.of(), UnaryOperator.identity(), transcript));
    }

    /** Runs the tour against this stand-in, and closes it. */
    static Run tour(ReferenceProvider standIn) {
        try (standIn) {
            return captured(false, transcript -> Tour.run(standIn, transcript));
        }
    }

    /** Runs with flags in the form {@code project=p}, without their prefix. */
    static Run live(UnaryOperator<DataArtsStudioBuilder> credentials, String... flags) {
        Map<String, String> given = new TreeMap<>();
        for (String flag : flags) {
            String[] parts = flag.split("=", 2);
            given.put("quickstart." + parts[0], parts[1]);
        }
        return captured(false, transcript -> Quickstart.run(given, credentials, transcript));
    }

    private static Run captured(boolean onTerminal, ToIntFunction<Transcript> quickstart) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int status = quickstart.applyAsInt(new Transcript(new PrintStream(bytes, true, StandardCharsets.UTF_8), onTerminal));
        return new Run(status, bytes.toString(StandardCharsets.UTF_8));
    }

    /** Returns the output with ports and request ids replaced, because they differ in each run. */
    String text() {
        return out.replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT").replaceAll("request id [0-9a-f]{32}", "request id ID");
    }
}
