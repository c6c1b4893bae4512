package io.dataarts.contract.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Answers the five lists from the memory. It knows the parameters of each list; {@link Pages} knows order and paging. */
final class Lists {

    private final Catalog catalog;
    private final Memory memory;
    private final Readings readings;
    private final Pages pages;

    Lists(Catalog catalog) {
        this.catalog = catalog;
        this.memory = catalog.memory();
        this.readings = memory.readings();
        this.pages = new Pages(readings);
    }

    /** Returns the answer, unless the operation is no list. Moves the clock afterwards, if the test wants that. */
    Optional<ProviderAnswer> answer(OperationRequest request) {
        synchronized (memory) {
            Optional<ProviderAnswer> answer = list(request);
            answer.ifPresent(list -> memory.listed());
            return answer;
        }
    }

    private Optional<ProviderAnswer> list(OperationRequest request) {
        Filters filters = new Filters(request, readings);
        return switch (request.operationId()) {
            case "listFactoryJobs" -> answer(request, "DLF.0819", () -> jobs(request, filters));
            case "listFactoryJobInstances" -> answer(request, "DLF.0819", () -> instances(request, filters));
            case "listQualityJobs" -> answer(request, "DQC.0819", () -> rules(request, filters, QualityRuns.Kind.QUALITY_TASK));
            case "listComparisonJobs" -> answer(request, "DQC.0819", () -> rules(request, filters, QualityRuns.Kind.CONSISTENCY_TASK));
            case "listQualityInstances" -> answer(request, "DQC.0819", () -> runs(request, filters));
            default -> Optional.empty();
        };
    }

    private Optional<ProviderAnswer> answer(OperationRequest request, String missingWorkspace, Supplier<ProviderAnswer> list) {
        // This project chose the message, and the code of DataArts Quality.
        return Optional.of(catalog.lacksWorkspace(request.workspace())
                ? ProviderAnswer.error(400, missingWorkspace, "The workspace does not exist.")
                : list.get());
    }

    private ProviderAnswer jobs(OperationRequest request, Filters filters) {
        Set<String> tags = filters.text("tags").map(list -> Set.of(list.split(","))).orElse(Set.of());
        String type = filters.text("job_type").orElse("BATCH");
        filters.where(values -> values.path("job_type").asText("BATCH").equals(type))
                .named("job_name", values -> values.path("name").asText());
        List<Item> tagged = memory.instances().jobs().stream().filter(item -> item.hasTags(tags)).toList();
        return page(request, filters, Pages.Shape.JOBS, tagged);
    }

    private ProviderAnswer instances(OperationRequest request, Filters filters) {
        String job = request.pathParameter("job_name").orElseThrow();
        if (!catalog.hasJob(job, request.workspace())) {
            return ProviderAnswer.error(400, "DLF.0100", "The job does not exist.");
        }
        // No page says in which time zone the day begins.
        long today = memory.now().atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).toInstant().toEpochMilli();
        long from = filters.number("min_plan_time").orElse(today);
        long to = filters.number("max_plan_time").orElse(memory.time());
        filters.equal("status").equal("instance_type")
                .where(values -> values.path("job_name").asText().equals(job))
                .where(values -> within(filters, values, from, to));
        if (filters.text("status").filter("success"::equals).isPresent()) {
            for (String flag : List.of("force_success", "ignore_success")) {
                filters.where(values -> !filters.isTrue(flag) || values.path(flag).asBoolean());
            }
        }
        return page(request, filters, Pages.Shape.INSTANCES, memory.instances().all());
    }

    private boolean within(Filters filters, JsonNode instance, long from, long to) {
        boolean waits = !instance.hasNonNull("start_time");
        String field = waits || readings.window == Readings.Window.PLAN ? "plan_time" : "start_time";
        return (!waits || readings.waitingListed) && filters.within(instance.path(field), from, to);
    }

    private ProviderAnswer rules(OperationRequest request, Filters filters, QualityRuns.Kind kind) {
        filters.equal("category_id").equal("schedule_status").equal("creator").window("last_run_time")
                .named("name", values -> values.path("name").asText());
        return page(request, filters, Pages.Shape.RULES, memory.qualityRuns().rules(kind));
    }

    private ProviderAnswer runs(OperationRequest request, Filters filters) {
        filters.equal("task_type").equal("run_status").equal("notify_status").window("start_time")
                // The name of a run is the rule's name and a number.
                .named("name", values -> values.path("name").asText().replaceFirst("-\\d+$", ""));
        return page(request, filters, Pages.Shape.RUNS, memory.qualityRuns().runs());
    }

    private ProviderAnswer page(OperationRequest request, Filters filters, Pages.Shape shape, List<Item> items) {
        long time = memory.time() - readings.lag.toMillis();
        List<ObjectNode> matches = items.stream()
                .filter(item -> item.isIn(request.workspace()))
                .flatMap(item -> item.at(time).stream())
                .filter(filters::match)
                .toList();
        return ProviderAnswer.of(200, pages.page(shape, matches, filters.number("limit").orElse(10L), filters.number("offset").orElse(0L)));
    }
}
