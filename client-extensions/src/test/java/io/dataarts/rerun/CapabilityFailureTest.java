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
        return failureOf(after, Retryer.NEVER_RETRY, Answer.empty(204), RetryPolicy.standard(), 1);
    }

    /** Of a rerun that is answered like this, after which the capability does that; asserts how many requests arrived. */
    private static Throwable failureOf(After after, Retryer retryer, Answer answer, RetryPolicy policy, int requests) {
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
        try (LoopbackServer server = LoopbackServer.answering(answer);
                DataArtsStudio studio = Example.builder()
                        .endpoint(server.endpoint())
                        .retryPolicy(policy)
                        .addCapability(new Around(wrapping, retryer))
                        .build()) {
            Throwable failure = catchThrowable(() -> studio.rerun(Example.QUALITY));
            assertThat(server.requests()).hasSize(requests);
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

    private static Throwable retried(Answer answer, RetryPolicy policy, int requests) {
        After broken = () -> {
            throw new IOException("audit");
        };
        return failureOf(broken, new DefaultRetryer(1, 1, 2), answer, policy, requests);
    }

    @Test
    @DisplayName("a retryer that a capability brings sends nothing again that may have been executed")
    void retryer() {
        assertAccepted(retried(Answer.empty(204), RetryPolicy.standard(), 1));
    }

    @Test
    @DisplayName("it may send again what was rejected, and what the policy would repeat")
    void retryerWithin() {
        assertThat(((DataArtsException) retried(Answer.empty(400), RetryPolicy.standard(), 2)).outcome()).isEqualTo(Outcome.REJECTED);
        assertAccepted(retried(Answer.empty(204), RetryPolicy.standard().repeatingUnknownOutcomesWhichMayRunTwice(), 2));
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
