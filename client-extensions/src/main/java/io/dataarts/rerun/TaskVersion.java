package io.dataarts.rerun;

/** Chooses the job parameters that a rerun uses ({@code retry_task_version}, which the API reference calls "job parameter"). */
public enum TaskVersion {
    /** The parameters that the instance ran with: {@code original_version}. */
    ORIGINAL,
    /** The parameters that the job has now: {@code current_version}. */
    CURRENT
}
