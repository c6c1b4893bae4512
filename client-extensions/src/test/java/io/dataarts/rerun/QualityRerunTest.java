package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A quality or comparison rerun is a value with a checked job id. */
class QualityRerunTest {

    private static final String ID = "1440764172232392705";

    @Test
    void jobId_whenMade_thenItIsWhatWasGiven() {
        assertThat(QualityRerun.qualityJob(ID).content().jobId()).isEqualTo(ID);
        assertThat(QualityRerun.comparisonJob(ID).content().jobId()).isEqualTo(ID);
    }

    @Test
    void qualityJob_whenEmpty_thenRefused() {
        assertThatThrownBy(() -> QualityRerun.qualityJob(""))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("job id (rule_id) must not be empty");
    }

    @Test
    void comparisonJob_whenControlCharacter_thenRefused() {
        assertThatThrownBy(() -> QualityRerun.comparisonJob("1\n"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("job id (rule_id) must not contain control characters, has U+000A at index 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "144076417223239270x", "1440764172232392705 ", "-1", "1.5", "١٢٣", "14407641722323927051"})
    void qualityJob_whenNotDigits_thenRefused(String id) {
        assertThatThrownBy(() -> QualityRerun.qualityJob(id))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("job id (rule_id) must have 1 to 19 digits and nothing else, was \"" + id
                        + "\": take it from the list of jobs, not from the job's name");
    }

    @Test
    void qualityJob_whenNull_thenRefusedByName() {
        assertThatThrownBy(() -> QualityRerun.qualityJob(null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("job id (rule_id)");
    }

    @Test
    void equals_whenSameKindAndId_thenEqual() {
        assertThat(QualityRerun.qualityJob(ID))
                .isEqualTo(QualityRerun.qualityJob(ID))
                .hasSameHashCodeAs(QualityRerun.qualityJob(ID))
                .isNotEqualTo(QualityRerun.comparisonJob(ID))
                .isNotEqualTo(QualityRerun.qualityJob("1"))
                .isNotEqualTo(ID);
        assertThat(QualityRerun.qualityJob(ID).hashCode()).isNotEqualTo(QualityRerun.qualityJob("1").hashCode());
    }

    @Test
    void toString_whenMade_thenItShowsKindAndId() {
        assertThat(QualityRerun.qualityJob(ID)).hasToString("QualityRerun[QUALITY_JOB 1440764172232392705]");
        assertThat(QualityRerun.comparisonJob(ID)).hasToString("QualityRerun[COMPARISON_JOB 1440764172232392705]");
    }
}
