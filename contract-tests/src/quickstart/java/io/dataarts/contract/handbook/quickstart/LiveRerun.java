package io.dataarts.contract.handbook.quickstart;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.RequestPreview;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.track.Ending;
import io.dataarts.rerun.track.Evidence;
import io.dataarts.rerun.track.Track;
import java.time.Duration;

/** Sends one rerun to a real service and follows it, or only shows the rerun. */
final class LiveRerun {

    private static final int MOST_OF_BODY = 2000;
    private static final Duration SETTLING = Duration.ofMinutes(1);
    private static final Duration FOLLOWING = Duration.ofMinutes(10);

    private final DataArtsStudio studio;
    private final Rerun rerun;
    private final Transcript transcript;
    private final RequestPreview preview;

    LiveRerun(DataArtsStudio studio, Rerun rerun, Transcript transcript) {
        this.studio = studio;
        this.rerun = rerun;
        this.transcript = transcript;
        preview = studio.preview(rerun);
    }

    /** Shows what would be sent, and sends nothing. */
    int preview() {
        transcript.title("DataArts reruns: a preview");
        transcript.text("This sends nothing. The rerun would go to " + preview.uri().getAuthority() + ".\n");
        request();
        transcript.text("\nTo send it, and to follow it to its end, repeat the command with -Dquickstart.confirm=yes.");
        return 0;
    }

    int send() {
        transcript.title("DataArts reruns: one live rerun");
        transcript.text("This is a live rerun: one rerun goes to " + preview.uri().getAuthority() + ", and reruns a real job.\n"
                + "Before and after it, this looks at the job's instances, which changes nothing.\n");
        request();
        Track track = studio.track(rerun);
        transcript.field("sending", "...");
        Result result = Result.of(() -> studio.rerun(rerun));
        if (!result.answerBody().isEmpty()) {
            transcript.field("answered", cutOff(Transcript.indented(result.answerBody())));
        }
        transcript.field("result", result.text());
        transcript.field("outcome", Result.advice(result.outcome()));
        if (result.outcome() == Outcome.UNKNOWN) {
            settle(track);
        }
        return result.outcome() == Outcome.ACCEPTED ? follow(track) : Quickstart.status(result.outcome());
    }

    private void request() {
        transcript.field("workspace", preview.headers().get("workspace"));
        transcript.field("request", preview.method() + " " + preview.uri().getRawPath() + "\n" + Transcript.indented(preview.body()));
    }

    private void settle(Track track) {
        transcript.text("\nThe answer is lost. This looks for at most 1 minute whether the rerun ran. It does not send it again.\n");
        Evidence evidence = track.settle(SETTLING);
        transcript.field("verdict", evidence.verdict() + ": " + evidence.reason());
        transcript.field("so", switch (evidence.verdict()) {
            case RAN_SINCE -> "Do not send it again: that would run it twice.";
            case NO_RUN_SEEN -> "Look at the job in the console before you send it again. The service may be slow to list a run.";
            case CANNOT_TELL -> "Look at the job in the console before you send it again.";
        });
    }

    private int follow(Track track) {
        transcript.text("\nThis follows the rerun for at most 10 minutes. Ctrl-C is safe: it ends this program, not the rerun.\n");
        Line line = transcript.line("now");
        Ending ending = track.follow(FOLLOWING, line::show);
        line.end();
        ending.instances().forEach(state -> transcript.field("last seen",
                Line.text(state) + (state.needsPerson() ? ", waits for a person" : "")));
        transcript.field("ending", ending.reason());
        return ending.succeeded() ? 0 : Quickstart.NO_SUCCESS;
    }

    private static String cutOff(String body) {
        return body.length() <= MOST_OF_BODY ? body : body.substring(0, MOST_OF_BODY) + " ... (truncated)";
    }
}
