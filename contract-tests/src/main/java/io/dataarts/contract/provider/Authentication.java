package io.dataarts.contract.provider;

import java.util.Optional;
import java.util.Set;

/** The gateway's first question: who sends this? Each credential that a request carries has to be right. */
final class Authentication {

    private static final String INCORRECT = "Incorrect IAM authentication information: ";

    private final Set<String> tokens;
    private final SignatureVerifier signatures;

    Authentication(Set<String> tokens, SignatureVerifier signatures) {
        this.tokens = Set.copyOf(tokens);
        this.signatures = signatures;
    }

    Optional<Answer> refuse(ReceivedRequest request) {
        Optional<String> token = request.header("X-Auth-Token");
        if (token.isPresent() && !tokens.contains(token.get())) {
            return Optional.of(Answer.gateway(request, 401, "APIGW.0307", "The token must be updated."));
        }
        if (request.header("Authorization").isPresent()) {
            return signatures.refuse(request).map(reason -> incorrect(request, reason));
        }
        return token.isPresent()
                ? Optional.empty()
                : Optional.of(incorrect(request, "neither X-Auth-Token nor Authorization was sent"));
    }

    private static Answer incorrect(ReceivedRequest request, String reason) {
        return Answer.gateway(request, 401, "APIGW.0301", INCORRECT + reason);
    }
}
