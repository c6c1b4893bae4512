package io.dataarts.contract.size;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shows that calls leak no memory, by making many of them in a small heap. */
record Endurance(Lab lab, Settings settings, Report report) {

    private static final int FIRST = 10_000;

    void run() throws IOException {
        int calls = settings.enduranceCalls();
        List<Round> rounds = new ArrayList<>();
        try (Child worker = lab.worker("sdk", Settings.java(), "-Xmx64m")) {
            rounds.add(lab.round(worker, "platform", 8, FIRST));
            double heapAfterFirst = heap(worker);
            for (int done = FIRST; done < calls; done += FIRST) {
                rounds.add(lab.round(worker, "platform", 8, FIRST));
            }
            report.add(new Figure("heap after " + calls + " calls, -Xmx64m", "MB", Sample.of(heap(worker)))
                    .atMost(1.03, "at 10000", Sample.of(heapAfterFirst)));
        }
        new Rounds(Map.of("sdk", rounds)).reportErrors(", -Xmx64m", report);
        if (calls < 1_000_000) {
            report.remark("LEFT OUT: of 1000000 calls in 64 MB, " + calls + " were made; -Dbenchmark.round=long makes all.");
        }
    }

    private static double heap(Child worker) throws IOException {
        return Long.parseLong(worker.ask("heap")) / 1e6;
    }
}
