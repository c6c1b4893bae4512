package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import feign.Capability;
import feign.Client;
import feign.DefaultRetryer;
import feign.Request;
import feign.Response;
import feign.Retryer;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.loopback.Answer;
import io.dataarts.rerun.loopback.LoopbackServer;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whatever a capability does around a call that was accepted, the failure tells so, and nothing is sent again. */
class CapabilityFailureTest {

    /** Public, as Feign calls it by reflection. */
    public record Around(UnaryOperator<Client> wrapping, Retryer retryer) implements Capability {
        @Override
        public Client enrich(Client client) {
            return wrapping.apply(client);
        }

        @Override
        public Retryer enrich(Retryer given) {
            return retryer;
        }
    }

    private interface After {
        void run() throws Exception;
    }

    private static Throwable failureOf(After after) {
        return failureOf(after, Retryer.NEVER_RETRY);
    }

    /** Of a rerun that is answered with 204, after which the capability does this; asserts that one request arrived. */
    private static Throwable failureOf(After after, Retryer retryer) {
        UnaryOperator<Client> wrapping = client -> new Client() {
            @Override
            public Response execute(Request request, Request.Options options) throws IOException {
                client.execute(request, options);
                try {
                    after.run();
                } catch (Exception e) {
                    throw CapabilityFailureTest.<RuntimeException>sneaky(e);
                }
                throw new AssertionError("it should have thrown");
            }
        };
        try (LoopbackServer server = LoopbackServer.answering(Answer.empty(204));
                DataArtsStudio studio = Example.builder()
                        .endpoint(server.endpoint())
                        .addCapability(new Around(wrapping, retryer))
                        .build()) {
            Throwable failure = catchThrowable(() -> studio.rerun(Example.QUALITY));
            assertThat(server.requests()).hasSize(1);
            return failure;
        }
    }

    @SuppressWarnings("unchecked")
    static <E extends Exception> E sneaky(Exception failure) throws E {
        throw (E) failure;
    }

    private static void assertAccepted(Throwable failure) {
        assertThat(failure).isInstanceOf(UnreadableResponseException.class);
        assertThat(((DataArtsException) failure).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    @DisplayName("the failure of another studio's call is not taken for this call's")
    void anotherStudio() {
        assertAccepted(failureOf(() -> {
            try (DataArtsStudio other = Example.builder().region("cn-north-4").credentials(() -> null).build()) {
                other.rerun(Example.QUALITY); // refused before it is sent
            }
        }));
    }

    @Test
    @DisplayName("a checked exception that is not declared")
    void undeclared() {
        assertAccepted(failureOf(() -> {
            throw new InterruptedException("audit");
        }));
    }

    @Test
    @DisplayName("an error stays one, and what became of the call is suppressed in it")
    void error() {
        StackOverflowError thrown = new StackOverflowError();

        assertThat(failureOf(() -> {
            throw thrown;
        })).isSameAs(thrown);
        assertThat(thrown.getSuppressed()).hasSize(1);
        assertAccepted(thrown.getSuppressed()[0]);
    }

    @Test
    @DisplayName("a retryer that a capability brings sends nothing again")
    void retryer() {
        assertAccepted(failureOf(
                () -> {
                    throw new IOException("audit");
                },
                new DefaultRetryer(1, 1, 3)));
    }

    @Test
    @DisplayName("a class that Feign cannot call is refused when it is added")
    void notPublic() {
        Capability hidden = new Capability() {
            @Override
            public Client enrich(Client client) {
                return client;
            }
        };

        assertThatThrownBy(() -> Example.builder().addCapability(hidden))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(hidden.getClass().getName() + " must be a public class, as Feign calls a capability by reflection");
    }
}
