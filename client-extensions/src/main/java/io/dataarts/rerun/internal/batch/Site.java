package io.dataarts.rerun.internal.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.dataarts.rerun.RequestPreview;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.internal.call.Gate;
import io.dataarts.rerun.internal.delivery.Sleeper;
import io.dataarts.rerun.internal.find.Lists;
import io.dataarts.rerun.internal.track.Target;
import java.util.List;
import java.util.function.UnaryOperator;

/** A studio, as a batch needs it. */
public interface Site {

    RerunReceipt rerun(Rerun rerun);

    RequestPreview preview(Rerun rerun);

    /** Returns the rerun that Jackson wrote so. */
    Rerun read(JsonNode content);

    List<Target> targets(Rerun rerun);

    Lists lists(String workspace);

    Sleeper sleeper();

    boolean isClosed();

    /** Returns the endpoint, the project and the workspace, which a journal has to have in common with the studio. */
    List<String> address();

    /**
     * Returns a view with another gate.
     *
     * @param around makes it from the pace of this studio, otherwise from the paces that suit the service's limits
     */
    Site through(UnaryOperator<Gate> around);

    /** Returns how many reruns of this kind the studio sends in a second. */
    double perSecond(Rerun rerun);
}
