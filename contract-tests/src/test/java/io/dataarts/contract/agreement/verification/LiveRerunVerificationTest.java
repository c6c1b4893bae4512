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
 * The live service reruns as the pact records, if the environment approves it. {@link ApprovedReruns} lists the variables.
 *
 * <p>This test never sends two kinds of interactions. Reruns with related jobs start jobs that the environment cannot name.
 * The others differ from the sent ones only in authentication or fields.
 */
@Provider("dataarts-studio")
@PactFolder(RecordedPact.FOLDER)
@PactFilter(
        value = {ApprovedReruns.QUALITY_JOB, ApprovedReruns.COMPARISON_JOB, ApprovedReruns.JOB_INSTANCE},
        filter = ByDescription.class)
@IgnoreMissingStateChange
@VerificationReports(value = {}, reportDir = "target")
class LiveRerunVerificationTest {

    private LiveService service;
    private ApprovedReruns approved;

    Map<String, String> environment() {
        return System.getenv();
    }

    @BeforeEach
    void prepare(PactVerificationContext context) {
        approved = ApprovedReruns.of(environment()).orElseGet(() -> Assumptions.abort(ApprovedReruns.NOT_ASKED_FOR));
        service = LiveService.of(environment())
                .orElseThrow(() -> new IllegalArgumentException(ApprovedReruns.YES + " is set. " + LiveService.NOT_ASKED_FOR));
        String description = context.getInteraction().getDescription();
        Assumptions.assumeTrue(approved.covers(description), () -> "Not rerun, as the environment names no id for it: " + description);
        context.setTarget(service.target());
    }

    @TestTemplate
    @ExtendWith(PactVerificationInvocationContextProvider.class)
    void service_whenAskedForTheApproved_thenRerunsAsRecorded(PactVerificationContext context, ClassicHttpRequest request)
            throws Exception {
        approved.fillIn(context.getInteraction().getDescription(), request);
        service.claim(request);
        Verdict.verify(context);
    }
}
