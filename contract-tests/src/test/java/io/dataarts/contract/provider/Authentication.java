package io.dataarts.contract.provider;

import io.dataarts.contract.loopback.ReceivedRequest;
import io.dataarts.contract.signature.SignatureCheck;
import java.util.Optional;
import java.util.Set;

/** Authenticates a request, as the gateway does. Each credential of a request has to be right. */
final class Authentication {

    private static final String INCORRECT = "Incorrect IAM authentication information: ";

    private final Set<String> tokens;
    private final SignatureCheck signatures;

    Authentication(Set<String> tokens, SignatureCheck signatures) {
        this.tokens = Set.copyOf(tokens);
        this.signatures = signatures;
    }

    Optional<ProviderAnswer> refuse(ReceivedRequest request) {
        Optional<String> token = request.header("X-Auth-Token");
        if (token.isPresent() && !tokens.contains(token.get())) {
            return Optional.of(ProviderAnswer.gateway(401, "APIGW.0307", "The token must be updated."));
        }
        if (request.header("Authorization").isPresent()) {
            return signatures.refuse(request).map(Authentication::incorrect);
        }
        return token.isPresent() ? Optional.empty() : Optional.of(incorrect("neither X-Auth-Token nor Authorization was sent"));
    }

    private static ProviderAnswer incorrect(String reason) {
        return ProviderAnswer.gateway(401, "APIGW.0301", INCORRECT + reason);
    }
}
