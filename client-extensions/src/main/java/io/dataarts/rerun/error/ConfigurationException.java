package io.dataarts.rerun.error;

import org.jspecify.annotations.Nullable;

/** Settings or credentials are missing or unreadable. The message lists every source tried. The attempt sent nothing. */
public final class ConfigurationException extends DataArtsException {

    /**
     * @param message what is missing and what to set
     * @param cause why a source could not be read
     */
    public ConfigurationException(String message, @Nullable Throwable cause) {
        this(message, cause, Outcome.NOT_SENT, 0);
    }

    /**
     * @param message what is missing and what to set
     * @param cause why a source could not be read
     * @param outcome the gravest outcome of the attempts before
     * @param attempts how many attempts were made
     */
    public ConfigurationException(String message, @Nullable Throwable cause, Outcome outcome, int attempts) {
        super(message, cause, outcome, attempts, null);
    }
}
