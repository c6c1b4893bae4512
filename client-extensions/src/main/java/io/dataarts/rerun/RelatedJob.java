package io.dataarts.rerun;

import io.dataarts.rerun.internal.check.Arguments;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An upstream or downstream job that is rerun together with the current one. Immutable. */
public final class RelatedJob {

    private final String name;
    private final @Nullable String workspace;

    private RelatedJob(String name, @Nullable String workspace) {
        this.name = name;
        this.workspace = workspace;
    }

    /**
     * Returns a related job with this name. The API reference does not say in which workspace the service searches for it without
     * {@link #inWorkspace}: presumably the request's.
     *
     * @throws IllegalArgumentException if the name is empty, or holds control characters or lone surrogates
     */
    public static RelatedJob of(String name) {
        return new RelatedJob(Arguments.text("related job's name (job_name)", name), null);
    }

    /**
     * Returns the same job, in the given workspace.
     *
     * @param workspace the workspace's id
     * @throws IllegalArgumentException if it is empty, or holds control characters or lone surrogates
     */
    public RelatedJob inWorkspace(String workspace) {
        return new RelatedJob(name, Arguments.text("related job's workspace (workspace_id)", workspace));
    }

    /** Returns the job's name. */
    public String getName() {
        return name;
    }

    /** Returns the id of the job's workspace, null if it was not set. */
    public @Nullable String getWorkspace() {
        return workspace;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RelatedJob that && name.equals(that.name) && Objects.equals(workspace, that.workspace);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, workspace);
    }

    @Override
    public String toString() {
        return "RelatedJob[" + name + (workspace == null ? "]" : " in " + workspace + "]");
    }
}
