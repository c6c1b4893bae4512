package io.dataarts.contract.pact;

import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.MockServer;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.RerunReceipt;
import java.net.URI;

/** Makes calls of the SDK as a user does. */
final class ConsumerCalls {

    private ConsumerCalls() {
    }

    static RerunReceipt rerun(MockServer server, Caller caller, Rerun rerun) {
        return rerun(server, Interactions.PROJECT, caller, rerun);
    }

    static RerunReceipt rerun(MockServer server, String project, Caller caller, Rerun rerun) {
        try (DataArtsStudio studio = studio(URI.create(server.getUrl()), project, caller)) {
            return studio.rerun(rerun);
        }
    }

    static DataArtsStudio studio(URI endpoint, String project, Caller caller) {
        return DataArtsStudio.builder()
                .endpoint(endpoint)
                .projectId(project)
                .workspace(Interactions.WORKSPACE)
                .credentials(caller.credentials())
                .build();
    }

    static void assertAccepted(RerunReceipt receipt) {
        assertThat(receipt.httpStatus()).isEqualTo(200);
        assertThat(receipt.instanceId()).isEmpty();
        assertThat(receipt.attempts()).isEqualTo(1);
    }

    static void assertAcceptedWithInstance(RerunReceipt receipt) {
        assertThat(receipt.httpStatus()).isEqualTo(200);
        assertThat(receipt.instanceId()).contains(Interactions.INSTANCE_ID);
        assertThat(receipt.attempts()).isEqualTo(1);
    }
}
