package io.dataarts.contract.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.fault.FaultServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The table in {@code docs/delivery.md} shows correctly how the vendor's SDK behaves under each fault.
 *
 * <p>{@link DeliveryMatrixTest} proves the columns of this SDK. Each sixth row is measured again, and all with
 * {@code -Ddataarts.full=true}. {@code -Ddataarts.docs.write=true} writes the table again.
 */
class VendorDeliveryTest {

    private static final String BEGIN = "<!-- Written by VendorDeliveryTest, from here. -->\n";
    private static final String END = "<!-- To here. -->\n";

    private static final int STEP = Boolean.getBoolean("dataarts.full") ? 1 : 6;
    private static final int ROWS_AT_A_TIME = 8;
    private static final int TRIES = 3;

    @Test
    @Timeout(180)
    @DisplayName("the table in docs/delivery.md is the measured table")
    void comparison() throws Exception {
        Path document = Path.of(System.getProperty("basedir", ".")).resolve("../docs/delivery.md").normalize();
        String text = Files.readString(document);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        if (Boolean.getBoolean("dataarts.docs.write")) {
            Files.writeString(document, text.substring(0, begin) + table(List.of(), 1) + text.substring(end));
        } else {
            String committed = text.substring(begin, end);
            assertThat(table(committed.lines().toList(), ROWS_AT_A_TIME))
                    .describedAs("%s; -Ddataarts.docs.write=true writes it again", document)
                    .isEqualTo(committed);
        }
    }

    private static String table(List<String> committed, int rowsAtATime) throws Exception {
        for (String warmUp : List.of("204", "TLS 1.3: client certificate accepted")) {
            vendors(Situations.all().stream().filter(situation -> situation.name().equals(warmUp)).findAny().orElseThrow());
        }
        List<Situation> situations = Situations.all().stream().filter(Situation::isForVendor).toList();
        List<String> rows = new ArrayList<>();
        rows.add("| what happens | this SDK: arrived | told | vendor's SDK: arrived | told |");
        rows.add("|---|---|---|---|---|");
        ExecutorService threads = Executors.newFixedThreadPool(rowsAtATime); // Most rows wait for a timeout.
        try {
            List<Callable<String>> runs = new ArrayList<>();
            for (int i = 0; i < situations.size(); i++) {
                Situation situation = situations.get(i);
                String begin = begin(situation);
                Optional<String> known = i % STEP == 0 ? Optional.empty() : committed.stream().filter(row -> row.startsWith(begin)).findFirst();
                runs.add(() -> known.isPresent() ? known.get() : row(situation));
            }
            for (Future<String> row : threads.invokeAll(runs)) {
                rows.add(row.get());
            }
        } finally {
            threads.shutdownNow();
        }
        for (int i = 0; i < situations.size() && !committed.isEmpty(); i++) {
            // Any row can time out on a busy machine, so a differing row is measured again.
            for (int tried = 1; tried < TRIES && !committed.contains(rows.get(i + 2)); tried++) {
                rows.set(i + 2, row(situations.get(i)));
            }
        }
        return String.join("\n", rows) + "\n";
    }

    private static String row(Situation situation) throws Exception {
        return begin(situation) + vendors(situation) + " |";
    }

    private static String begin(Situation situation) {
        return "| " + situation.name() + " | " + ours(situation) + " | ";
    }

    /** Returns the columns of this SDK, as the matrix proves them for the standard policy. */
    private static String ours(Situation situation) {
        List<ExpectedOutcome> oneOf = situation.standard();
        return oneOf.stream().map(expected -> String.valueOf(expected.begun())).distinct().collect(Collectors.joining(" or "))
                + " | "
                + oneOf.stream()
                        .map(expected -> "`" + expected.outcome() + "`, "
                                + (expected.exception() == null ? "receipt" : expected.exception().getSimpleName())
                                + (expected.pause().isZero() ? "" : " after " + expected.pause().toSeconds() + " s")
                                + expected.retryAfter().map(wait -> ", `retryAfter()` " + wait.toSeconds() + " s").orElse(""))
                        .distinct()
                        .collect(Collectors.joining(" or "));
    }

    private static String vendors(Situation situation) throws Exception {
        try (Rig rig = situation.open(); VendorClient client = new VendorClient(rig.endpoint(), situation)) {
            int before = 0;
            if (situation.isKeptAlive()) {
                client.call();
                rig.beforeFault();
                before = 1;
            }
            String told = client.call();
            client.close();
            FaultServer server = rig.repaired();
            server.close();
            int arrived = server.begun() - before;
            return (arrived > 1 ? "**" + arrived + "**" : arrived) + " | " + told;
        }
    }
}
