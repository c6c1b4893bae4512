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
 * Replaces the recorded credentials, which are expired examples, by valid credentials.
 *
 * <p>It uses the SDK's signer, because the live gateway has to accept that signer. The reference provider checks the signature
 * with its own code. Other tests compare both with the vendor's signer.
 */
final class Resigning {

    private static final List<String> SIGNED = List.of("workspace", "X-Project-Id", "X-Security-Token");

    private Resigning() {
    }

    /** Returns the recorded kind of credentials: token, temporary key or permanent key. */
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
            byte[] body = request.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(request.getEntity());
            new RequestSigner()
                    .sign(key, request.getMethod(), request.getUri(), signed, body)
                    .headers()
                    .forEach(request::setHeader);
        }
    }
}
