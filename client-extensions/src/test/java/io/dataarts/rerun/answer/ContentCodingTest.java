package io.dataarts.rerun.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.generated.api.QualityApi;
import io.dataarts.generated.model.RestartQualityInstanceRequest;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.RetryPolicy;
import io.dataarts.rerun.auth.IamPassword;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.UnreadableResponseException;
import io.dataarts.rerun.loopback.Cloud;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body with a content coding is decoded and read like any other. If it cannot be decoded, the call does not pass for a success. */
@Timeout(120)
class ContentCodingTest {

    private static final String INSTANCE = "{\"instance_id\":\"7\"}";
    private static final String ERROR = "{\"error_code\":\"DQC.1\",\"error_msg\":\"No such rule\"}";
    private static final String UNDECODED = " [the body cannot be decoded from Content-Encoding: %s, which the SDK did not ask for:"
            + " check the gateways and proxies on the way]";

    /** Makes the body of a coding from plain text. */
    private interface Coder {
        byte[] code(byte[] plain);
    }

    private static Stream<Arguments> codings() {
        return Stream.of(
                coding(ContentCodingTest::gzip, "Content-Encoding: gzip"),
                coding(ContentCodingTest::gzip, "content-encoding: GZIP"),
                coding(ContentCodingTest::gzip, "Content-Encoding: x-gzip"),
                coding(ContentCodingTest::gzip, "Content-Encoding:  identity , gzip,"),
                coding(ContentCodingTest::zlib, "Content-Encoding: deflate"),
                coding(ContentCodingTest::bareDeflate, "Content-Encoding: Deflate"),
                coding(plain -> gzip(zlib(plain)), "Content-Encoding: deflate, gzip"),
                coding(plain -> zlib(gzip(plain)), "Content-Encoding: gzip", "Content-Encoding: deflate"),
                coding(plain -> plain, "Content-Encoding: identity"),
                coding(plain -> plain, "Content-Encoding:"));
    }

    private static Arguments coding(Coder coder, String... headers) {
        return Arguments.of(String.join("; ", headers), coder, headers);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("codings")
    @DisplayName("a body that can be decoded is read")
    void decoded(String name, Coder coder, String[] headers) {
        assertThat(rerun(Example.QUALITY, Reply.of(200, coder.code(utf8(INSTANCE)), headers)).instanceId()).contains("7");

        ServiceException contradiction = Failing.answered(Reply.of(200, coder.code(utf8(ERROR)), headers), Example.INSTANCES);
        assertThat(contradiction).hasMessage("Whether it was executed is unknown: HTTP 200, DQC.1: No such rule");
        assertThat(contradiction.outcome()).isEqualTo(Outcome.UNKNOWN);

        ServiceException refusal = Failing.answered(Reply.of(400, coder.code(utf8(ERROR)), headers));
        assertThat(refusal).isExactlyInstanceOf(BadRequestException.class).hasMessage("Rejected: HTTP 400, DQC.1: No such rule");
        assertThat(refusal.rawBody()).isEqualTo(ERROR);
    }

    @Test
    @DisplayName("an empty body that is coded is an empty body")
    void codedEmptyBody() {
        Reply reply = Reply.of(200, gzip(new byte[0]), "Content-Encoding: gzip");
        try (LoopbackServer server = LoopbackServer.answering(reply); DataArtsStudio studio = Example.studio(server)) {
            assertThat(studio.api(QualityApi.class)
                            .restartQualityInstance(Example.PROJECT, Example.WORKSPACE, new RestartQualityInstanceRequest()).body())
                    .isNull();
        }
    }

    private static Stream<Arguments> undecodable() {
        byte[] broken = gzip(utf8(INSTANCE.repeat(100)));
        broken[broken.length / 2] ^= 0x55;
        byte[] wrongChecksum = gzip(utf8(INSTANCE));
        wrongChecksum[wrongChecksum.length - 8] ^= 1;
        return Stream.of(
                coded("br", utf8(INSTANCE)),
                coded("zstd", utf8(INSTANCE)),
                coded("gzip, br", gzip(utf8(INSTANCE))),
                coded("br, gzip", gzip(utf8(INSTANCE))),
                coded("gzip, gzip, gzip", gzip(gzip(gzip(utf8(INSTANCE))))),
                coded("gzip", utf8(INSTANCE)),
                coded("gzip", zlib(utf8(INSTANCE))),
                coded("gzip", broken),
                coded("gzip", wrongChecksum),
                coded("gzip", Arrays.copyOf(gzip(utf8(INSTANCE)), 9)),
                coded("gzip", Arrays.copyOf(gzip(utf8(INSTANCE)), 20)),
                coded("deflate", utf8(INSTANCE)),
                coded("deflate", new byte[] {0x78}));
    }

    private static Arguments coded(String coding, byte[] body) {
        return Arguments.of(coding, body);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("undecodable")
    @DisplayName("a 2xx whose body cannot be decoded has an unknown outcome, because the body may hold an error code")
    void undecodable(String coding, byte[] body) {
        for (Rerun rerun : new Rerun[] {Example.QUALITY, Example.INSTANCES}) {
            try (LoopbackServer server = LoopbackServer.answering(Reply.of(200, body, "Content-Encoding: " + coding, "X-Request-Id: r-1"));
                    DataArtsStudio studio = Example.builder(server)
                            .retryPolicy(RetryPolicy.standard().repeatingUnknownOutcomesWhichMayRunTwice()).build()) {
                ServiceException failure = Failing.rerun(studio, rerun, ServiceException.class);
                assertThat(failure).isExactlyInstanceOf(ServiceException.class).hasMessage(
                        "Whether it was executed is unknown: HTTP 200" + UNDECODED.formatted(coding) + " (request id r-1)");
                assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
                assertThat(failure.httpStatus()).isEqualTo(200);
                assertThat(server.requests()).hasSize(1);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("undecodable")
    @DisplayName("a refusal whose body cannot be decoded is a refusal, and says why it has no code")
    void refused(String coding, byte[] body) {
        ServiceException failure = Failing.answered(Reply.of(400, body, "Content-Encoding: " + coding));
        assertThat(failure).isExactlyInstanceOf(BadRequestException.class)
                .hasMessage("Rejected: HTTP 400" + UNDECODED.formatted(coding));
    }

    @Test
    @DisplayName("a plain body that claims to be coded is read for its code, and a 2xx stays unknown")
    void plain() {
        Reply refusal = Reply.of(400, utf8(ERROR), "Content-Encoding: gzip");
        assertThat(Failing.answered(refusal)).hasMessage("Rejected: HTTP 400, DQC.1: No such rule" + UNDECODED.formatted("gzip"));
        Reply success = Reply.of(200, utf8("{\"error_code\":\"DQC.0000\"}"), "Content-Encoding: gzip");
        assertThat(Failing.answered(success).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    @DisplayName("what precedes an error in the coding is read")
    void prefix() {
        String rest = new Random(1).ints(20_000, 'A', 'z').mapToObj(Character::toString).collect(Collectors.joining());
        byte[] body = gzip(utf8("{\"error_code\":\"DQC.1\",\"rest\":\"" + rest));
        ServiceException failure = Failing.answered(
                Reply.of(400, Arrays.copyOf(body, body.length / 2), "Content-Encoding: gzip"));
        assertThat(failure).hasMessage("Rejected: HTTP 400, DQC.1" + UNDECODED.formatted("gzip"));
        assertThat(failure.rawBody()).startsWith("{\"error_code\":\"DQC.1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "gzip, br"})
    @DisplayName("an empty body needs no decoding")
    void empty(String coding) {
        assertThat(rerun(Example.QUALITY, Reply.empty(204, "Content-Encoding: " + coding)).httpStatus()).isEqualTo(204);
        assertThat(rerun(Example.INSTANCES, Reply.empty(200, "Content-Encoding: " + coding)).httpStatus()).isEqualTo(200);
        assertThat(Failing.answered(Reply.empty(400, "Content-Encoding: " + coding))).hasMessage("Rejected: HTTP 400");
    }

    @Test
    @DisplayName("a coded body that the connection truncates is a truncated body")
    void truncated() {
        byte[] body = gzip(utf8(INSTANCE));
        String sent = new String(body, 0, 20, StandardCharsets.ISO_8859_1);
        Reply reply = Reply.text("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n\r\n" + sent)
                .then(Reply.drop());
        assertThat(rerun(Example.INSTANCES, reply).httpStatus()).isEqualTo(200);
        try (LoopbackServer server = LoopbackServer.answering(reply); DataArtsStudio studio = Example.studio(server)) {
            UnreadableResponseException failure = Failing.rerun(studio, UnreadableResponseException.class);
            assertThat(failure).hasMessageContaining("closed the connection within its answer");
            assertThat(failure.outcome()).isEqualTo(Outcome.ACCEPTED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @DisplayName("a gigabyte of zeros in a small body ends at the limit of plain bodies")
    void bomb(int rounds) {
        byte[] body = zeros(1024); // MiB
        for (int i = 1; i < rounds; i++) {
            body = gzip(body);
        }
        String header = "Content-Encoding: gzip" + ", gzip".repeat(rounds - 1);
        assertThat(rerun(Example.INSTANCES, Reply.of(200, body, header)).httpStatus()).isEqualTo(200);
        try (LoopbackServer server = LoopbackServer.answering(Reply.of(200, body, header));
                DataArtsStudio studio = Example.studio(server)) {
            assertThat(Failing.rerun(studio, UnreadableResponseException.class))
                    .hasMessage("Accepted (HTTP 200), but the body cannot be read: the body is larger than 8388608 bytes");
        }
        assertThat(Failing.answered(Reply.of(500, body, header)).rawBody()).hasSize(64 << 10);
    }

    @Test
    @DisplayName("a connection is reused after a decoded body")
    void connectionIsUsedAgain() {
        try (LoopbackServer server = LoopbackServer.answering(Reply.of(200, gzip(utf8(INSTANCE)), "Content-Encoding: gzip"));
                DataArtsStudio studio = Example.studio(server)) {
            studio.rerun(Example.QUALITY);
            studio.rerun(Example.QUALITY);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("a secret in the name of a coding is masked")
    void masked() {
        ServiceException failure = Failing.answered(Reply.of(200, utf8(INSTANCE), "Content-Encoding: " + Example.SK));
        assertThat(failure).hasMessageContaining("Content-Encoding: ****, which");
    }

    @Test
    @DisplayName("the answers of IAM are decoded, too")
    void credentials() {
        String expiry = "{\"token\":{\"expires_at\":\"2024-11-23T03:20:00Z\"}}";
        try (LoopbackServer server = Cloud.start()
                        .on(Cloud.LOGIN, Reply.of(201, gzip(utf8(expiry)), "X-Subject-Token: token-1", "Content-Encoding: gzip"));
                DataArtsStudio studio = Example.builder(server).credentials(IamPassword.of("d", "u", "p")).iamEndpoint(server.endpoint())
                        .callTimeout(Duration.ofMinutes(1)).build()) {
            studio.rerun(Example.QUALITY);
            assertThat(server.requests()).allSatisfy(request -> assertThat(request.value("Accept-Encoding")).isEqualTo("identity"));
            assertThat(server.requests()).hasSize(2);
        }
    }

    private static RerunReceipt rerun(Rerun rerun, Reply answer) {
        try (LoopbackServer server = LoopbackServer.answering(answer);
                DataArtsStudio studio = Example.studio(server)) {
            return studio.rerun(rerun);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] plain) {
        return coded(plain, GZIPOutputStream::new);
    }

    private static byte[] zlib(byte[] plain) {
        return coded(plain, DeflaterOutputStream::new);
    }

    private static byte[] bareDeflate(byte[] plain) {
        return coded(plain, out -> new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true)));
    }

    private interface Stage {
        OutputStream over(OutputStream out) throws IOException;
    }

    private static byte[] coded(byte[] plain, Stage stage) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = stage.over(bytes)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] zeros(int mebibytes) {
        byte[] member = gzip(new byte[1 << 20]);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < mebibytes; i++) {
            bytes.writeBytes(member);
        }
        return bytes.toByteArray();
    }
}
