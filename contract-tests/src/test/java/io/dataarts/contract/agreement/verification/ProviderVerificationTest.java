package io.dataarts.contract.agreement.verification;

import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.core.model.ProviderState;
import au.com.dius.pact.provider.junit5.HttpTestTarget;
import au.com.dius.pact.provider.junit5.PactVerificationContext;
import au.com.dius.pact.provider.junit5.PactVerificationInvocationContextProvider;
import au.com.dius.pact.provider.junitsupport.IgnoreMissingStateChange;
import au.com.dius.pact.provider.junitsupport.Provider;
import au.com.dius.pact.provider.junitsupport.VerificationReports;
import au.com.dius.pact.provider.junitsupport.loader.PactFolder;
import io.dataarts.contract.pact.Caller;
import io.dataarts.contract.pact.RecordedPact;
import io.dataarts.contract.provider.ReferenceProvider;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/** The reference provider fulfils the published pact, which is replayed over HTTP with a new signature for each request. */
@Provider("dataarts-studio")
@PactFolder(RecordedPact.FOLDER)
// The reference provider interprets the provider states. This class has no methods for them.
@IgnoreMissingStateChange
@VerificationReports(value = {}, reportDir = "target")
class ProviderVerificationTest {

    private static ReferenceProvider provider;

    @BeforeAll
    static void start() {
        provider = Caller.provider().start();
    }

    @AfterAll
    static void stop() {
        provider.close();
        assertThat(provider.exchanges()).hasSameSizeAs(RecordedPact.interactions());
    }

    @BeforeEach
    void prepare(PactVerificationContext context) {
        context.setTarget(new HttpTestTarget("127.0.0.1", provider.endpoint().getPort()));
        provider.catalog().clear();
        context.getInteraction().getProviderStates().stream().map(ProviderState::getName).forEach(provider::state);
    }

    @TestTemplate
    @ExtendWith(PactVerificationInvocationContextProvider.class)
    void provider_whenAskedAsRecorded_thenAnswersAsRecorded(PactVerificationContext context, ClassicHttpRequest request) throws Exception {
        Resigning.sign(request, Resigning.recordedCaller(request).credentials());
        Verdict.verify(context);
    }
}
