package io.dataarts.rerun.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dataarts.rerun.auth.AccessKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The signer gives the signatures of public sources and of the vendor's signer, which vectors.json holds. */
class SigningVectorsTest {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

    record Vector(
            String id,
            String accessKey,
            String secretKey,
            String date,
            String method,
            String url,
            LinkedHashMap<String, String> headers,
            String body,
            String canonicalRequest,
            String stringToSign,
            String authorization) {

        Signature sign() {
            Instant at = LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
            byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
            return new RequestSigner(Clock.fixed(at, ZoneOffset.UTC))
                    .sign(AccessKey.of(accessKey, secretKey), method, URI.create(url), headers, bytes);
        }

        @Override
        public String toString() {
            return id;
        }
    }

    static Stream<Vector> vectors() throws IOException {
        ObjectMapper json = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        try (InputStream file = SigningVectorsTest.class.getResourceAsStream("vectors.json")) {
            JsonNode vectors = json.readTree(file).get("vectors");
            return StreamSupport.stream(vectors.spliterator(), false).map(vector -> json.convertValue(vector, Vector.class));
        }
    }

    @Test
    @DisplayName("the file holds all 20 vectors")
    void count() throws IOException {
        assertThat(vectors()).hasSize(20);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void sign_whenVector_thenItsCanonicalRequest(Vector vector) {
        assertThat(vector.sign().canonicalRequest()).isEqualTo(vector.canonicalRequest);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void sign_whenVector_thenItsStringToSign(Vector vector) {
        assertThat(vector.sign().stringToSign()).isEqualTo(vector.stringToSign);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void sign_whenVector_thenItsAuthorization(Vector vector) {
        Signature signature = vector.sign();
        assertThat(signature.authorization()).isEqualTo(vector.authorization);
        assertThat(signature.headers()).containsEntry("Authorization", vector.authorization);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void sign_whenVector_thenHostAndDateOfTheCanonicalRequestAreToBeSent(Vector vector) {
        Map<String, String> headers = vector.sign().headers();
        assertThat(headers).containsOnlyKeys("Host", "X-Sdk-Date", "Authorization").containsEntry("X-Sdk-Date", vector.date);
        assertThat(vector.canonicalRequest.lines()).contains("host:" + headers.get("Host"), "x-sdk-date:" + vector.date);
    }
}
