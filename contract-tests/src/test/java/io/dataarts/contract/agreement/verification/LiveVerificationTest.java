package io.dataarts.contract.agreement.verification;

import au.com.dius.pact.provider.junit5.PactVerificationContext;
import au.com.dius.pact.provider.junit5.PactVerificationInvocationContextProvider;
import au.com.dius.pact.provider.junitsupport.IgnoreMissingStateChange;
import au.com.dius.pact.provider.junitsupport.Provider;
import au.com.dius.pact.provider.junitsupport.VerificationReports;
import au.com.dius.pact.provider.junitsupport.loader.PactFilter;
import au.com.dius.pact.provider.junitsupport.loader.PactFolder;
import io.dataarts.contract.pact.RecordedPact;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The live service rejects what asks for unknown jobs as the pact records, if the environment names a service.
 *
 * <p>{@link LiveService} lists the variables. {@link LiveRerunVerificationTest} verifies reruns that run.
 */
@Provider("dataarts-studio")
@PactFolder(RecordedPact.FOLDER)
@PactFilter("no .*")
@IgnoreMissingStateChange
@VerificationReports(value = {}, reportDir = "target")
class LiveVerificationTest {

    private LiveService service;

    Map<String, String> environment() {
        return System.getenv();
    }

    @BeforeEach
    void prepare(PactVerificationContext context) {
        // Runs before each test, because the build's counts miss a class that is aborted as a whole.
        service = LiveService.of(environment()).orElseGet(() -> Assumptions.abort(LiveService.NOT_ASKED_FOR));
        context.setTarget(service.target());
    }

    @TestTemplate
    @ExtendWith(PactVerificationInvocationContextProvider.class)
    void service_whenAskedForTheUnknown_thenRefusesAsRecorded(PactVerificationContext context, ClassicHttpRequest request)
            throws Exception {
        service.claim(request);
        Verdict.verify(context);
    }
}
