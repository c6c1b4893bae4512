package io.dataarts.contract.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The quality and comparison jobs, which are rules, and their runs. Only a thread that holds the memory's lock may use it. */
final class QualityRuns {

    private static final Set<String> ENDS = Set.of("SUCCESS", "FAILED", "ALARMING");
    private static final Course COURSE = Course.of("RUNNING").then(Duration.ofMinutes(1), "SUCCESS");

    private final Memory memory;
    private final List<Rule> rules = new ArrayList<>();
    private final List<Item> runs = new ArrayList<>();
    private long lastRunId;
    private Course course;

    QualityRuns(Memory memory) {
        this.memory = memory;
        clear();
    }

    /** The kinds of rules, as the list of runs names them. */
    enum Kind { QUALITY_TASK, CONSISTENCY_TASK }

    private static final class Rule {
        private final Kind kind;
        private final long id;
        private final Item item;
        private int runs;

        Rule(Kind kind, long id, Item item) {
            this.kind = kind;
            this.id = id;
            this.item = item;
        }
    }

    void clear() {
        rules.clear();
        runs.clear();
        // The first rerun gets the id of the documentation's example. A double changes the ids after it.
        lastRunId = 1440764172232400895L;
        course = COURSE;
    }

    void course(Course course) {
        this.course = course;
    }

    Item addRule(Kind kind, long ruleId, String name, Consumer<ObjectNode> values) {
        ObjectNode rule = Memory.values(defaults -> defaults
                .put("id", ruleId)
                .put("name", name)
                .put("category_id", 0L)
                .put("schedule_status", "NOT_START")
                .putNull("schedule_period")
                .putNull("schedule_interval")
                .put("create_time", 1661413102000L)
                .putNull("last_run_time")
                .put("creator", "ei"));
        values.accept(rule);
        Item item = new Item(memory, Long.MIN_VALUE, rule);
        rules.add(new Rule(kind, ruleId, item));
        return item;
    }

    Item addRun(long ruleId, Instant started, Consumer<ObjectNode> values) {
        Rule rule = rule(ruleId);
        long start = started.toEpochMilli();
        ObjectNode run = newRun(rule).put("run_status", "FAILED").put("start_time", start).put("end_time", start + 60_000);
        values.accept(run);
        return add(rule, Long.MIN_VALUE, run);
    }

    /** Makes a run that takes the course, and returns its id. */
    long run(long ruleId) {
        Rule rule = rule(ruleId);
        ObjectNode run = newRun(rule);
        long time = memory.time();
        Item item = null;
        for (Course.Step step : course.steps()) {
            time += step.after().toMillis();
            run = run.deepCopy().put("run_status", step.status());
            if (item == null) {
                run.put("start_time", time);
                item = add(rule, time, run);
                rule.item.from(time, rule.item.values().put("last_run_time", time));
            }
            if (ENDS.contains(step.status())) {
                run.put("end_time", time);
            }
            item.from(time, run);
        }
        return run.path("id").asLong();
    }

    private ObjectNode newRun(Rule rule) {
        return Memory.values(run -> run
                .put("id", ++lastRunId)
                .put("name", rule.item.values().path("name").asText() + "-" + ++rule.runs)
                .put("task_id", rule.id)
                .put("task_type", rule.kind.name())
                .put("run_status", "RUNNING")
                .put("notify_status", "NOT_TRIGGERED"));
    }

    private Item add(Rule rule, long time, ObjectNode values) {
        Item run = rule.item.beside(time, values);
        runs.add(run);
        return run;
    }

    private Rule rule(long ruleId) {
        return rules.stream().filter(rule -> rule.id == ruleId).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no quality or comparison job " + ruleId));
    }

    /** Runs a rule that a rerun names. */
    Optional<String> restart(Kind kind, String ruleId, String workspace) {
        return rules.stream()
                .filter(rule -> rule.kind == kind && Long.toString(rule.id).equals(ruleId) && rule.item.isIn(workspace))
                .findFirst()
                .map(rule -> Long.toString(run(rule.id)));
    }

    void forget(Kind kind, String ruleId) {
        rules.removeIf(rule -> rule.kind == kind && Long.toString(rule.id).equals(ruleId));
    }

    List<Item> rules(Kind kind) {
        return rules.stream().filter(rule -> rule.kind == kind).map(rule -> rule.item).toList();
    }

    List<Item> runs() {
        return runs;
    }
}
