package io.dataarts.rerun.find;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A status says whether the work has ended, and whether it needs a person. A new status is no failure. */
class StatusTest {

    @ParameterizedTest
    @CsvSource({
        "waiting,           false, false, false",
        "running,           false, false, false",
        "success,           true,  true,  false",
        "fail,              true,  false, false",
        "running-exception, false, false, true",
        "skip-by-depend,    true,  false, false",
        "freeze,            false, false, true",
        "pause,             false, false, true",
        "manual-stop,       true,  false, false",
        "waiting-confirm,   false, false, false"
    })
    void instanceStatus(String text, boolean isEnd, boolean isSuccess, boolean needsPerson) {
        InstanceStatus status = InstanceStatus.of(text);
        assertThat(status.text()).isEqualTo(text);
        assertThat(status).hasToString(text);
        assertThat(status.isEnd()).isEqualTo(isEnd);
        assertThat(state(text).succeeded()).isEqualTo(isSuccess);
        assertThat(state(text).atEnd()).isEqualTo(isEnd);
        assertThat(state(text).needsPerson()).isEqualTo(needsPerson);
        assertThat(status.needsPerson()).isEqualTo(needsPerson);
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING,    false, false, false",
        "FAILED,     true,  false, false",
        "ALARMING,   true,  false, false",
        "SUCCESS,    true,  true,  false",
        "SUSPENDING, false, false, true",
        "UNKNOWN,    false, false, false"
    })
    void runStatus(String text, boolean isEnd, boolean isSuccess, boolean needsPerson) {
        RunStatus status = RunStatus.of(text);
        assertThat(status.text()).isEqualTo(text);
        assertThat(status).hasToString(text);
        assertThat(status.isEnd()).isEqualTo(isEnd);
        assertThat(state(text).succeeded()).isEqualTo(isSuccess);
        assertThat(state(text).atEnd()).isEqualTo(isEnd);
        assertThat(state(text).needsPerson()).isEqualTo(needsPerson);
        assertThat(status.needsPerson()).isEqualTo(needsPerson);
    }

    @Test
    void noStatus() {
        assertThat(state(null).atEnd() || state(null).succeeded() || state(null).needsPerson()).isFalse();
    }

    private static InstanceState state(String status) {
        return new InstanceState("w", null, "a", null, null, null, null, status, null, null);
    }

    @Test
    void constants() {
        assertThat(new InstanceStatus[] {InstanceStatus.WAITING, InstanceStatus.RUNNING, InstanceStatus.SUCCESS, InstanceStatus.FAIL,
            InstanceStatus.RUNNING_EXCEPTION, InstanceStatus.SKIP_BY_DEPEND, InstanceStatus.FREEZE, InstanceStatus.PAUSE,
            InstanceStatus.MANUAL_STOP}).extracting(InstanceStatus::text).containsExactly("waiting", "running", "success", "fail",
                    "running-exception", "skip-by-depend", "freeze", "pause", "manual-stop");
        assertThat(new RunStatus[] {RunStatus.RUNNING, RunStatus.FAILED, RunStatus.ALARMING, RunStatus.SUCCESS, RunStatus.SUSPENDING})
                .extracting(RunStatus::text).containsExactly("RUNNING", "FAILED", "ALARMING", "SUCCESS", "SUSPENDING");
    }
}
