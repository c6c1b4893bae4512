package io.dataarts.contract.handbook.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The quickstart reaches a real service only if all flags are correct, and reruns only with the confirmation. */
class FlagsTest {

    private static final String RERUN_FORMS =
            "quality:RULE_ID, comparison:RULE_ID or instance:JOB_NAME:JOB_ID:PLAN_TIME:SUBMIT_TIME";

    @Test
    @DisplayName("with the confirmation alone, the message names the four missing flags and shows how to set them")
    void oneFlag() {
        Run run = run("confirm=yes");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEqualTo("""
                Nothing was sent, because flags are missing or wrong:
                - quickstart.region or quickstart.endpoint is missing: set one of them to name the service
                - quickstart.project is missing: the project's id, which the console shows under My Credentials
                - quickstart.workspace is missing: the id of the DataArts Studio workspace
                - quickstart.job is missing: what to rerun, as quality:RULE_ID, comparison:RULE_ID or \
                instance:JOB_NAME:JOB_ID:PLAN_TIME:SUBMIT_TIME

                To see what failed in a real workspace, set these flags. It only looks, and sends no rerun:
                  mvn -q -Pquickstart verify \\
                    -Dquickstart.region=cn-north-4 \\
                    -Dquickstart.project=PROJECT_ID \\
                    -Dquickstart.workspace=WORKSPACE_ID
                Instead of the region:  -Dquickstart.endpoint=https://HOST
                To look further back:   -Dquickstart.hours=48
                To look at one job:     -Dquickstart.job=job:JOB_NAME
                To send one rerun, add -Dquickstart.confirm=yes and one of these. The look prints them for what failed:
                  -Dquickstart.job=quality:RULE_ID
                  -Dquickstart.job=comparison:RULE_ID
                  -Dquickstart.job=instance:JOB_NAME:JOB_ID:PLAN_TIME:SUBMIT_TIME
                Credentials come from the environment: HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK.
                Without any of these flags, a tour runs against a local stand-in and never leaves loopback.
                """);
    }

    @Test
    @DisplayName("to look, only region, project and workspace are needed")
    void look() {
        assertThat(problems("region=cn-north-4")).containsExactly(
                "quickstart.project is missing: the project's id, which the console shows under My Credentials",
                "quickstart.workspace is missing: the id of the DataArts Studio workspace");
    }

    @Test
    @DisplayName("a job's name is not enough to send a rerun")
    void jobName() {
        assertThat(problems("region=cn-north-4", "project=p", "workspace=w", "job=job:daily_sales", "confirm=yes")).containsExactly(
                "quickstart.job: names a job, not which instance of it to rerun; look without quickstart.confirm first: "
                        + "it prints the flag for each failed instance");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1.5", "721", "two", "99999999999"})
    @DisplayName("a window other than 1 to 720 hours is refused")
    void wrongHours(String hours) {
        assertThat(problems("region=cn-north-4", "project=p", "workspace=w", "hours=" + hours))
                .containsExactly("quickstart.hours: must be a number of hours from 1 to 720, was \"" + hours + "\"");
    }

    @Test
    @DisplayName("the flag that the look prints is quoted if a shell would read it otherwise")
    void quoted() {
        assertThat(Flags.job("instance:日报_a-b.c:1:2:3")).isEqualTo("-Dquickstart.job=instance:日报_a-b.c:1:2:3");
        assertThat(Flags.job("instance:a b:1:2:3")).isEqualTo("'-Dquickstart.job=instance:a b:1:2:3'");
        assertThat(Flags.job("instance:$(a'b):1:2:3")).isEqualTo("'-Dquickstart.job=instance:$(a'\\''b):1:2:3'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "true", "Yes", "yes ", "no"})
    @DisplayName("a confirmation other than \"yes\" is refused")
    void wrongWord(String word) {
        assertThat(problems("region=cn-north-4", "project=p", "workspace=w", "job=quality:1", "confirm=" + word))
                .containsExactly("quickstart.confirm: must be \"yes\", because the rerun is real; was \"" + word + "\"");
    }

    @Test
    @DisplayName("an unknown flag is refused, even beside all known flags")
    void unknownFlag() {
        assertThat(problems("region=cn-north-4", "project=p", "workspace=w", "job=quality:1", "confirm=yes", "workspce=x"))
                .containsExactly("quickstart.workspce is not a flag of the quickstart");
    }

    @Test
    @DisplayName("a region and an endpoint together are refused")
    void twoTargets() {
        assertThat(problems("region=cn-north-4", "endpoint=https://x", "project=p", "workspace=w", "job=quality:1", "confirm=yes"))
                .containsExactly("quickstart.region and quickstart.endpoint are both set, and name two targets: keep one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            region=CN North  | quickstart.region: region must be an id such as cn-north-4, was "CN North"
            endpoint=http://example.invalid | quickstart.endpoint: endpoint must start with https://, plain http only to localhost, \
            127.0.0.1 or [::1], was http://example.invalid
            endpoint=https://me:secret@a b | quickstart.endpoint: must be a URL such as https://dayu.cn-north-4.myhuaweicloud.com: \
            Illegal character in authority
            """)
    @DisplayName("an invalid target is refused with the reason")
    void wrongTarget(String flag, String problem) {
        assertThat(problems(flag, "project=p", "workspace=w", "job=quality:1", "confirm=yes")).containsExactly(problem);
    }

    @Test
    @DisplayName("an invalid project or workspace is refused with the reason")
    void wrongPlace() {
        assertThat(problems("region=cn-north-4", "project=..", "workspace=", "job=quality:1", "confirm=yes")).containsExactly(
                "quickstart.project: projectId must not be \"..\", which would reach another resource",
                "quickstart.workspace: workspace must not be empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1440764172232392705", "Quality:1", "instance:daily", "instance:daily:x:1732601580000:1732239754684"})
    @DisplayName("a job in another form is refused, and the message lists the forms")
    void otherForm(String job) {
        assertThat(problems("region=cn-north-4", "project=p", "workspace=w", "job=" + job, "confirm=yes"))
                .containsExactly("quickstart.job: must be job:JOB_NAME, " + RERUN_FORMS + ", was \"" + job + "\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            quality:                                   | job id (rule_id) must not be empty
            instance:daily:1:1732601580:1732239754684  | planned time (plan_time) must be epoch milliseconds with 13 digits, \
            was 1732601580; it looks like seconds: multiply it by 1000
            instance:a/b:1:1732601580000:1732239754684 | job name must not contain '/', which would reach another resource: a/b
            """)
    @DisplayName("a job that the SDK refuses is reported with the SDK's reason")
    void wrongJob(String job, String reason) {
        assertThat(problems("region=cn-north-4", "project=p", "workspace=w", "job=" + job, "confirm=yes"))
                .containsExactly("quickstart.job: " + reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            job:    | job name must not be empty
            job:a/b | job name must not contain '/', which would reach another resource: a/b
            """)
    @DisplayName("a job to look at that the SDK refuses is reported with the SDK's reason")
    void wrongJobToLookAt(String job, String reason) {
        assertThat(problems("region=cn-north-4", "project=p", "workspace=w", "job=" + job)).containsExactly("quickstart.job: " + reason);
    }

    @Test
    @DisplayName("a job's name that Java cannot decode from the command line is refused")
    void unreadableName() {
        assertThat(problems("region=cn-north-4", "project=p", "workspace=w", "confirm=yes",
                "job=instance:\uFFFD\uFFFD:1:1732601580000:1732239754684"))
                .containsExactly("quickstart.job has characters that this locale cannot read: "
                        + "set LC_ALL to a UTF-8 locale, such as C.UTF-8");
    }

    private static Run run(String... flags) {
        return Run.live(UnaryOperator.identity(), flags);
    }

    private static List<String> problems(String... flags) {
        Run run = run(flags);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).startsWith("Nothing was sent, because flags are missing or wrong:\n");
        return run.out().lines().filter(line -> line.startsWith("- ")).map(line -> line.substring(2)).toList();
    }
}
