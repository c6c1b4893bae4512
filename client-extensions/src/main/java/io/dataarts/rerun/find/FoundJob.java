package io.dataarts.rerun.find;

import org.jspecify.annotations.Nullable;

/**
 * A batch job, as the service listed it. Immutable. Later versions may add fields.
 *
 * @param name the name
 * @param lastStatus the status of the last instance, null if the service gives none; instances before it may have failed
 */
public record FoundJob(String name, @Nullable InstanceStatus lastStatus) {}
