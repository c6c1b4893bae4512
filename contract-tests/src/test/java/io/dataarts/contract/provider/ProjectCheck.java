package io.dataarts.contract.provider;

import io.dataarts.contract.loopback.ReceivedRequest;
import java.util.Optional;

/** Refuses a signed request without {@code X-Project-Id}, and each request whose {@code X-Project-Id} differs from the path. */
final class ProjectCheck {

    // The message is the service's. This project chose the code, because none is published.
    private static final String CODE = "DLF.3051";
    private static final String MESSAGE = "Workspace does not exists";

    private ProjectCheck() {
    }

    static Optional<ProviderAnswer> refuse(OperationRequest operation) {
        ReceivedRequest request = operation.received();
        String project = operation.rawPathParameters().get("project_id");
        Optional<String> sent = request.header("X-Project-Id");
        boolean mayBeMissing = request.header("Authorization").isEmpty();
        if (project == null || sent.isEmpty() && mayBeMissing || sent.isPresent() && sent.get().equals(project)) {
            return Optional.empty();
        }
        return Optional.of(ProviderAnswer.error(400, CODE, sent.isEmpty()
                ? MESSAGE + ": X-Project-Id is missing"
                : MESSAGE + ": X-Project-Id is " + sent.get() + ", the path's project is " + project));
    }
}
