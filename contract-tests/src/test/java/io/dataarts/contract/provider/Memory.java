package io.dataarts.contract.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the reference provider remembers: jobs with instances, quality and comparison jobs with runs, and a clock that moves
 * them. Reruns change it, lists show it. Thread-safe.
 *
 * <p>The clock is the system's until a test drives it. It sets the {@code Date} of each answer, and never checks a signature.
 */
public final class Memory {

    private final Readings readings = new Readings();
    private final Instances instances = new Instances(this);
    private final QualityRuns qualityRuns = new QualityRuns(this);
    private Instant frozen;
    private Duration ahead = Duration.ZERO;
    private Duration eachList = Duration.ZERO;

    Memory() {
    }

    /** Returns the provider's time. */
    public synchronized Instant now() {
        return (frozen == null ? Instant.now() : frozen).plus(ahead);
    }

    /** Stops the clock at this time. From now on only the test moves it. */
    public synchronized Memory at(Instant now) {
        frozen = now;
        ahead = Duration.ZERO;
        return this;
    }

    /** Moves the clock. */
    public synchronized Memory advance(Duration duration) {
        ahead = ahead.plus(duration);
        return this;
    }

    /** Moves the clock after each answer to a list from now on. Default: not at all. */
    public synchronized Memory advanceAfterEachList(Duration duration) {
        eachList = duration;
        return this;
    }

    /** Returns the readings, which a test may switch. */
    public Readings readings() {
        return readings;
    }

    /** Adds a job to the list of jobs. Its values are those of a scheduled batch job, then changed by the test. */
    public synchronized Item job(String name, Consumer<ObjectNode> values) {
        return instances.addJob(name, values);
    }

    /**
     * Adds an instance. Its values are those of one that failed after a minute, then changed by the test. The job need not be
     * in the list of jobs.
     */
    public synchronized Item instance(String job, Instant planned, Consumer<ObjectNode> values) {
        return instances.add(job, planned, values);
    }

    /** Adds a quality job without runs. A rerun of it makes a run with a new id. */
    public synchronized Item qualityJob(long ruleId, String name, Consumer<ObjectNode> values) {
        return qualityRuns.addRule(QualityRuns.Kind.QUALITY_TASK, ruleId, name, values);
    }

    /** Adds a comparison job without runs. A rerun of it makes a run with a new id. */
    public synchronized Item comparisonJob(long ruleId, String name, Consumer<ObjectNode> values) {
        return qualityRuns.addRule(QualityRuns.Kind.CONSISTENCY_TASK, ruleId, name, values);
    }

    /**
     * Adds a run of a quality or comparison job. Its values are those of one that failed after a minute, then changed by the test.
     *
     * @throws IllegalArgumentException if there is no such job
     */
    public synchronized Item run(long ruleId, Instant started, Consumer<ObjectNode> values) {
        return qualityRuns.addRun(ruleId, started, values);
    }

    /** Lets each later rerun of an instance take this course. Default: waiting, after 10 s running, a minute later success. */
    public Memory instancesTake(Course course) {
        return instancesTake(values -> course);
    }

    /** Lets each later rerun of an instance take the course that the test chooses by the instance's values before. */
    public synchronized Memory instancesTake(Function<ObjectNode, Course> course) {
        instances.courses(course);
        return this;
    }

    /** Lets each later rerun of a quality or comparison job take this course. Default: RUNNING, a minute later SUCCESS. */
    public synchronized Memory runsTake(Course course) {
        qualityRuns.course(course);
        return this;
    }

    /** Reruns an instance, as somebody in the console does. */
    public synchronized Memory rerun(Item instance) {
        instances.rerun(instance);
        return this;
    }

    /**
     * Runs a quality or comparison job, as its schedule or somebody in the console does.
     *
     * @throws IllegalArgumentException if there is no such job
     */
    public synchronized Memory runRule(long ruleId) {
        qualityRuns.run(ruleId);
        return this;
    }

    /** Forgets all jobs, instances and runs. Clock, courses and readings get their defaults. */
    public synchronized Memory clear() {
        instances.clear();
        qualityRuns.clear();
        readings.reset();
        frozen = null;
        ahead = Duration.ZERO;
        eachList = Duration.ZERO;
        return this;
    }

    synchronized boolean hasJob(String name, String workspace) {
        return instances.hasJob(name, workspace);
    }

    synchronized void forgetJob(String name) {
        instances.forget(name);
    }

    synchronized void forgetRule(QualityRuns.Kind kind, String ruleId) {
        qualityRuns.forget(kind, ruleId);
    }

    synchronized Optional<ProviderAnswer> retry(String job, String workspace, JsonNode body) {
        return instances.retry(job, workspace, body);
    }

    synchronized Optional<String> restart(QualityRuns.Kind kind, String ruleId, String workspace) {
        return qualityRuns.restart(kind, ruleId, workspace);
    }

    Instances instances() {
        return instances;
    }

    QualityRuns qualityRuns() {
        return qualityRuns;
    }

    long time() {
        return now().toEpochMilli();
    }

    void listed() {
        advance(eachList);
    }

    /** Returns a new object with these values. */
    static ObjectNode values(Consumer<ObjectNode> values) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        values.accept(node);
        return node;
    }
}
