package io.dataarts.contract.pact;

import au.com.dius.pact.consumer.dsl.HttpRequestBuilder;
import au.com.dius.pact.consumer.dsl.Matchers;
import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.IamToken;

/** Example credentials for the SDK, and the headers in which the pact expects them. */
public enum Caller {

    /** A permanent access key. */
    ACCESS_KEY(AccessKey.of("EXAMPLEAK00000000001", "ExampleSecretKey0000000000000000000000000")) {
        @Override
        HttpRequestBuilder authenticate(HttpRequestBuilder request) {
            return signed(request, "EXAMPLEAK00000000001", "host;workspace;x-project-id;x-sdk-date", LISTED);
        }
    },

    /** A temporary access key. The SDK sends and signs its security token. */
    TEMPORARY_KEY(AccessKey.of("EXAMPLEAK00000000002", "ExampleSecretKey0000000000000000000000000", "ExampleSecurityToken")) {
        @Override
        HttpRequestBuilder authenticate(HttpRequestBuilder request) {
            return signed(request, "EXAMPLEAK00000000002", "host;workspace;x-project-id;x-sdk-date;x-security-token",
                    LISTED + ";" + OTHERS + "x-security-token").header("X-Security-Token", "ExampleSecurityToken");
        }
    },

    /** An IAM token. */
    TOKEN(IamToken.of("ExampleIamToken")) {
        @Override
        HttpRequestBuilder authenticate(HttpRequestBuilder request) {
            return request.header("X-Auth-Token", "ExampleIamToken");
        }
    };

    // A signer may sign more headers than the SDK does. The vendor's signer also signs User-Agent.
    private static final String OTHERS = "([a-z0-9-]+;)*";
    private static final String LISTED =
            OTHERS + "host;" + OTHERS + "workspace;" + OTHERS + "x-project-id;" + OTHERS + "x-sdk-date";

    private final Credentials credentials;

    Caller(Credentials credentials) {
        this.credentials = credentials;
    }

    /** Returns the credentials for the SDK. */
    public Credentials credentials() {
        return credentials;
    }

    /** Returns a provider that accepts all these credentials. */
    public static ReferenceProvider.Builder provider() {
        ReferenceProvider.Builder provider = ReferenceProvider.builder();
        for (Caller caller : values()) {
            if (caller.credentials instanceof AccessKey key) {
                key.securityToken().ifPresentOrElse(
                        token -> provider.temporaryKey(key.accessKeyId(), key.secretKey(), token),
                        () -> provider.accessKey(key.accessKeyId(), key.secretKey()));
            } else if (caller.credentials instanceof IamToken token) {
                provider.token(token.value());
            }
        }
        return provider;
    }

    abstract HttpRequestBuilder authenticate(HttpRequestBuilder request);

    /** Adds signature and date by their form, because they differ in each call. The provider verifies their values. */
    private static HttpRequestBuilder signed(HttpRequestBuilder request, String accessKey, String list, String listPattern) {
        return request
                .header("X-Sdk-Date", Matchers.regexp(
                        // Anchored, because other implementations of Pact accept a match anywhere in the value.
                        "^[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]Z$",
                        "20241122T032000Z"))
                .header("Authorization", Matchers.regexp(
                        "^SDK-HMAC-SHA256 Access=[A-Za-z0-9]+, SignedHeaders=" + listPattern + ", Signature=[0-9a-f]{64}$",
                        "SDK-HMAC-SHA256 Access=" + accessKey + ", SignedHeaders=" + list
                                + ", Signature=" + "0123456789abcdef".repeat(4)));
    }
}
