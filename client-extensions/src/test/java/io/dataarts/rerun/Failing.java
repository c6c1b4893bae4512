package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.loopback.Answer;
import io.dataarts.rerun.loopback.LoopbackServer;

/** Calls that are meant to fail. */
final class Failing {

    private Failing() {}

    /** The failure of the quality example against a server that answers so. */
    static ServiceException answered(Answer answer) {
        return answered(answer, Example.QUALITY);
    }

    static ServiceException answered(Answer answer, Rerun rerun) {
        try (LoopbackServer server = LoopbackServer.answering(answer);
                DataArtsStudio studio = Example.studio(server)) {
            return rerun(studio, rerun, ServiceException.class);
        }
    }

    static <T extends DataArtsException> T rerun(DataArtsStudio studio, Rerun rerun, Class<T> type) {
        T failure = catchThrowableOfType(type, () -> studio.rerun(rerun));
        if (failure == null) {
            throw new AssertionError("expected " + type.getSimpleName() + ", nothing was thrown");
        }
        return failure;
    }

    /** Throws what a caller in Kotlin or Scala need not declare. */
    @SuppressWarnings("unchecked")
    static <E extends Exception> E sneaky(Exception failure) throws E {
        throw (E) failure;
    }
}
