package io.dataarts.rerun;

/**
 * Something to rerun: job instances ({@link JobRerun}), or a quality or comparison job ({@link QualityRerun}).
 *
 * <p>Immutable; checked when it is made.
 */
public sealed interface Rerun permits JobRerun, QualityRerun {}
