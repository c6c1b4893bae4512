package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import feign.Capability;
import feign.Client;
import feign.DefaultRetryer;
import feign.Retryer;
import feign.codec.Decoder;
import feign.codec.EncodeException;
import io.dataarts.generated.api.QualityApi;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.error.NoResponseException;
import io.dataarts.rerun.error.NotFoundException;
import io.dataarts.rerun.error.NotSentException;
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

    /** Public, too. */
    public record Reading(Decoder instead) implements Capability {
        @Override
        public Decoder enrich(Decoder decoder) {
            return instead;
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
        return failureOf(client -> (request, options) -> {
            client.execute(request, options);
            try {
                after.run();
            } catch (Exception e) {
                throw CapabilityFailureTest.<RuntimeException>sneaky(e);
            }
            throw new AssertionError("it should have thrown");
        }, retryer, answer, policy, requests);
    }

    private static Throwable failureOf(UnaryOperator<Client> wrapping, Retryer retryer, Answer answer, RetryPolicy policy, int requests) {
        return failureOf(new Around(wrapping, retryer), answer, policy, requests);
    }

    private static Throwable failureOf(Capability capability, Answer answer, RetryPolicy policy, int requests) {
        try (LoopbackServer server = LoopbackServer.answering(answer);
                DataArtsStudio studio = Example.builder()
                        .endpoint(server.endpoint())
                        .retryPolicy(policy)
                        .addCapability(capability)
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
    @DisplayName("nor is a graver one, of which this call has nothing")
    void anotherStudioBefore() {
        UnaryOperator<Client> wrapping = client -> (request, options) -> {
            try (LoopbackServer server = LoopbackServer.answering(Answer.drop());
                    DataArtsStudio other = Example.builder().endpoint(server.endpoint()).build()) {
                other.rerun(Example.QUALITY);
            }
            return client.execute(request, options);
        };

        Throwable failure = failureOf(wrapping, Retryer.NEVER_RETRY, Answer.empty(204), RetryPolicy.standard(), 0);

        assertThat(failure).isInstanceOf(NotSentException.class).hasMessageContaining("NoResponseException")
                .cause().isInstanceOf(NoResponseException.class);
        assertThat(((DataArtsException) failure).outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    @DisplayName("nor is one that comes from a decoder, which Feign wraps")
    void anotherStudioOfADecoder() {
        Decoder decoder = (response, type) -> {
            try (DataArtsStudio other = Example.builder().region("cn-north-4").credentials(() -> null).build()) {
                return other.rerun(Example.QUALITY);
            }
        };

        assertAccepted(failureOf(new Reading(decoder), Answer.json(200, "{}"), RetryPolicy.standard(), 1));
    }

    @Test
    @DisplayName("nor is one of the same outcome: this call's status is told")
    void anotherStudioOfTheSameOutcome() {
        Throwable failure = failureOf(() -> {
            try (LoopbackServer server = LoopbackServer.answering(Answer.json(404, "{}"));
                    DataArtsStudio other = Example.builder().endpoint(server.endpoint()).build()) {
                other.rerun(Example.QUALITY);
            }
        }, Retryer.NEVER_RETRY, Answer.empty(400), RetryPolicy.standard(), 1);

        assertRejected(failure);
        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(NotFoundException.class);
    }

    private static void assertRejected(Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(BadRequestException.class, rejected -> {
            assertThat(rejected.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(rejected).hasMessageStartingWith("Rejected: HTTP 400");
        });
    }

    @Test
    @DisplayName("nor is an earlier one of this call taken for its last word")
    void earlierFailure() {
        UnaryOperator<Client> wrapping = client -> (request, options) -> {
            Thread.currentThread().interrupt();
            Throwable notSent = catchThrowable(() -> client.execute(request, options));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(notSent).isInstanceOf(NotSentException.class);
            client.execute(request, options);
            throw (NotSentException) notSent;
        };

        assertAccepted(failureOf(wrapping, Retryer.NEVER_RETRY, Answer.empty(204), RetryPolicy.standard(), 1));
    }

    @Test
    @DisplayName("a checked exception that is not declared; that it interrupts is not forgotten")
    void undeclared() {
        assertAccepted(failureOf(() -> {
            throw new InterruptedException("audit");
        }));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    @DisplayName("a body that could not be written is that of another request, as this one was sent")
    void anotherBody() {
        assertAccepted(failureOf(() -> {
            throw new EncodeException("audit");
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
    @DisplayName("nor does it for a policy that repeats unknown outcomes, as this one is known")
    void retryerOfWhatWasAccepted() {
        assertAccepted(retried(Answer.empty(204), RetryPolicy.standard().repeatingUnknownOutcomesWhichMayRunTwice(), 1));
    }

    @Test
    @DisplayName("it may send again what was rejected")
    void retryerOfWhatWasRejected() {
        Throwable failure = retried(Answer.empty(400), RetryPolicy.standard(), 2);

        assertRejected(failure);
        assertThat(((DataArtsException) failure).attempts()).isEqualTo(2);
        assertThat(failure.getSuppressed()).singleElement().asString().isEqualTo("java.io.IOException: audit");
    }

    @Test
    @DisplayName("it may send again what the policy would repeat, as often as the policy allows")
    void retryerOfWhatIsUnknown() {
        RetryPolicy policy = RetryPolicy.standard().repeatingUnknownOutcomesWhichMayRunTwice();

        assertThat(((DataArtsException) retriedOften(policy.maxAttempts(2), 2)).outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(((DataArtsException) retriedOften(RetryPolicy.standard(), 1)).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    private static Throwable retriedOften(RetryPolicy policy, int requests) {
        return failureOf(client -> (request, options) -> {
            throw new IOException("audit", catchThrowable(() -> client.execute(request, options)));
        }, new DefaultRetryer(1, 1, 9), Answer.empty(302), policy, requests);
    }

    protected static class OfSubclasses implements Capability {
        @Override
        public Client enrich(Client client) {
            return client;
        }
    }

    @Test
    @DisplayName("a nested class for subclasses, which a JVM takes for public, can be called")
    void protectedClass() {
        try (DataArtsStudio studio = Example.builder().region("cn-north-4").addCapability(new OfSubclasses()).build()) {
            assertThat(studio.api(QualityApi.class)).isNotNull();
        }
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
