package io.dataarts.contract.pact;

import static io.dataarts.contract.pact.ConsumerCalls.assertAcceptedWithInstance;
import static io.dataarts.contract.pact.ConsumerCalls.rerun;
import static io.dataarts.contract.pact.Interactions.CONSUMER;
import static io.dataarts.contract.pact.Interactions.PROVIDER;
import static io.dataarts.contract.pact.Interactions.acceptedWithInstance;
import static io.dataarts.contract.pact.Interactions.failed;
import static io.dataarts.contract.pact.Interactions.restart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactConsumerTest;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.PactSpecVersion;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServerErrorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The SDK sends and reads {@code restartQualityInstance} as the pact records it, for quality and comparison jobs. */
@PactConsumerTest
@PactTestFor(providerName = PROVIDER, pactVersion = PactSpecVersion.V4)
@ExtendWith(KeptPromises.class)
class RestartPactTest {

    private static final String OPERATION = "restartQualityInstance";
    private static final String QUALITY_JOB = "1440764172232392705";
    private static final String COMPARISON_JOB = "1440764172232392706";
    private static final String FAILING_JOB = "1440764172232395000";
    private static final String NO_JOB = "1000000000000000000";

    @Pact(consumer = CONSUMER)
    V4Pact qualityJob(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun of a quality job (the documentation's example)", interaction -> interaction
                .reference("openapi", "operationId", OPERATION)
                .state("quality job 1440764172232392705 exists")
                .withRequest(restart(Caller.ACCESS_KEY, """
                        {"rule_type": 1, "rule_id": "1440764172232392705"}
                        """))
                .willRespondWith(acceptedWithInstance())).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "qualityJob")
    void rerun_whenQualityJobExists_thenReceiptNamesInstance(MockServer server) {
        assertAcceptedWithInstance(rerun(server, Caller.ACCESS_KEY, QualityRerun.qualityJob(QUALITY_JOB)));
    }

    @Pact(consumer = CONSUMER)
    V4Pact comparisonJob(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun of a comparison job", interaction -> interaction
                .reference("openapi", "operationId", OPERATION)
                .state("comparison job 1440764172232392706 exists")
                .withRequest(restart(Caller.ACCESS_KEY, """
                        {"rule_type": 2, "rule_id": "1440764172232392706"}
                        """))
                .willRespondWith(acceptedWithInstance())).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "comparisonJob")
    void rerun_whenComparisonJobExists_thenReceiptNamesInstance(MockServer server) {
        assertAcceptedWithInstance(rerun(server, Caller.ACCESS_KEY, QualityRerun.comparisonJob(COMPARISON_JOB)));
    }

    @Pact(consumer = CONSUMER)
    V4Pact token(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun of a quality job with an IAM token", interaction -> interaction
                .reference("openapi", "operationId", OPERATION)
                .state("quality job 1440764172232392705 exists")
                .withRequest(restart(Caller.TOKEN, """
                        {"rule_type": 1, "rule_id": "1440764172232392705"}
                        """))
                .willRespondWith(acceptedWithInstance())).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "token")
    void rerun_whenTokenIsGiven_thenReceiptNamesInstance(MockServer server) {
        assertAcceptedWithInstance(rerun(server, Caller.TOKEN, QualityRerun.qualityJob(QUALITY_JOB)));
    }

    @Pact(consumer = CONSUMER)
    V4Pact temporaryKey(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun of a quality job with a temporary access key", interaction -> interaction
                .reference("openapi", "operationId", OPERATION)
                .state("quality job 1440764172232392705 exists")
                .withRequest(restart(Caller.TEMPORARY_KEY, """
                        {"rule_type": 1, "rule_id": "1440764172232392705"}
                        """))
                .willRespondWith(acceptedWithInstance())).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "temporaryKey")
    void rerun_whenKeyIsTemporary_thenReceiptNamesInstance(MockServer server) {
        assertAcceptedWithInstance(rerun(server, Caller.TEMPORARY_KEY, QualityRerun.qualityJob(QUALITY_JOB)));
    }

    @Pact(consumer = CONSUMER)
    V4Pact unknownJob(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun of an unknown quality job", interaction -> interaction
                .reference("openapi", "operationId", OPERATION)
                .state("no quality job 1000000000000000000")
                .withRequest(restart(Caller.ACCESS_KEY, """
                        {"rule_type": 1, "rule_id": "1000000000000000000"}
                        """))
                .willRespondWith(failed(400, "^DQC\\..+$", "DQC.1000", "Failed to find the quality or comparison job."))).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "unknownJob")
    void rerun_whenJobIsUnknown_thenRejected(MockServer server) {
        BadRequestException e = catchThrowableOfType(BadRequestException.class,
                () -> rerun(server, Caller.ACCESS_KEY, QualityRerun.qualityJob(NO_JOB)));
        assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(e.errorCode()).contains("DQC.1000");
        assertThat(e.errorMessage()).contains("Failed to find the quality or comparison job.");
        assertThat(e.attempts()).isEqualTo(1);
    }

    @Pact(consumer = CONSUMER)
    V4Pact failure(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction("a rerun of a quality job while the service fails", interaction -> interaction
                .reference("openapi", "operationId", OPERATION)
                .state("the service fails")
                .withRequest(restart(Caller.ACCESS_KEY, """
                        {"rule_type": 1, "rule_id": "1440764172232395000"}
                        """))
                .willRespondWith(failed(500, "^DQC\\..+$", "DQC.5000", "Internal server error."))).toPact();
    }

    @Test
    @PactTestFor(pactMethod = "failure")
    void rerun_whenServiceFails_thenOutcomeIsUnknown(MockServer server) {
        ServerErrorException e = catchThrowableOfType(ServerErrorException.class,
                () -> rerun(server, Caller.ACCESS_KEY, QualityRerun.qualityJob(FAILING_JOB)));
        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(e.httpStatus()).isEqualTo(500);
        assertThat(e.errorCode()).contains("DQC.5000");
        assertThat(e.errorMessage()).contains("Internal server error.");
        assertThat(e.attempts()).isEqualTo(1);
    }
}
