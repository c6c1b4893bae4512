package io.dataarts.contract.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The jobs and their instances. Only a thread that holds the memory's lock may use it. */
final class Instances {

    private static final Set<String> ENDS = Set.of("success", "fail", "manual-stop", "skip-by-depend");
    private static final Course COURSE = Course.of("waiting")
            .then(Duration.ofSeconds(10), "running")
            .then(Duration.ofMinutes(1), "success");

    private final Memory memory;
    private final List<Item> jobs = new ArrayList<>();
    private final List<Item> instances = new ArrayList<>();
    private final Map<String, Long> jobIds = new HashMap<>();
    private long lastInstanceId;
    private Function<ObjectNode, Course> courses;

    Instances(Memory memory) {
        this.memory = memory;
        clear();
    }

    void clear() {
        jobs.clear();
        instances.clear();
        jobIds.clear();
        lastInstanceId = 1479207;
        courses = values -> COURSE;
    }

    void courses(Function<ObjectNode, Course> courses) {
        this.courses = courses;
    }

    Item addJob(String name, Consumer<ObjectNode> values) {
        return add(jobs, Memory.values(job -> job
                .put("name", name)
                .put("job_type", "BATCH")
                .put("status", "SCHEDULING")
                .put("owner", "ei")
                .put("create_user", "ei")
                .put("create_time", 1732239754684L)
                .put("start_time", 1732239754684L)
                .put("last_update_time", 1732239754684L)
                .put("last_update_user", "ei")
                .put("path", "/")
                .put("priority", 0)
                .put("single_node_job_flag", false)), values);
    }

    Item add(String job, Instant planned, Consumer<ObjectNode> values) {
        long plan = planned.toEpochMilli();
        return add(instances, Memory.values(instance -> instance
                .put("job_name", job)
                .put("job_instance_name", job)
                .put("job_id", jobIds.computeIfAbsent(job, name -> 917567L + jobIds.size()))
                .put("instance_id", ++lastInstanceId)
                .put("instance_type", 0)
                .put("status", "fail")
                .put("plan_time", plan)
                .put("submit_time", 1732239754684L)
                .put("start_time", plan + 1_000)
                .put("end_time", plan + 60_000)
                .put("execute_time", 59_000)
                .put("version", 1)
                .put("force_success", false)
                .put("ignore_success", false)), values);
    }

    private Item add(List<Item> list, ObjectNode defaults, Consumer<ObjectNode> values) {
        values.accept(defaults);
        Item item = new Item(memory, Long.MIN_VALUE, defaults);
        list.add(item);
        return item;
    }

    List<Item> jobs() {
        return jobs;
    }

    List<Item> all() {
        return instances;
    }

    boolean hasJob(String name, String workspace) {
        return Stream.concat(jobs.stream().filter(job -> valueNow(job, "name").equals(name)),
                instances.stream().filter(instance -> valueNow(instance, "job_name").equals(name))).anyMatch(item -> item.isIn(workspace));
    }

    void forget(String job) {
        jobs.removeIf(item -> valueNow(item, "name").equals(job));
        instances.removeIf(item -> valueNow(item, "job_name").equals(job));
    }

    private List<Item> of(String job, String workspace) {
        return instances.stream().filter(item -> item.isIn(workspace) && valueNow(item, "job_name").equals(job)).toList();
    }

    private String valueNow(Item item, String name) {
        return item.at(memory.time()).map(values -> values.path(name).asText()).orElse("");
    }

    /** Reruns what the body names. A job without remembered instances takes any body. */
    Optional<ProviderAnswer> retry(String job, String workspace, JsonNode body) {
        List<Item> named = new ArrayList<>();
        List<Item> known = of(job, workspace);
        Map<List<Long>, Item> byKey = new HashMap<>();
        // The latest wins, because a rerun may have added an instance with the same three values.
        known.forEach(item -> byKey.put(key(item.values()), item));
        for (JsonNode wanted : body.path("task_retrys")) {
            Item found = byKey.get(key(wanted));
            if (found != null) {
                named.add(found);
            } else if (!known.isEmpty()) {
                // No page says what becomes of the other instances. The provider reruns none.
                return Optional.of(ProviderAnswer.error(400, "DLF.0137", "Job instance does not exist."));
            }
        }
        if (body.has("jobs")) {
            named.addAll(planned(known, body));
            for (JsonNode related : body.path("jobs")) {
                String name = related.path("job_name").asText();
                String itsWorkspace = related.path("workspace_id").asText(workspace);
                if (!name.equals(job) || !Objects.equals(itsWorkspace, workspace)) {
                    named.addAll(planned(of(name, itsWorkspace), body));
                }
            }
        }
        named.forEach(this::rerun);
        return Optional.empty();
    }

    private static List<Long> key(JsonNode values) {
        return List.of(values.path("job_id").asLong(), values.path("plan_time").asLong(), values.path("submit_time").asLong());
    }

    private List<Item> planned(List<Item> items, JsonNode body) {
        return items.stream().filter(item -> item.at(memory.time())
                .map(values -> values.path("plan_time").asLong())
                .filter(plan -> plan >= body.path("begin_time").asLong(0) && plan <= body.path("end_time").asLong(Long.MAX_VALUE))
                .isPresent()).toList();
    }

    /** Programs the statuses that the instance takes from now on. */
    void rerun(Item item) {
        long now = memory.time();
        ObjectNode values = item.values();
        Item moving = null;
        boolean runs = false;
        long time = now;
        for (Course.Step step : courses.apply(values.deepCopy()).steps()) {
            time += step.after().toMillis();
            values = values.deepCopy().put("status", step.status());
            if (moving == null) {
                begin(values, now);
                moving = moved(item, now, time, values);
            }
            boolean ends = ENDS.contains(step.status());
            if (!runs && (ends || step.status().equals("running"))) {
                runs = true;
                start(values, time);
            }
            if (ends) {
                values.put("end_time", time).put("execute_time", time - values.path("start_time").asLong());
            }
            moving.from(time, values);
        }
    }

    /** Sets what the rerun itself changes, before the instance runs. */
    private void begin(ObjectNode values, long now) {
        Readings readings = memory.readings();
        if (readings.instanceId != Readings.InstanceId.KEPT) {
            values.put("instance_id", ++lastInstanceId);
        }
        if (readings.submitTimeMoves) {
            values.put("submit_time", now);
        }
        if (readings.startTime != Readings.StartTime.UNCHANGED) {
            values.remove(List.of("start_time", "end_time", "execute_time"));
        }
        if (readings.startTime == Readings.StartTime.NOW) {
            values.put("start_time", now);
        }
    }

    private void start(ObjectNode values, long time) {
        values.remove(List.of("end_time", "execute_time"));
        if (memory.readings().startTime != Readings.StartTime.NOW) {
            values.put("start_time", time);
        }
    }

    private Item moved(Item item, long now, long time, ObjectNode values) {
        if (memory.readings().instanceId != Readings.InstanceId.ADDED) {
            item.dropAfter(now);
            return item;
        }
        Item added = item.beside(time, values);
        instances.add(added);
        return added;
    }
}
