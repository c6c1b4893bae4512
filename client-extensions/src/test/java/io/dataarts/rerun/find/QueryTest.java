package io.dataarts.rerun.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.rerun.QualityRerun.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A query refuses bad input when it is made, before anything is sent. */
class QueryTest {

    private static final Instant FROM = Instant.parse("2024-11-26T00:00:00Z");
    private static final Instant TO = Instant.parse("2024-11-27T00:00:00Z");
    private static final long BEGIN = FROM.toEpochMilli();
    private static final long END = TO.toEpochMilli();

    @Test
    void of_whenAllIsSet_thenTheQueryHasIt() {
        assertThat(InstanceQuery.of("a").between(FROM, TO)).isEqualTo(new InstanceQuery("a", new Window(BEGIN, END), List.of()));
        assertThat(InstanceQuery.ofAllJobs().between(BEGIN, BEGIN).withStatus(InstanceStatus.FAIL, InstanceStatus.PAUSE)).isEqualTo(
                new InstanceQuery(null, new Window(BEGIN, BEGIN), List.of(InstanceStatus.FAIL, InstanceStatus.PAUSE)));
        assertThat(JobQuery.all().named("a")).isEqualTo(new JobQuery("a")).isNotEqualTo(JobQuery.all());
        assertThat(RuleQuery.qualityJobs()).isEqualTo(new RuleQuery(Kind.QUALITY_JOB, null));
        assertThat(RuleQuery.comparisonJobs().named("a")).isEqualTo(new RuleQuery(Kind.COMPARISON_JOB, "a"));
        assertThat(RunQuery.qualityJobs().between(FROM, TO).named("a").withStatus(RunStatus.FAILED))
                .isEqualTo(new RunQuery(Kind.QUALITY_JOB, new Window(BEGIN, END), List.of(RunStatus.FAILED), "a"));
        assertThat(RunQuery.comparisonJobs().between(FROM, TO).withStatus(RunStatus.FAILED).named("a"))
                .isEqualTo(new RunQuery(Kind.COMPARISON_JOB, new Window(BEGIN, END), List.of(RunStatus.FAILED), "a"));
    }

    @Test
    void new_whenTheListOfStatusesChanges_thenTheQueryDoesNot() {
        List<InstanceStatus> statuses = new ArrayList<>(List.of(InstanceStatus.FAIL));
        InstanceQuery query = new InstanceQuery("a", new Window(BEGIN, END), statuses);
        statuses.clear();
        assertThat(query.statuses()).containsExactly(InstanceStatus.FAIL);
    }

    private static Arguments refused(ThrowingCallable call, String message) {
        return Arguments.of(message, call);
    }

    private static Stream<Arguments> refusals() {
        WindowStage<InstanceQuery> instances = InstanceQuery.of("a");
        InstanceQuery query = instances.between(FROM, TO);
        RunQuery runs = RunQuery.qualityJobs().between(FROM, TO);
        return Stream.of(
                refused(() -> InstanceQuery.of(""), "job name must not be empty"),
                refused(() -> InstanceQuery.of("a/b"), "job name must not contain '/', which would reach another resource: a/b"),
                refused(() -> new InstanceQuery("..", query.window(), List.of()),
                        "job name must not be \"..\", which would reach another resource"),
                refused(() -> instances.between(TO, FROM),
                        "the window must not end before it begins, was 2024-11-27T00:00:00Z to 2024-11-26T00:00:00Z"),
                refused(() -> instances.between(BEGIN / 1000, END), "begin of the window (from) must be epoch milliseconds with 13 digits,"
                        + " was 1732579200; it looks like seconds: multiply it by 1000"),
                refused(() -> instances.between(BEGIN, END / 1000), "end of the window (to) must be epoch milliseconds with 13 digits,"
                        + " was 1732665600; it looks like seconds: multiply it by 1000"),
                refused(() -> instances.between(Instant.MIN, TO),
                        "begin of the window (from) must be epoch milliseconds with 13 digits, was " + Instant.MIN),
                refused(query::withStatus, "withStatus must name at least one status"),
                refused(() -> query.withStatus(InstanceStatus.FAIL, InstanceStatus.of("fail")),
                        "withStatus must not name a status twice, has fail"),
                refused(() -> query.withStatus(InstanceStatus.of("")), "status must not be empty"),
                refused(() -> JobQuery.all().named(""), "job name must not be empty"),
                refused(() -> RuleQuery.qualityJobs().named("a\nb"), "name must not contain control characters, has U+000A at index 1"),
                refused(runs::withStatus, "withStatus must name at least one status"),
                refused(() -> runs.withStatus(RunStatus.of("\0")), "status must not contain control characters, has U+0000 at index 0"),
                refused(() -> runs.named(""), "name must not be empty"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void query_whenAValueIsBad_thenItIsRefused(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    private static Stream<ThrowingCallable> nulls() {
        WindowStage<InstanceQuery> instances = InstanceQuery.of("a");
        InstanceQuery query = instances.between(FROM, TO);
        RunQuery runs = RunQuery.qualityJobs().between(FROM, TO);
        return Stream.of(() -> InstanceQuery.of(null), () -> instances.between(null, TO), () -> instances.between(FROM, null),
                () -> query.withStatus((InstanceStatus) null), () -> query.withStatus(InstanceStatus.of(null)),
                () -> query.withStatus((InstanceStatus[]) null), () -> new InstanceQuery("a", null, List.of()),
                () -> JobQuery.all().named(null), () -> RuleQuery.qualityJobs().named(null), () -> new RuleQuery(null, "a"),
                () -> runs.withStatus((RunStatus) null), () -> runs.named(null), () -> new RunQuery(null, runs.window(), List.of(), null),
                () -> new RunQuery(Kind.QUALITY_JOB, null, List.of(), null));
    }

    @ParameterizedTest
    @MethodSource("nulls")
    void query_whenAValueIsNull_thenItIsRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class);
    }
}
