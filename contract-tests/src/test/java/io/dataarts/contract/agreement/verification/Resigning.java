package io.dataarts.contract.agreement.verification;

import io.dataarts.contract.pact.Caller;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.signing.RequestSigner;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * Puts credentials of now in place of the recorded ones, which are an example and long expired.
 *
 * <p>It signs with the SDK's own signer, because that is the one that the live gateway has to accept. The reference provider checks
 * it with code of its own, and the vendor's signer is held against both elsewhere.
 */
final class Resigning {

    private static final List<String> SIGNED = List.of("workspace", "X-Project-Id", "X-Security-Token");

    private Resigning() {
    }

    /** Who made the recorded request: a token stays a token, and a temporary key a temporary key. */
    static Caller recordedCaller(ClassicHttpRequest request) {
        if (request.containsHeader("X-Auth-Token")) {
            return Caller.TOKEN;
        }
        return request.containsHeader("X-Security-Token") ? Caller.TEMPORARY_KEY : Caller.ACCESS_KEY;
    }

    static void sign(ClassicHttpRequest request, Credentials credentials) throws IOException, URISyntaxException {
        List.of("Authorization", "X-Sdk-Date", "X-Security-Token", "X-Auth-Token").forEach(request::removeHeaders);
        if (credentials instanceof IamToken token) {
            request.setHeader("X-Auth-Token", token.value());
        } else if (credentials instanceof AccessKey key) {
            key.securityToken().ifPresent(token -> request.setHeader("X-Security-Token", token));
            Map<String, String> signed = new LinkedHashMap<>();
            for (String name : SIGNED) {
                if (request.containsHeader(name)) {
                    signed.put(name, request.getFirstHeader(name).getValue());
                }
            }
            new RequestSigner()
                    .sign(key, request.getMethod(), request.getUri(), signed, EntityUtils.toByteArray(request.getEntity()))
                    .headers()
                    .forEach(request::setHeader);
        }
    }
}
