package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job instance takes its times as instants or milliseconds, and refuses seconds. */
class JobInstanceTest {

    private static final long PLANNED = 1732601580000L;
    private static final long SUBMITTED = 1732239754684L;

    @Test
    void planned_whenInstantIsOutOfRange_thenRefused() {
        assertThatThrownBy(() -> JobInstance.of(1).planned(Instant.MAX))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("planned time (plan_time) must be epoch milliseconds with 13 digits, was " + Instant.MAX);
    }

    @Test
    void of_whenMillisecondsOrInstants_thenTheSame() {
        JobInstance expected = new JobInstance(917567, PLANNED, SUBMITTED);
        assertThat(JobInstance.of(917567).planned(PLANNED).submitted(SUBMITTED)).isEqualTo(expected).hasSameHashCodeAs(expected);
        assertThat(JobInstance.of(917567).planned(Instant.ofEpochMilli(PLANNED)).submitted(Instant.ofEpochMilli(SUBMITTED)))
                .isEqualTo(expected);
    }

    @Test
    void planned_whenFinerThanAMillisecond_thenTheRestIsCutOff() {
        assertThat(JobInstance.of(1).planned(Instant.ofEpochMilli(PLANNED).plusNanos(999_999)).submitted(SUBMITTED).planTime())
                .isEqualTo(PLANNED);
    }

    @Test
    void stages_whenUsedTwice_thenTheyStartFromTheSamePlace() {
        JobInstance.SubmittedStage planned = JobInstance.of(7).planned(PLANNED);
        JobInstance first = planned.submitted(SUBMITTED);
        JobInstance second = planned.submitted(SUBMITTED + 1);
        assertThat(first).isEqualTo(new JobInstance(7, PLANNED, SUBMITTED)).isNotEqualTo(second);
        assertThat(second).isEqualTo(new JobInstance(7, PLANNED, SUBMITTED + 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void of_whenJobIdIsNotPositive_thenRefused(long jobId) {
        assertThatThrownBy(() -> JobInstance.of(jobId).planned(PLANNED).submitted(SUBMITTED))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("job id must be positive, was " + jobId);
    }

    @Test
    void of_whenJobIdIsOne_thenTaken() {
        assertThat(new JobInstance(1, PLANNED, SUBMITTED).jobId()).isEqualTo(1);
    }

    @Test
    void planned_whenSeconds_thenRefused() {
        assertThatThrownBy(() -> JobInstance.of(1).planned(1732601580L).submitted(SUBMITTED))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("planned time (plan_time) must be epoch milliseconds with 13 digits, was 1732601580; it looks like seconds:"
                        + " multiply it by 1000");
    }

    @Test
    void submitted_whenSecondsWereTakenForMilliseconds_thenRefused() {
        assertThatThrownBy(() -> JobInstance.of(1).planned(PLANNED).submitted(Instant.ofEpochMilli(1732239754L)))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("submit time (submit_time) must be epoch milliseconds with 13 digits, was 1732239754; it looks like seconds:"
                        + " multiply it by 1000");
    }

    @Test
    void toString_whenMade_thenItShowsAllOfIt() {
        assertThat(new JobInstance(1, PLANNED, SUBMITTED))
                .hasToString("JobInstance[jobId=1, planTime=1732601580000, submitTime=1732239754684]");
    }
}
