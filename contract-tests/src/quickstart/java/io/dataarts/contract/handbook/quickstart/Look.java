package io.dataarts.contract.handbook.quickstart;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.RequestPreview;
import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.IncompleteSearchException;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.find.InstanceQuery;
import io.dataarts.rerun.find.InstanceStatus;
import io.dataarts.rerun.find.JobQuery;
import io.dataarts.rerun.find.Query;
import io.dataarts.rerun.find.RunQuery;
import io.dataarts.rerun.find.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Looks at a real workspace: lists what failed lately, and what a rerun of each would send. It sends no rerun. */
final class Look {

    private static final int MOST_SHOWN = 50;

    private final DataArtsStudio studio;
    private final Settings settings;
    private final Transcript transcript;
    private final Instant to;
    private final Instant from;
    private int found;
    private int status;
    private boolean goesOn = true;

    Look(DataArtsStudio studio, Settings settings, Transcript transcript) {
        this.studio = studio;
        this.settings = settings;
        this.transcript = transcript;
        to = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        from = to.minus(Duration.ofHours(settings.hours()));
    }

    int run() {
        transcript.title("DataArts reruns: a look at what failed");
        transcript.text("This only looks. It lists what failed, and shows what a rerun would send. It sends no rerun.\n");
        transcript.field("service", settings.service());
        transcript.field("workspace", settings.workspace());
        transcript.field("window", from + " to " + to
                + "\nThese are the last " + settings.hours() + " hours by the clock of this machine.");
        lists();
        transcript.step("Summary");
        transcript.text(summary());
        return status;
    }

    private void lists() {
        String jobs = settings.jobName().map(name -> "job " + name).orElse("all batch jobs");
        list("Failed instances of " + jobs,
                settings.jobName().map(InstanceQuery::of).orElseGet(InstanceQuery::ofAllJobs)
                        .between(from, to).withStatus(InstanceStatus.FAIL),
                Failed::of);
        if (settings.jobName().isEmpty()) {
            list("Failed runs of quality jobs",
                    RunQuery.qualityJobs().between(from, to).withStatus(RunStatus.FAILED), Failed::of);
            list("Failed runs of comparison jobs",
                    RunQuery.comparisonJobs().between(from, to).withStatus(RunStatus.FAILED), Failed::of);
        }
    }

    private <T> void list(String title, Query<T> query, Function<T, Failed> reading) {
        if (!goesOn) {
            return;
        }
        transcript.step(title);
        int listed = 0;
        try (Stream<T> results = studio.find(query)) {
            for (Iterator<T> each = results.iterator(); each.hasNext(); listed++) {
                T result = each.next();
                if (listed < MOST_SHOWN) {
                    show(listed + 1, reading.apply(result));
                }
            }
            if (listed == 0) {
                transcript.text("  none");
            } else if (listed > MOST_SHOWN) {
                transcript.text("  and " + (listed - MOST_SHOWN) + " more");
            }
        } catch (ConfigurationException e) {
            throw e; // The quickstart reports it like other mistakes in the settings.
        } catch (DataArtsException e) {
            failed(e);
        }
        found += listed;
    }

    private void show(int number, Failed failed) {
        transcript.field(String.valueOf(number), failed.text());
        if (failed.rerun().isEmpty()) {
            transcript.field("", "This SDK cannot rerun it, because the service left out an id or a time.");
            return;
        }
        RequestPreview preview = studio.preview(failed.rerun().get());
        transcript.field("to rerun", preview.method() + " " + preview.uri().getRawPath() + "\n" + preview.body());
        transcript.field("flag", failed.flag());
    }

    private void failed(DataArtsException failure) {
        transcript.field("failed", failure.getClass().getSimpleName() + ": " + failure.getMessage());
        Arrays.stream(failure.getSuppressed()).filter(IncompleteSearchException.class::isInstance).findFirst()
                .ifPresent(incomplete -> transcript.field("so far", incomplete.getMessage()));
        transcript.field("try", Advice.on(failure));
        status = Math.max(status, Math.max(1, Quickstart.status(failure.outcome()))); // an accepted look-up may be unreadable
        goesOn = failure instanceof ServiceException answered && concernsOneList(answered);
    }

    /** Returns whether other lists may have an answer. A wrong key would fail them, too, and repeated failures lock it. */
    private static boolean concernsOneList(ServiceException failure) {
        return !(failure instanceof AuthenticationException) && failure.errorCode().filter(code -> code.endsWith(".0819")).isEmpty();
    }

    private String summary() {
        if (status != 0) {
            return "The look is INCOMPLETE: see above what failed, and what to try. It changed nothing.";
        }
        if (found > 0) {
            return String.format(Locale.ROOT, """
                    Failed: %d. Nothing was changed.
                    To rerun one of them and follow it to its end, repeat the command with its flag and -Dquickstart.confirm=yes.""",
                    found);
        }
        return String.format(Locale.ROOT, """
                Nothing failed in these %d hours. That is good news, unless you expected something. Then:
                - %s
                - look further back, up to 720 hours: -Dquickstart.hours=48
                - an instance that waits, or that a person stopped, has not failed: this lists only the status fail or FAILED""",
                settings.hours(), settings.jobName().isPresent() || hasJobs() ? "check that -Dquickstart.workspace is the right one"
                        : "check -Dquickstart.workspace: the service shows no batch job there");
    }

    private boolean hasJobs() {
        try (Stream<?> jobs = studio.find(JobQuery.all())) {
            return jobs.findFirst().isPresent();
        } catch (DataArtsException e) {
            return true; // A moment ago the list could be read. This advice is not worth a failure.
        }
    }
}
