package io.dataarts.contract.handbook.quickstart;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.DataArtsStudioBuilder;
import io.dataarts.rerun.RequestPreview;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.error.ConfigurationException;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Sends one rerun to a real service. */
final class LiveRerun {

    private static final int MOST_OF_BODY = 2000;

    private final DataArtsStudioBuilder builder = DataArtsStudio.builder();
    private Rerun rerun;

    private LiveRerun() {
    }

    /**
     * Reads the flags of a live rerun.
     *
     * @throws IncompleteFlagsException if a flag is missing or wrong
     */
    static LiveRerun of(Map<String, String> given) {
        LiveRerun live = new LiveRerun();
        Flags flags = new Flags(given);
        flags.target(live.builder::region, live.builder::endpoint);
        flags.project(live.builder::projectId);
        flags.workspace(live.builder::workspace);
        flags.job(rerun -> live.rerun = rerun);
        flags.confirmation();
        flags.complain();
        return live;
    }

    int run(UnaryOperator<DataArtsStudioBuilder> credentials, Transcript transcript) {
        try (DataArtsStudio studio = credentials.apply(builder).build()) {
            return send(studio, transcript);
        } catch (ConfigurationException e) {
            transcript.text("Nothing was sent. " + e.getMessage());
            return 2;
        }
    }

    private int send(DataArtsStudio studio, Transcript transcript) {
        RequestPreview preview = studio.preview(rerun);
        transcript.title("DataArts reruns: one live rerun");
        transcript.text("This is a live rerun: one request goes to " + preview.uri().getAuthority() + ", and reruns a real job.\n");
        transcript.field("workspace", preview.headers().get("workspace"));
        transcript.field("request", preview.method() + " " + preview.uri().getRawPath() + "\n" + Transcript.indented(preview.body()));
        transcript.field("sending", "...");
        Result result = Result.of(() -> studio.rerun(rerun));
        if (!result.answerBody().isEmpty()) {
            transcript.field("answered", cutOff(Transcript.indented(result.answerBody())));
        }
        transcript.field("result", result.text());
        transcript.field("outcome", result.advice());
        return switch (result.outcome()) {
            case ACCEPTED -> 0;
            case REJECTED -> 1;
            case NOT_SENT -> 2;
            case UNKNOWN -> 3;
        };
    }

    private static String cutOff(String body) {
        return body.length() <= MOST_OF_BODY ? body : body.substring(0, MOST_OF_BODY) + " ... (truncated)";
    }
}
