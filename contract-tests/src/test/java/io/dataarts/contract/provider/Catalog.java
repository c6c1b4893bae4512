package io.dataarts.contract.provider;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The jobs, quality jobs and comparison jobs that the reference provider knows by name or id only, and its failures. Their reruns
 * succeed, and no list has them. Thread-safe.
 *
 * <p>The {@link Memory} has more: jobs, instances and runs that lists show and reruns change.
 */
public final class Catalog {

    private final Set<String> jobs = ConcurrentHashMap.newKeySet();
    private final Map<String, String> qualityJobs = new ConcurrentHashMap<>();
    private final Map<String, String> comparisonJobs = new ConcurrentHashMap<>();
    private final Set<String> failingRules = ConcurrentHashMap.newKeySet();
    private final Set<String> missingWorkspaces = ConcurrentHashMap.newKeySet();
    private final Memory memory = new Memory();
    private volatile boolean failing;

    Catalog() {
    }

    /** Adds a job with this name. Its instances can be rerun. */
    public Catalog job(String name) {
        jobs.add(name);
        return this;
    }

    /** Adds a quality job. The answer to its rerun has this instance id. */
    public Catalog qualityJob(String ruleId, String instanceId) {
        qualityJobs.put(ruleId, instanceId);
        return this;
    }

    /** Adds a comparison job. The answer to its rerun has this instance id. */
    public Catalog comparisonJob(String ruleId, String instanceId) {
        comparisonJobs.put(ruleId, instanceId);
        return this;
    }

    /** Answers each rerun of this quality or comparison job with 500. */
    public Catalog failingRule(String ruleId) {
        failingRules.add(ruleId);
        return this;
    }

    /** Sets whether every authenticated, well-formed request gets 500. */
    public Catalog failing(boolean failing) {
        this.failing = failing;
        return this;
    }

    /** Removes a job and its instances. */
    public Catalog withoutJob(String name) {
        jobs.remove(name);
        memory.forgetJob(name);
        return this;
    }

    /** Removes a quality job. */
    public Catalog withoutQualityJob(String ruleId) {
        qualityJobs.remove(ruleId);
        memory.forgetRule(QualityRuns.Kind.QUALITY_TASK, ruleId);
        failingRules.remove(ruleId);
        return this;
    }

    /** Removes a comparison job. */
    public Catalog withoutComparisonJob(String ruleId) {
        comparisonJobs.remove(ruleId);
        memory.forgetRule(QualityRuns.Kind.CONSISTENCY_TASK, ruleId);
        failingRules.remove(ruleId);
        return this;
    }

    /** Answers each list of this workspace with 400. */
    public Catalog withoutWorkspace(String id) {
        missingWorkspaces.add(id);
        return this;
    }

    /** Removes all jobs and failures, also from the memory. */
    public Catalog clear() {
        jobs.clear();
        qualityJobs.clear();
        comparisonJobs.clear();
        failingRules.clear();
        missingWorkspaces.clear();
        failing = false;
        memory.clear();
        return this;
    }

    /** Returns the jobs, instances and runs that lists show. */
    public Memory memory() {
        return memory;
    }

    /** Returns whether a job is known in a workspace. */
    boolean hasJob(String name, String workspace) {
        return jobs.contains(name) || memory.hasJob(name, workspace);
    }

    Optional<String> instanceOfQualityJob(String ruleId) {
        return Optional.ofNullable(qualityJobs.get(ruleId));
    }

    Optional<String> instanceOfComparisonJob(String ruleId) {
        return Optional.ofNullable(comparisonJobs.get(ruleId));
    }

    boolean isFailingRule(String ruleId) {
        return failingRules.contains(ruleId);
    }

    boolean lacksWorkspace(String id) {
        return id != null && missingWorkspaces.contains(id);
    }

    boolean isFailing() {
        return failing;
    }
}
