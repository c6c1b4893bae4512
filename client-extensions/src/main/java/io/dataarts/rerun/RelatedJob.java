package io.dataarts.rerun;

import io.dataarts.rerun.internal.check.Arguments;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An upstream or downstream job that is rerun together with the current one. Immutable.
 *
 * @param name the job's name
 * @param workspace the id of the job's workspace, null if it was not set
 */
public record RelatedJob(String name, @Nullable String workspace) {

    private static final String WORKSPACE = "related job's workspace (workspace_id)";

    /**
     * Makes a related job. {@link #of} and {@link #inWorkspace} are easier to read.
     *
     * @throws IllegalArgumentException if a value is empty, or holds control characters or lone surrogates
     */
    public RelatedJob {
        Arguments.text("related job's name (job_name)", name);
        if (workspace != null) {
            Arguments.text(WORKSPACE, workspace);
        }
    }

    /**
     * Returns a related job with this name. The API reference does not say in which workspace the service searches for it without
     * {@link #inWorkspace}: presumably the request's.
     *
     * @throws IllegalArgumentException if the name is empty, or holds control characters or lone surrogates
     */
    public static RelatedJob of(String name) {
        return new RelatedJob(name, null);
    }

    /**
     * Returns the same job, in the given workspace.
     *
     * @param workspace the workspace's id
     * @throws IllegalArgumentException if it is empty, or holds control characters or lone surrogates
     */
    public RelatedJob inWorkspace(String workspace) {
        return new RelatedJob(name, Objects.requireNonNull(workspace, WORKSPACE));
    }

    @Override
    public String toString() {
        return "RelatedJob[" + name + (workspace == null ? "]" : " in " + workspace + "]");
    }
}
