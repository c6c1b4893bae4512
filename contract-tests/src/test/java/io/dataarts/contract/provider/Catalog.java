package io.dataarts.contract.provider;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The jobs, quality jobs and comparison jobs of the reference provider, and its failures. Thread-safe. */
public final class Catalog {

    private final Set<String> jobs = ConcurrentHashMap.newKeySet();
    private final Map<String, String> qualityJobs = new ConcurrentHashMap<>();
    private final Map<String, String> comparisonJobs = new ConcurrentHashMap<>();
    private final Set<String> failingRules = ConcurrentHashMap.newKeySet();
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

    /** Removes a job. */
    public Catalog withoutJob(String name) {
        jobs.remove(name);
        return this;
    }

    /** Removes a quality job. */
    public Catalog withoutQualityJob(String ruleId) {
        qualityJobs.remove(ruleId);
        failingRules.remove(ruleId);
        return this;
    }

    /** Removes a comparison job. */
    public Catalog withoutComparisonJob(String ruleId) {
        comparisonJobs.remove(ruleId);
        failingRules.remove(ruleId);
        return this;
    }

    /** Removes all jobs and failures. */
    public Catalog clear() {
        jobs.clear();
        qualityJobs.clear();
        comparisonJobs.clear();
        failingRules.clear();
        failing = false;
        return this;
    }

    boolean hasJob(String name) {
        return jobs.contains(name);
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

    boolean isFailing() {
        return failing;
    }
}
