package io.dataarts.rerun;

import io.dataarts.rerun.auth.AccessKey;
import java.net.URI;
import java.time.Duration;

/** A studio of the delivery tests, and what it reruns. */
final class DeliveryExample {

    static final QualityRerun RERUN = QualityRerun.qualityJob("1440764172232392705");

    private DeliveryExample() {}

    static DataArtsStudioBuilder studio(URI endpoint) {
        return new DataArtsStudioBuilder(name -> null)
                .endpoint(endpoint)
                .projectId("62099355b894428e8916573ae635f1f9")
                .workspace("62fbba734e634c5087656fc3ff7adf34")
                .credentials(AccessKey.of("EXAMPLEAK00000000001", "ExampleSecretKey0000000000000000000000000"))
                .maxConnections(1)
                .callTimeout(Duration.ofSeconds(60));
    }

    static DataArtsStudioBuilder studio(DeliveryServer server, DeliveryClock clock) {
        return studio(server.endpoint()).clock(clock).sleeper(clock);
    }
}
