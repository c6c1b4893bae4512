package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A related job is a value with a checked name and an optional workspace. */
class RelatedJobTest {

    @Test
    void of_whenNoWorkspaceIsSet_thenItHasNone() {
        RelatedJob job = RelatedJob.of("a/b 测");
        assertThat(job.name()).isEqualTo("a/b 测");
        assertThat(job.workspace()).isNull();
    }

    @Test
    void inWorkspace_whenCalled_thenTheJobItselfStaysAsItWas() {
        RelatedJob job = RelatedJob.of("a");
        RelatedJob there = job.inWorkspace("w");
        assertThat(job.workspace()).isNull();
        assertThat(there.workspace()).isEqualTo("w");
        assertThat(there.name()).isEqualTo("a");
    }

    @Test
    void of_whenEmpty_thenRefused() {
        assertThatThrownBy(() -> RelatedJob.of(""))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("related job's name (job_name) must not be empty");
    }

    @Test
    void of_whenControlCharacter_thenRefused() {
        assertThatThrownBy(() -> RelatedJob.of("a\u0000"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("related job's name (job_name) must not contain control characters, has U+0000 at index 1");
    }

    @Test
    void of_whenNull_thenRefusedByName() {
        assertThatThrownBy(() -> RelatedJob.of(null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("related job's name (job_name)");
    }

    @Test
    void inWorkspace_whenEmpty_thenRefused() {
        assertThatThrownBy(() -> RelatedJob.of("a").inWorkspace(""))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("related job's workspace (workspace_id) must not be empty");
    }

    @Test
    void new_whenEmpty_thenRefused() {
        assertThat(new RelatedJob("a", "w")).isEqualTo(RelatedJob.of("a").inWorkspace("w"));
        assertThatThrownBy(() -> new RelatedJob("", null))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("related job's name (job_name) must not be empty");
        assertThatThrownBy(() -> new RelatedJob("a", ""))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("related job's workspace (workspace_id) must not be empty");
    }

    @Test
    void inWorkspace_whenNull_thenRefusedByName() {
        assertThatThrownBy(() -> RelatedJob.of("a").inWorkspace(null))
                .isExactlyInstanceOf(NullPointerException.class)
                .hasMessage("related job's workspace (workspace_id)");
    }

    @Test
    void equals_whenSameNameAndWorkspace_thenEqual() {
        assertThat(RelatedJob.of("a").inWorkspace("w"))
                .isEqualTo(RelatedJob.of("a").inWorkspace("w"))
                .hasSameHashCodeAs(RelatedJob.of("a").inWorkspace("w"))
                .isNotEqualTo(RelatedJob.of("a"))
                .isNotEqualTo(RelatedJob.of("b").inWorkspace("w"))
                .isNotEqualTo(RelatedJob.of("a").inWorkspace("v"))
                .isNotEqualTo("a");
        assertThat(RelatedJob.of("a").hashCode()).isNotEqualTo(RelatedJob.of("b").hashCode());
    }

    @Test
    void toString_whenMade_thenItShowsNameAndWorkspace() {
        assertThat(RelatedJob.of("a")).hasToString("RelatedJob[a]");
        assertThat(RelatedJob.of("a").inWorkspace("w")).hasToString("RelatedJob[a in w]");
    }
}
