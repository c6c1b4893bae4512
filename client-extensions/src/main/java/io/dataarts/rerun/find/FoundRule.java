package io.dataarts.rerun.find;

import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.QualityRerun.Kind;

/**
 * A quality job or a comparison job, as the service listed it. Immutable. Later versions may add fields.
 *
 * @param kind the kind of the job
 * @param id the job's id: the {@code rule_id} of a rerun
 * @param name the name, empty if the service gives none
 */
public record FoundRule(Kind kind, String id, String name) {

    /** Returns a rerun of the job. */
    public QualityRerun rerun() {
        return kind == Kind.QUALITY_JOB ? QualityRerun.qualityJob(id) : QualityRerun.comparisonJob(id);
    }
}
