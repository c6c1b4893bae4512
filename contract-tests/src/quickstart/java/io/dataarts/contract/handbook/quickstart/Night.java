package io.dataarts.contract.handbook.quickstart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dataarts.contract.provider.Course;
import io.dataarts.contract.provider.Failure;
import io.dataarts.contract.provider.Memory;
import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.rerun.auth.AccessKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The stand-in's night: a database was down from 01:45 to 03:15. The tour begins on the morning after. */
final class Night {

    /** The only key that the stand-in knows. It belongs to no real account. */
    static final AccessKey KEY = AccessKey.of("STANDINACCESSKEY0001", "StandInSecretKey000000000000000000000000");

    static final Instant MORNING = Instant.parse("2024-11-27T07:00:00Z");

    /** How far each look-up moves the stand-in's clock, so that nobody has to wait for jobs. */
    static final Duration EACH_LOOK_UP = Duration.ofSeconds(30);

    private static final List<Instant> DOWN = List.of(Instant.parse("2024-11-27T02:00:00Z"), Instant.parse("2024-11-27T03:00:00Z"));
    private static final long RULE = 1440764172232392705L;
    /** How many checks of the stock did not run. */
    static final int STOCK = 12;

    private Night() {
    }

    /** Starts a stand-in that remembers the night. It will execute the first rerun of a quality job, and lose the answer. */
    static ReferenceProvider start() {
        return start(ReferenceProvider.builder().accessKey(KEY.accessKeyId(), KEY.secretKey()));
    }

    static ReferenceProvider start(ReferenceProvider.Builder builder) {
        ReferenceProvider provider = builder.start();
        Memory memory = provider.memory().at(MORNING).advanceAfterEachList(EACH_LOOK_UP);
        memory.job("hourly_sales", values -> {});
        for (Instant hour = MORNING.minus(Duration.ofHours(10)); hour.isBefore(MORNING); hour = hour.plus(Duration.ofHours(1))) {
            String status = DOWN.contains(hour) ? "fail" : "success";
            memory.instance("hourly_sales", hour, values -> values.put("status", status));
        }
        memory.instancesTake(Night::course);
        memory.qualityJob(RULE, "orders_complete", values -> {});
        memory.run(RULE, Instant.parse("2024-11-27T00:30:00Z"), values -> values.put("run_status", "SUCCESS"));
        memory.run(RULE, Instant.parse("2024-11-27T02:30:00Z"), values -> {});
        for (int i = 1; i <= STOCK; i++) {
            memory.qualityJob(RULE + i, String.format(Locale.ROOT, "stock_%02d", i), values -> {});
        }
        memory.runsTake(Course.of("RUNNING").then(Duration.ofMinutes(1), "SUCCESS"));
        provider.failures().at("restartQualityInstance", 1, Failure.dropped().afterExecution());
        return provider;
    }

    /** The second instance waits for the first. */
    private static Course course(ObjectNode values) {
        boolean isFirst = values.path("plan_time").asLong() == DOWN.get(0).toEpochMilli();
        return Course.of("waiting")
                .then(Duration.ofSeconds(isFirst ? 10 : 70), "running")
                .then(Duration.ofMinutes(1), "success");
    }
}
