package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.CredentialsProvider;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;

/** Makes calls that have to fail, and returns their failures. */
public final class Failing {

    private Failing() {}

    /** Returns the failure of the quality example against a server that gives this reply. */
    public static ServiceException answered(Reply reply) {
        return answered(reply, Example.QUALITY);
    }

    public static ServiceException answered(Reply reply, Rerun rerun) {
        try (LoopbackServer server = LoopbackServer.answering(reply);
                DataArtsStudio studio = Example.studio(server)) {
            return rerun(studio, rerun, ServiceException.class);
        }
    }

    public static <T extends DataArtsException> T rerun(DataArtsStudio studio, Class<T> type) {
        return rerun(studio, Example.QUALITY, type);
    }

    public static <T extends DataArtsException> T rerun(DataArtsStudio studio, Rerun rerun, Class<T> type) {
        T failure = catchThrowableOfType(type, () -> studio.rerun(rerun));
        if (failure == null) {
            throw new AssertionError("expected " + type.getSimpleName() + ", nothing was thrown");
        }
        return failure;
    }

    /** Returns a provider of a token that throws this failure when it has to renew the token. */
    public static CredentialsProvider toRenew(String token, Throwable failure) {
        return new CredentialsProvider() {
            @Override
            public Credentials resolve() {
                return IamToken.of(token);
            }

            @Override
            public void invalidate(Credentials refused) {
                throw Failing.<RuntimeException>sneaky(failure);
            }
        };
    }

    /** Throws any exception where only unchecked ones are declared, as code from outside may. */
    @SuppressWarnings("unchecked")
    public static <E extends Throwable> E sneaky(Throwable failure) throws E {
        throw (E) failure;
    }
}
