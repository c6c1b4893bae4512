package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A job rerun is an immutable value, whose stages refuse wrong names, times and numbers by name. */
class JobRerunTest {

    private static final long BEGIN = 1732608520000L;
    private static final long END = 1732612120000L;
    private static final JobInstance ONE = Example.INSTANCE;
    private static final JobInstance TWO = new JobInstance(2, BEGIN, END);
    private static final RelatedJob JOB = RelatedJob.of("a");

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void job_whenDots_thenRefused(String name) {
        refused(() -> JobRerun.job(name), "job name must not be \"" + name + "\", which would reach another resource");
    }

    @ParameterizedTest
    @ValueSource(chars = {'/', '\\', '%', '?', '#'})
    void job_whenItCouldReachAnotherResource_thenRefused(char character) {
        refused(() -> JobRerun.job("a" + character + "b"),
                "job name must not contain '" + character + "', which would reach another resource: a" + character + "b");
    }

    @Test
    void job_whenEmpty_thenRefused() {
        refused(() -> JobRerun.job(""), "job name must not be empty");
    }

    @Test
    void job_whenControlCharacter_thenRefused() {
        refused(() -> JobRerun.job("a\r\nb"), "job name must not contain control characters, has U+000D at index 1");
    }

    @Test
    void job_whenLoneSurrogate_thenRefused() {
        refused(() -> JobRerun.job("\uDE00"), "job name must be well-formed text, has a lone surrogate U+DE00 at index 0");
    }

    @Test
    void job_whenNull_thenRefusedByName() {
        assertThatThrownBy(() -> JobRerun.job(null)).isExactlyInstanceOf(NullPointerException.class).hasMessage("job name");
    }

    @Test
    void instances_whenEmpty_thenRefused() {
        refused(() -> JobRerun.job("j").instances(), "instances must name at least one job instance");
        refused(() -> JobRerun.job("j").instances(List.of()), "instances must name at least one job instance");
    }

    @Test
    @DisplayName("an instance or a job that is named twice is refused, as it might run twice")
    void twice() {
        refused(() -> JobRerun.job("j").instances(Example.INSTANCE, Example.INSTANCE),
                "instances must not name a job instance twice, has " + Example.INSTANCE);
        refused(() -> JobRerun.job("j").withRelatedJobs(BEGIN, END, RelatedJob.of("a"), RelatedJob.of("b"), RelatedJob.of("a")),
                "withRelatedJobs must not name a related job twice, has RelatedJob[a]");
    }

    @Test
    void instances_whenNullAmongThem_thenRefused() {
        assertThatThrownBy(() -> JobRerun.job("j").instances(ONE, null)).isExactlyInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> JobRerun.job("j").instances(Arrays.asList(null, ONE))).isExactlyInstanceOf(NullPointerException.class);
    }

    @Test
    void varargs_whenNull_thenRefusedByName() {
        JobInstance[] instances = null;
        RelatedJob[] jobs = null;
        assertThatThrownBy(() -> JobRerun.job("j").instances(instances))
                .isExactlyInstanceOf(NullPointerException.class).hasMessage("instances");
        assertThatThrownBy(() -> JobRerun.job("j").withRelatedJobs(BEGIN, END, jobs))
                .isExactlyInstanceOf(NullPointerException.class).hasMessage("withRelatedJobs");
        assertThatThrownBy(() -> JobRerun.job("j").withRelatedJobs(Instant.ofEpochMilli(BEGIN), Instant.ofEpochMilli(END), jobs))
                .isExactlyInstanceOf(NullPointerException.class).hasMessage("withRelatedJobs");
    }

    @Test
    void withRelatedJobs_whenEmpty_thenRefused() {
        refused(() -> JobRerun.job("j").withRelatedJobs(BEGIN, END), "withRelatedJobs must name at least one related job");
        refused(() -> JobRerun.job("j").withRelatedJobs(Instant.ofEpochMilli(BEGIN), Instant.ofEpochMilli(END), List.of()),
                "withRelatedJobs must name at least one related job");
    }

    @Test
    void withRelatedJobs_whenNullAmongThem_thenRefused() {
        assertThatThrownBy(() -> JobRerun.job("j").withRelatedJobs(BEGIN, END, JOB, null))
                .isExactlyInstanceOf(NullPointerException.class);
    }

    @Test
    void withRelatedJobs_whenEndIsBeforeBegin_thenRefusedWithBoth() {
        refused(() -> JobRerun.job("j").withRelatedJobs(END, BEGIN, JOB),
                "end time must not be before begin time, was 2024-11-26T08:08:40Z and 2024-11-26T09:08:40Z");
    }

    @Test
    void withRelatedJobs_whenEndIsBegin_thenTaken() {
        assertThat(JobRerun.job("j").withRelatedJobs(BEGIN, BEGIN, JOB).from(StartNode.first()).using(TaskVersion.CURRENT).build()
                        .content().span())
                .isEqualTo(new JobRerun.Span(BEGIN, BEGIN, List.of(JOB), null));
    }

    @Test
    void withRelatedJobs_whenBeginIsInSeconds_thenRefused() {
        refused(() -> JobRerun.job("j").withRelatedJobs(BEGIN / 1000, END, JOB),
                "begin time (begin_time) must be epoch milliseconds with 13 digits, was 1732608520; it looks like seconds:"
                        + " multiply it by 1000");
    }

    @Test
    void withRelatedJobs_whenEndIsInMicroseconds_thenRefused() {
        refused(() -> JobRerun.job("j").withRelatedJobs(Instant.ofEpochMilli(BEGIN), Instant.ofEpochMilli(END * 1000), JOB),
                "end time (end_time) must be epoch milliseconds with 13 digits, was 1732612120000000");
    }

    @Test
    @DisplayName("times are instants or milliseconds, and jobs are an array or a list")
    void fourSpellings() {
        Instant begin = Instant.ofEpochMilli(BEGIN).plusNanos(999_999);
        Instant end = Instant.ofEpochMilli(END);
        JobRerun expected = finished(JobRerun.job("j").withRelatedJobs(BEGIN, END, JOB)).build();
        assertThat(finished(JobRerun.job("j").withRelatedJobs(BEGIN, END, List.of(JOB))).build()).isEqualTo(expected);
        assertThat(finished(JobRerun.job("j").withRelatedJobs(begin, end, JOB)).build()).isEqualTo(expected);
        assertThat(finished(JobRerun.job("j").withRelatedJobs(begin, end, List.of(JOB))).build()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 127, 128})
    void concurrency_whenInRange_thenTaken(int concurrency) {
        assertThat(finished(JobRerun.job("j").withRelatedJobs(BEGIN, END, JOB)).concurrency(concurrency).build().content().span()
                        .concurrency())
                .isEqualTo(concurrency);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 129, Integer.MAX_VALUE})
    void concurrency_whenOutOfRange_thenRefused(int concurrency) {
        refused(() -> finished(JobRerun.job("j").withRelatedJobs(BEGIN, END, JOB)).concurrency(concurrency),
                "concurrency must be between 1 and 128, was " + concurrency);
    }

    @Test
    void from_whenNull_thenRefusedByName() {
        assertThatThrownBy(() -> JobRerun.job("j").instances(ONE).from(null).using(TaskVersion.ORIGINAL))
                .isExactlyInstanceOf(NullPointerException.class).hasMessage("start");
        assertThatThrownBy(() -> JobRerun.job("j").withRelatedJobs(BEGIN, END, JOB).from(null).using(TaskVersion.ORIGINAL))
                .isExactlyInstanceOf(NullPointerException.class).hasMessage("start");
    }

    @Test
    void using_whenNull_thenRefusedByName() {
        assertThatThrownBy(() -> JobRerun.job("j").instances(ONE).from(StartNode.first()).using(null))
                .isExactlyInstanceOf(NullPointerException.class).hasMessage("version");
        assertThatThrownBy(() -> JobRerun.job("j").withRelatedJobs(BEGIN, END, JOB).from(StartNode.first()).using(null))
                .isExactlyInstanceOf(NullPointerException.class).hasMessage("version");
    }

    @Test
    void instances_whenTheListIsChangedAfterwards_thenTheRerunIsNot() {
        List<JobInstance> list = new ArrayList<>(List.of(ONE));
        JobRerun rerun = started(JobRerun.job("j").instances(list)).build();
        list.set(0, TWO);
        assertThat(rerun.content().instances()).containsExactly(ONE);
    }

    @Test
    void instances_whenTheArrayIsChangedAfterwards_thenTheRerunIsNot() {
        JobInstance[] array = {ONE};
        JobRerun rerun = started(JobRerun.job("j").instances(array)).build();
        array[0] = TWO;
        assertThat(rerun.content().instances()).containsExactly(ONE);
    }

    @Test
    void withRelatedJobs_whenListOrArrayIsChangedAfterwards_thenTheRerunIsNot() {
        List<RelatedJob> list = new ArrayList<>(List.of(JOB));
        RelatedJob[] array = {JOB};
        JobRerun ofList = finished(JobRerun.job("j").withRelatedJobs(BEGIN, END, list)).build();
        JobRerun ofArray = finished(JobRerun.job("j").withRelatedJobs(BEGIN, END, array)).build();
        list.clear();
        array[0] = RelatedJob.of("other");
        assertThat(ofList.content().span().jobs()).containsExactly(JOB);
        assertThat(ofArray).isEqualTo(ofList);
    }

    @Test
    @DisplayName("each stage can be used again, without changing the reruns made from it before")
    void stagesAreReusable() {
        JobRerun.ModeStage mode = JobRerun.job("j");
        JobRerun.StartStage<JobRerun.InstancesStage> start = mode.instances(ONE);
        JobRerun.VersionStage<JobRerun.InstancesStage> version = start.from(StartNode.first());
        JobRerun.InstancesStage last = version.using(TaskVersion.ORIGINAL);
        JobRerun plain = last.build();

        JobRerun ignoring = last.ignoreObsListening(false).build();
        JobRerun other = start.from(StartNode.error()).using(TaskVersion.CURRENT).build();
        finished(mode.withRelatedJobs(BEGIN, END, JOB)).build();

        assertThat(last.build()).isEqualTo(plain);
        assertThat(plain.content())
                .isEqualTo(new JobRerun.Content("j", List.of(ONE), null, StartNode.first(), TaskVersion.ORIGINAL, null));
        assertThat(ignoring.content())
                .isEqualTo(new JobRerun.Content("j", List.of(ONE), null, StartNode.first(), TaskVersion.ORIGINAL, false));
        assertThat(other.content())
                .isEqualTo(new JobRerun.Content("j", List.of(ONE), null, StartNode.error(), TaskVersion.CURRENT, null));
    }

    @Test
    @DisplayName("the last stage with related jobs keeps all its options, in any order")
    void relatedJobsOptions() {
        JobRerun.RelatedJobsStage last = finished(JobRerun.job("j").withRelatedJobs(BEGIN, END, JOB));
        JobRerun plain = last.build();
        JobRerun one = last.concurrency(3).ignoreObsListening(true).build();
        JobRerun two = last.ignoreObsListening(true).concurrency(3).build();
        assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
        assertThat(one.content()).isEqualTo(new JobRerun.Content(
                "j", List.of(), new JobRerun.Span(BEGIN, END, List.of(JOB), 3), StartNode.error(), TaskVersion.CURRENT, true));
        assertThat(last.build()).isEqualTo(plain).isNotEqualTo(one);
        assertThat(plain.content()).isEqualTo(new JobRerun.Content(
                "j", List.of(), new JobRerun.Span(BEGIN, END, List.of(JOB), null), StartNode.error(), TaskVersion.CURRENT, null));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void ignoreObsListening_whenCalledTwice_thenTheLastCounts(boolean last) {
        assertThat(started(JobRerun.job("j").instances(ONE)).ignoreObsListening(!last).ignoreObsListening(last).build().content()
                        .ignoreObsListening())
                .isEqualTo(last);
    }

    @Test
    void equals_whenAnyPartDiffers_thenNotEqual() {
        JobRerun rerun = started(JobRerun.job("j").instances(ONE)).build();
        assertThat(started(JobRerun.job("j").instances(List.of(ONE))).build()).isEqualTo(rerun).hasSameHashCodeAs(rerun);
        assertThat(rerun)
                .isNotEqualTo(started(JobRerun.job("k").instances(ONE)).build())
                .isNotEqualTo(started(JobRerun.job("j").instances(ONE, TWO)).build())
                .isNotEqualTo(JobRerun.job("j").instances(ONE).from(StartNode.error()).using(TaskVersion.ORIGINAL).build())
                .isNotEqualTo(JobRerun.job("j").instances(ONE).from(StartNode.first()).using(TaskVersion.CURRENT).build())
                .isNotEqualTo(finished(JobRerun.job("j").withRelatedJobs(BEGIN, END, JOB)).build())
                .isNotEqualTo("j");
        assertThat(rerun.hashCode()).isNotEqualTo(started(JobRerun.job("k").instances(ONE)).build().hashCode());
    }

    @Test
    void toString_whenInstances_thenItShowsTheRerun() {
        assertThat(started(JobRerun.job("j").instances(TWO)).build()).hasToString("JobRerun[jobName=j, instances=[JobInstance[jobId=2,"
                + " planTime=1732608520000, submitTime=1732612120000]], span=null, start=StartNode[firstNode], version=ORIGINAL,"
                + " ignoreObsListening=null]");
    }

    private static JobRerun.InstancesStage started(JobRerun.StartStage<JobRerun.InstancesStage> stage) {
        return stage.from(StartNode.first()).using(TaskVersion.ORIGINAL);
    }

    private static JobRerun.RelatedJobsStage finished(JobRerun.StartStage<JobRerun.RelatedJobsStage> stage) {
        return stage.from(StartNode.error()).using(TaskVersion.CURRENT);
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isExactlyInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
