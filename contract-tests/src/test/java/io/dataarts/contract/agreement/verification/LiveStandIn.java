package io.dataarts.contract.agreement.verification;

import io.dataarts.contract.provider.ReferenceProvider;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** A stand-in for the live service. It shares no project, workspace or credential with the pact. */
final class LiveStandIn {

    private LiveStandIn() {
    }

    static ReferenceProvider provider() {
        return ReferenceProvider.builder()
                .accessKey("LIVEAK", "LiveSecretKey")
                .temporaryKey("LIVETEMPORARYAK", "LiveSecretKey", "LiveSecurityToken")
                .token("LiveToken")
                .start();
    }

    /** Returns an environment that names this stand-in as the live service. */
    static Map<String, String> environment(URI endpoint) {
        return new HashMap<>(Map.of(
                "DATAARTS_VERIFY_ENDPOINT", endpoint.toString(),
                "DATAARTS_VERIFY_PROJECT_ID", "liveproject",
                "DATAARTS_VERIFY_WORKSPACE", "liveworkspace",
                "DATAARTS_VERIFY_AK", "LIVEAK",
                "DATAARTS_VERIFY_SK", "LiveSecretKey"));
    }
}
