package io.dataarts.contract.provider;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the reference provider knows: jobs, quality jobs, comparison jobs, and what fails. It may be shared between threads. */
public final class Catalog {

    private final Set<String> jobs = ConcurrentHashMap.newKeySet();
    private final Map<String, String> qualityJobs = new ConcurrentHashMap<>();
    private final Map<String, String> comparisonJobs = new ConcurrentHashMap<>();
    private final Set<String> failingRules = ConcurrentHashMap.newKeySet();
    private volatile boolean failing;

    Catalog() {
    }

    /** Adds a job of this name; its instances can be rerun. */
    public Catalog job(String name) {
        jobs.add(name);
        return this;
    }

    /** Adds a quality job; its rerun answers with the instance id. */
    public Catalog qualityJob(String ruleId, String instanceId) {
        qualityJobs.put(ruleId, instanceId);
        return this;
    }

    /** Adds a comparison job; its rerun answers with the instance id. */
    public Catalog comparisonJob(String ruleId, String instanceId) {
        comparisonJobs.put(ruleId, instanceId);
        return this;
    }

    /** Lets each rerun of this quality or comparison job answer 500. */
    public Catalog failingRule(String ruleId) {
        failingRules.add(ruleId);
        return this;
    }

    /** Lets every authenticated, well-formed request answer 500, or no more. */
    public Catalog failing(boolean failing) {
        this.failing = failing;
        return this;
    }

    /** Forgets a job. */
    public Catalog withoutJob(String name) {
        jobs.remove(name);
        return this;
    }

    /** Forgets a quality job. */
    public Catalog withoutQualityJob(String ruleId) {
        qualityJobs.remove(ruleId);
        failingRules.remove(ruleId);
        return this;
    }

    /** Forgets a comparison job. */
    public Catalog withoutComparisonJob(String ruleId) {
        comparisonJobs.remove(ruleId);
        failingRules.remove(ruleId);
        return this;
    }

    /** Forgets everything, failures included. */
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
