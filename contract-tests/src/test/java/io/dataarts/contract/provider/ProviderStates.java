package io.dataarts.contract.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Applies the provider states of a pact, which are sentences. Their values are those of the description's examples. */
final class ProviderStates {

    private static final Instant PLANNED = Instant.ofEpochMilli(1732601580000L);
    private static final Instant RAN = Instant.ofEpochMilli(1661413281000L);

    private static final List<Sentence> SENTENCES = List.of(
            new Sentence("job (.+) exists", (catalog, words) -> job(catalog, words, values -> { })),
            new Sentence("real-time job (.+) exists", (catalog, words) -> job(catalog, words, values -> values
                    .put("job_type", "REAL_TIME").put("status", "NORMAL").put("single_node_job_flag", true))),
            new Sentence("job (.+) has the tags (.+)", (catalog, words) -> job(catalog, words, values -> { })
                    .tagged(words.text(2).split(","))),
            new Sentence("job (.+) has a failed instance", (catalog, words) -> instance(catalog, words, values -> { })),
            new Sentence("job (.+) has an instance with status (.+)", (catalog, words) -> instance(catalog, words, values ->
                    status(values, words.text(2)))),
            new Sentence("job (.+) has an instance of type (\\d+)", (catalog, words) -> instance(catalog, words, values -> values
                    .put("instance_type", Integer.parseInt(words.text(2))))),
            new Sentence("job (.+) has an instance with id (\\d+)", (catalog, words) -> instance(catalog, words, values -> values
                    .put("job_id", words.number(2)).put("instance_id", words.number(2)))),
            new Sentence("job (.+) has a forced success", (catalog, words) -> instance(catalog, words, values -> values
                    .put("status", "success").put("force_success", true))),
            new Sentence("job (.+) has an ignored failure", (catalog, words) -> instance(catalog, words, values -> values
                    .put("status", "success").put("ignore_success", true))),
            new Sentence("no job (.+)", (catalog, words) -> catalog.withoutJob(words.text(1))),
            new Sentence("quality job (\\d+) exists", (catalog, words) -> qualityJob(catalog, words, values -> { })),
            new Sentence("quality job (\\d+) has the schedule status (.+)", (catalog, words) -> qualityJob(catalog, words, values ->
                    scheduled(values, words.text(2)))),
            new Sentence("quality job (\\d+) ran", (catalog, words) -> qualityRun(catalog, words, values -> values
                    .put("id", 1012386207306600400L).put("run_status", "SUCCESS"))),
            new Sentence("quality job (\\d+) has a run with status (.+)", (catalog, words) -> qualityRun(catalog, words, values ->
                    runStatus(values.put("id", 1440764172232400897L), words.text(2)))),
            new Sentence("no quality job (.+)", (catalog, words) -> catalog.withoutQualityJob(words.text(1))),
            new Sentence("comparison job (\\d+) exists", (catalog, words) -> comparisonJob(catalog, words, values -> { })),
            new Sentence("comparison job (\\d+) has the schedule status (.+)", (catalog, words) -> comparisonJob(catalog, words, values ->
                    scheduled(values, words.text(2)))),
            new Sentence("comparison job (\\d+) ran", (catalog, words) -> comparisonRun(catalog, words)),
            new Sentence("no comparison job (.+)", (catalog, words) -> catalog.withoutComparisonJob(words.text(1))),
            new Sentence("there are no jobs", (catalog, words) -> catalog.clear()),
            new Sentence("there is no workspace (.+)", (catalog, words) -> catalog.withoutWorkspace(words.text(1))),
            new Sentence("the service fails", (catalog, words) -> catalog.failing(true)));

    private ProviderStates() {
    }

    static void apply(String state, Catalog catalog) {
        for (Sentence sentence : SENTENCES) {
            Matcher matcher = Pattern.compile(sentence.regex()).matcher(state);
            if (matcher.matches()) {
                sentence.change().accept(catalog, new Words(matcher.toMatchResult()));
                return;
            }
        }
        throw new IllegalArgumentException("unknown provider state '" + state + "', must be one of "
                + SENTENCES.stream().map(Sentence::regex).collect(Collectors.joining(", ")));
    }

    private static Item job(Catalog catalog, Words words, Consumer<ObjectNode> change) {
        return catalog.memory().job(words.text(1), change);
    }

    /** Adds a job and one instance. */
    private static void instance(Catalog catalog, Words words, Consumer<ObjectNode> change) {
        ObjectNode instance = catalog.memory().instance(words.text(1), PLANNED, change).values();
        job(catalog, words, values -> values
                .put("last_instance_status", instance.path("status").asText())
                .put("last_instance_end_time", PLANNED.plusSeconds(60).toEpochMilli()));
    }

    private static void status(ObjectNode values, String status) {
        values.put("status", status);
        if (status.equals("waiting")) {
            values.remove(List.of("start_time", "end_time", "execute_time"));
        }
    }

    private static void qualityJob(Catalog catalog, Words words, Consumer<ObjectNode> change) {
        catalog.memory().qualityJob(words.number(1), "test", values -> change.accept(values.put("category_id", 1012384968858652700L)));
    }

    private static void qualityRun(Catalog catalog, Words words, Consumer<ObjectNode> change) {
        qualityJob(catalog, words, values -> values.put("last_run_time", RAN.toEpochMilli()));
        catalog.memory().run(words.number(1), RAN, values -> change.accept(values.put("end_time", RAN.plusSeconds(100).toEpochMilli())));
    }

    private static void runStatus(ObjectNode values, String status) {
        values.put("run_status", status);
        if (status.equals("RUNNING")) {
            values.remove("end_time");
        }
    }

    private static void comparisonJob(Catalog catalog, Words words, Consumer<ObjectNode> change) {
        catalog.memory().comparisonJob(words.number(1), "test", values -> change.accept(values.put("create_time", 1661413275050L)));
    }

    /** Adds a comparison job without a last run, and a run. The examples of two pages have it so. */
    private static void comparisonRun(Catalog catalog, Words words) {
        comparisonJob(catalog, words, values -> { });
        catalog.memory().run(words.number(1), RAN.minusSeconds(4), values -> values
                .put("id", 1012386190504218600L).put("name", "test-0").put("run_status", "SUCCESS").put("end_time", 1661413380000L));
    }

    private static void scheduled(ObjectNode values, String status) {
        values.put("category_id", 1012384968858652673L)
                .put("schedule_status", status)
                .put("schedule_period", "WEEK")
                .put("schedule_interval", "MONDAY,TUESDAY")
                .put("create_time", 1661413102000L)
                .put("last_run_time", RAN.toEpochMilli());
    }

    private record Sentence(String regex, BiConsumer<Catalog, Words> change) {
    }

    /** The words of a sentence that its pattern leaves open. */
    private record Words(MatchResult match) {
        String text(int group) {
            return match.group(group);
        }

        long number(int group) {
            return Long.parseLong(match.group(group));
        }
    }
}
