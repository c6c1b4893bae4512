package io.dataarts.contract.handbook.quickstart;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.DataArtsStudioBuilder;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.StartNode;
import io.dataarts.rerun.TaskVersion;
import io.dataarts.rerun.find.InstanceQuery;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the flags for a real service, and reports all missing and wrong flags together. */
final class Flags {

    static final String PREFIX = "quickstart.";

    private static final String REGION = PREFIX + "region";
    private static final String ENDPOINT = PREFIX + "endpoint";
    private static final String PROJECT = PREFIX + "project";
    private static final String WORKSPACE = PREFIX + "workspace";
    private static final String HOURS = PREFIX + "hours";
    private static final String JOB = PREFIX + "job";
    private static final String CONFIRM = PREFIX + "confirm";
    private static final List<String> KNOWN = List.of(REGION, ENDPOINT, PROJECT, WORKSPACE, HOURS, JOB, CONFIRM);

    private static final int DAY = 24;
    private static final int MONTH = 720;
    private static final String RERUN_FORMS = "quality:RULE_ID, comparison:RULE_ID or instance:JOB_NAME:JOB_ID:PLAN_TIME:SUBMIT_TIME";
    private static final Pattern JOB_FORM = Pattern.compile("job:(.*)");
    private static final Pattern QUALITY_FORM = Pattern.compile("(quality|comparison):(.*)");
    private static final Pattern INSTANCE_FORM = Pattern.compile("instance:(.*):(\\d{1,18}):(\\d{1,18}):(\\d{1,18})");

    private static final String USAGE = """

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
            Without any of these flags, a tour runs against a local stand-in and never leaves loopback.""";

    private final Map<String, String> given;
    private final DataArtsStudioBuilder builder = DataArtsStudio.builder();
    private final List<String> problems = new ArrayList<>();

    private Flags(Map<String, String> given) {
        this.given = given;
    }

    /**
     * Reads the flags.
     *
     * @throws IncompleteFlagsException if a flag is missing or wrong
     */
    static Settings read(Map<String, String> given) {
        return new Flags(given).read();
    }

    /** Returns the flag for this job, ready for a shell. */
    static String job(String value) {
        String flag = "-D" + JOB + "=" + value;
        return flag.matches("[\\p{L}\\p{N}.:=_-]+") ? flag : "'" + flag.replace("'", "'\\''") + "'";
    }

    private Settings read() {
        names();
        target();
        require(PROJECT, "the project's id, which the console shows under My Credentials", builder::projectId);
        require(WORKSPACE, "the id of the DataArts Studio workspace", builder::workspace);
        boolean isConfirmed = given.containsKey(CONFIRM);
        check(CONFIRM, Flags::yes);
        if (isConfirmed && !given.containsKey(JOB)) {
            problems.add(JOB + " is missing: what to rerun, as " + RERUN_FORMS);
        }
        Optional<String> jobName = read(JOB, Flags::jobName);
        jobName.ifPresent(name -> check(JOB, value -> InstanceQuery.of(name)));
        Optional<Rerun> rerun = jobName.isPresent() ? Optional.empty() : read(JOB, Flags::rerun);
        if (isConfirmed && jobName.isPresent()) {
            problems.add(JOB + ": names a job, not which instance of it to rerun; look without " + CONFIRM + " first: it prints the flag"
                    + " for each failed instance");
        }
        int hours = read(HOURS, Flags::hours).orElse(DAY);
        if (!problems.isEmpty()) {
            throw new IncompleteFlagsException(
                    "Nothing was sent, because flags are missing or wrong:\n- " + String.join("\n- ", problems) + "\n" + USAGE);
        }
        String service = Optional.ofNullable(given.get(REGION)).map(region -> "region " + region).orElseGet(() -> given.get(ENDPOINT));
        return new Settings(builder, service, given.get(WORKSPACE), rerun, jobName, hours, isConfirmed);
    }

    private void names() {
        for (String name : given.keySet()) {
            if (!KNOWN.contains(name)) {
                problems.add(name + " is not a flag of the quickstart");
            }
        }
        // Java replaces characters that it cannot decode by this one. The request would then name another job.
        given.forEach((name, value) -> {
            if (value.indexOf('\uFFFD') >= 0) {
                problems.add(name + " has characters that this locale cannot read: set LC_ALL to a UTF-8 locale, such as C.UTF-8");
            }
        });
    }

    private void target() {
        if (given.containsKey(REGION) == given.containsKey(ENDPOINT)) {
            problems.add(given.containsKey(REGION)
                    ? REGION + " and " + ENDPOINT + " are both set, and name two targets: keep one"
                    : REGION + " or " + ENDPOINT + " is missing: set one of them to name the service");
        }
        check(REGION, builder::region);
        check(ENDPOINT, value -> builder.endpoint(uri(value)));
    }

    private void require(String name, String meaning, Consumer<String> use) {
        if (given.containsKey(name)) {
            check(name, use);
        } else {
            problems.add(name + " is missing: " + meaning);
        }
    }

    private void check(String name, Consumer<String> use) {
        read(name, value -> {
            use.accept(value);
            return value;
        });
    }

    private <T> Optional<T> read(String name, Function<String, T> reading) {
        try {
            return Optional.ofNullable(given.get(name)).map(reading);
        } catch (IllegalArgumentException e) {
            problems.add(name + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private static void yes(String value) {
        if (!value.equals("yes")) {
            throw new IllegalArgumentException("must be \"yes\", because the rerun is real; was \"" + value + "\"");
        }
    }

    private static int hours(String value) {
        if (!value.matches("\\d{1,3}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > MONTH) {
            throw new IllegalArgumentException("must be a number of hours from 1 to " + MONTH + ", was \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }

    /** Returns the name in the form {@code job:NAME}, and null for other forms. */
    private static String jobName(String value) {
        Matcher job = JOB_FORM.matcher(value);
        return job.matches() ? job.group(1) : null;
    }

    private static Rerun rerun(String value) {
        Matcher quality = QUALITY_FORM.matcher(value);
        if (quality.matches()) {
            return quality.group(1).equals("quality")
                    ? QualityRerun.qualityJob(quality.group(2))
                    : QualityRerun.comparisonJob(quality.group(2));
        }
        Matcher instance = INSTANCE_FORM.matcher(value);
        if (instance.matches()) {
            return JobRerun.job(instance.group(1))
                    .instances(JobInstance.of(Long.parseLong(instance.group(2)))
                            .planned(Long.parseLong(instance.group(3)))
                            .submitted(Long.parseLong(instance.group(4))))
                    .from(StartNode.error())
                    .using(TaskVersion.ORIGINAL)
                    .build();
        }
        throw new IllegalArgumentException("must be job:JOB_NAME, " + RERUN_FORMS + ", was \"" + value + "\"");
    }

    private static URI uri(String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be a URL such as https://dayu.cn-north-4.myhuaweicloud.com: " + e.getReason());
        }
    }
}
