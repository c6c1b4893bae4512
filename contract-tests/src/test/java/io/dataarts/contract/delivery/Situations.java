package io.dataarts.contract.delivery;

import static io.dataarts.contract.delivery.ExpectedOutcome.accepted;
import static io.dataarts.contract.delivery.ExpectedOutcome.acceptedButUnreadable;
import static io.dataarts.contract.delivery.ExpectedOutcome.notSent;
import static io.dataarts.contract.delivery.ExpectedOutcome.rejected;
import static io.dataarts.contract.delivery.ExpectedOutcome.unknown;
import static io.dataarts.contract.fault.Faults.answer;
import static io.dataarts.contract.fault.Faults.close;
import static io.dataarts.contract.fault.Faults.drip;
import static io.dataarts.contract.fault.Faults.flood;
import static io.dataarts.contract.fault.Faults.pause;
import static io.dataarts.contract.fault.Faults.raw;
import static io.dataarts.contract.fault.Faults.read;
import static io.dataarts.contract.fault.Faults.readHalf;
import static io.dataarts.contract.fault.Faults.reset;
import static io.dataarts.contract.fault.Faults.silence;
import static io.dataarts.contract.fault.Faults.then;
import static io.dataarts.contract.fault.Faults.write;

import io.dataarts.contract.fault.Fault;
import io.dataarts.contract.fault.FaultServer;
import io.dataarts.contract.fault.Faults;
import io.dataarts.contract.fault.LoopbackCertificates;
import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.NotFoundException;
import io.dataarts.rerun.error.PermissionDeniedException;
import io.dataarts.rerun.error.ServerErrorException;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.error.ThrottledException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Holds all rows of the matrix. */
final class Situations {

    private static final Duration DRIP = Duration.ofMillis(20);
    /** The bytes that take more than twice the short timeout. */
    private static final int DRIPS = 250;
    /** Longer than the 10 ms for which the SDK reuses an idle connection without a check. */
    private static final Duration IDLE = Duration.ofMillis(30);
    private static final long GIGABYTE = 1L << 30;

    private static final String NO_ANSWER = "{host} closed the connection without an answer";
    private static final String RESET = "Connection reset ({host})";
    private static final String BROKEN_PIPE = "Broken pipe ({host})";
    private static final String CUT_HEAD = "the connection was closed within the head of the answer ({host})";
    private static final String CUT_BODY = "{host} closed the connection within its answer";
    private static final String NOT_HTTP = "{host} did not answer in HTTP/1.1";
    private static final String TOO_MUCH_HEAD = "{host} answered with too many headers, or with a line that is too long";
    private static final String SILENCE = "{host} sent nothing for 2 s (responseTimeout)";
    private static final String DEADLINE = "callTimeout of 2 s ended: the call waited … for the answer of {host}";
    private static final String CONNECTING = "connectTimeout of 2 s ended: the call waited … for a connection to {host}";
    private static final String HANDSHAKE = "connectTimeout of 2 s ended: the call waited … for the TLS handshake with {host}";
    /** Each body has a content type, because the vendor's SDK fails without one. Another row shows that. */
    private static final String JSON = "Content-Type: application/json";
    private static final String RECEIPT = "{\"instance_id\":\"1\"}";
    private static final String UNASKED =
            "HTTP/1.1 202 Accepted\r\n" + JSON + "\r\nContent-Length: 25\r\n\r\n{\"instance_id\":\"unasked\"}";

    private Situations() {
    }

    static List<Situation> all() {
        return Stream.of(connecting(), securing(), dropping(), idling(), stalling(), bodies(), codings(), successes(), redirects(),
                        refusals(), throttling(), errorBodies(), oddities())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Situation> connecting() {
        return List.of(
                new Situation("connection refused", Rig::refusing)
                        .comesTo(notSent("{host} refused the connection"))
                        .repeatedComesTo(notSent("{host} refused the connection").attempts(3)),
                new Situation("connect timeout", Rig::unreachable)
                        .endsConnecting()
                        .comesTo(notSent(CONNECTING))
                        .repeatedComesTo(notSent(CONNECTING).attempts(3)));
    }

    private static List<Situation> securing() {
        return List.of(
                secured("TLS: closed instead of a handshake", close())
                        .comesTo(notSent("TLS with {host} failed: Remote host terminated the handshake", RESET, "TLS with {host} failed: Connection reset", BROKEN_PIPE, "TLS with {host} failed: Broken pipe"))
                        .repeatedComesTo(accepted().attempts(2)),
                secured("TLS: handshake refused by an alert", then(write("\u0015\u0003\u0003\u0000\u0002\u0002\u0028"), silence()))
                        .comesTo(notSent("TLS with {host} failed: …handshake_failure")),
                secured("TLS: server speaks something else", then(write("SSH-2.0-OpenSSH_9.6\r\n"), silence()))
                        .comesTo(notSent("TLS with {host} failed: Unsupported or unrecognized SSL message")),
                secured("TLS: silence instead of a handshake", silence())
                        .endsConnecting()
                        .comesTo(notSent(HANDSHAKE))
                        .repeatedComesTo(accepted().attempts(2)),
                secured("TLS: a byte of the handshake every 20 ms",
                                then(write("\u0016\u0003\u0003\u0040\u0000"), drip("\u0000".repeat(DRIPS), DRIP), close()))
                        .endsConnecting()
                        .comesTo(notSent(HANDSHAKE))
                        .repeatedComesTo(accepted().attempts(2)),
                secured("TLS: certificate not trusted", connection -> connection.secure(LoopbackCertificates.stranger()))
                        .comesTo(notSent("TLS with {host} failed: …unable to find valid certification path to requested target")),
                secured("TLS: certificate of another host", connection -> connection.secure(LoopbackCertificates.serverElsewhere()))
                        .comesTo(notSent("TLS with {host} failed: …")),
                secured("TLS 1.2: client certificate refused",
                                connection -> connection.secure(LoopbackCertificates.serverThatRefusesTheClient().only("TLSv1.2")))
                        .comesTo(notSent("TLS with {host} failed: …", BROKEN_PIPE, RESET))
                        // The SDK does not retry if the alert arrives, and retries if the alert is lost with the connection.
                        .repeatedComesTo(notSent("TLS with {host} failed: …"), accepted().attempts(2)),
                secured("TLS 1.3: client certificate refused",
                                connection -> connection.secure(LoopbackCertificates.serverThatRefusesTheClient().only("TLSv1.3")))
                        .comesTo(unknown("TLS with {host} failed: …", BROKEN_PIPE, RESET).arrived(0, 0)),
                secured("TLS 1.2: client certificate accepted",
                                connection -> connection.secure(LoopbackCertificates.server().only("TLSv1.2").askingForCertificate()))
                        .comesTo(accepted()),
                secured("TLS 1.3: client certificate accepted",
                                connection -> connection.secure(LoopbackCertificates.server().only("TLSv1.3").askingForCertificate()))
                        .comesTo(accepted()));
    }

    private static List<Situation> dropping() {
        return List.of(
                new Situation("accepted and closed before reading", () -> Rig.server(FaultServer.builder().onConnections(close())))
                        .comesTo(unknown(NO_ANSWER, RESET, BROKEN_PIPE).arrived(0, 0)),
                fault("closed after reading half of the request", then(readHalf(), close()))
                        .comesTo(unknown(NO_ANSWER, RESET, BROKEN_PIPE).arrived(1, 0)),
                fault("read and closed without answer, fresh connection", then(read(), close())).comesTo(unknown(NO_ANSWER)),
                fault("read and reset without answer, fresh connection", then(read(), reset())).comesTo(unknown(RESET)),
                afterFirst("read and closed without answer, kept-alive connection", then(read(), close())).comesTo(unknown(NO_ANSWER)),
                afterFirst("read and reset without answer, kept-alive connection", then(read(), reset())).comesTo(unknown(RESET)),
                overTls("TLS: read and closed without answer", then(read(), close())).comesTo(unknown(NO_ANSWER)));
    }

    private static List<Situation> idling() {
        return List.of(
                new Situation("idle connection closed by the server some time before the call",
                                () -> Rig.server(
                                        FaultServer.builder().onRequests(then(json(200, RECEIPT), pause(IDLE), close())),
                                        FaultServer::awaitAllClosed))
                        .keptAlive()
                        .comesTo(accepted()),
                // For 10 ms the SDK reuses a connection without a check: UNKNOWN. On a slow machine the check runs: ACCEPTED.
                new Situation("idle connection closed by the server just before the call",
                                () -> Rig.server(
                                        FaultServer.builder().onRequests(then(json(200, RECEIPT), close())),
                                        FaultServer::awaitAllClosed))
                        .keptAlive()
                        .comesTo(unknown(NO_ANSWER, RESET, BROKEN_PIPE).arrived(0, 0), accepted()),
                new Situation("TLS: idle connection closed by the server just before the call",
                                () -> Rig.server(
                                        FaultServer.builder()
                                                .tls(LoopbackCertificates.server())
                                                .onRequests(then(json(200, RECEIPT), close())),
                                        FaultServer::awaitAllClosed))
                        .keptAlive()
                        .comesTo(accepted()),
                afterFirst("idle connection closed by the server exactly during the call", close())
                        .comesTo(unknown(NO_ANSWER, RESET, BROKEN_PIPE).arrived(1, 0)));
    }

    private static List<Situation> stalling() {
        return List.of(
                fault("no answer until the read timeout", then(read(), silence())).endsSilence().comesTo(unknown(SILENCE)),
                fault("half of a status line, then closed", then(raw("HTTP/1.1 20"), close()))
                        .comesTo(unknown(NOT_HTTP)),
                fault("a status line only, then closed", then(raw("HTTP/1.1 204 No Content\r\n"), close())).comesTo(unknown(CUT_HEAD)),
                fault("half of a status line, then silence", then(raw("HTTP/1.1 20"), silence())).endsSilence().comesTo(unknown(SILENCE)),
                fault("some headers, then silence", then(raw(head(200, "Content-Length: 0")), silence())).endsSilence().comesTo(unknown(SILENCE)),
                fault("some headers, then closed", then(raw(head(200, "Content-Length: 0")), close()))
                        .comesTo(unknown(CUT_HEAD)),
                fault("a header byte every 20 ms", then(read(), drip(head(200, "X-Slow: " + "x".repeat(DRIPS)), DRIP), close()))
                        .endsCall()
                        .comesTo(unknown(DEADLINE)));
    }

    private static List<Situation> bodies() {
        String tenBytes = head(200, "Content-Length: 10") + "\r\n";
        String slowly = "x".repeat(DRIPS);
        String announced = "Content-Length: " + DRIPS;
        return List.of(
                fault("200, body cut short", then(raw(tenBytes + "{"), close())).comesTo(accepted()),
                fault("200, needed body cut short", then(raw(tenBytes + "{"), close()))
                        .answerNeeded()
                        .comesTo(acceptedButUnreadable(CUT_BODY)),
                fault("200, needed body reset", then(raw(tenBytes + "{"), reset()))
                        .answerNeeded()
                        .comesTo(acceptedButUnreadable(RESET, CUT_BODY)),
                fault("200, needed body never comes", then(raw(tenBytes + "{"), silence()))
                        .answerNeeded()
                        .endsSilence()
                        .comesTo(acceptedButUnreadable(SILENCE)),
                fault("200, broken chunks", then(raw(head(200, "Transfer-Encoding: chunked") + "\r\nzz\r\n{}\r\n"), close()))
                        .comesTo(accepted()),
                fault("200, needed body in broken chunks",
                                then(raw(head(200, "Transfer-Encoding: chunked") + "\r\nzz\r\n{}\r\n"), close()))
                        .answerNeeded()
                        .comesTo(acceptedButUnreadable(NOT_HTTP)),
                fault("200, needed body ends within a chunk",
                                then(raw(head(200, "Transfer-Encoding: chunked") + "\r\nff\r\n{"), close()))
                        .answerNeeded()
                        .comesTo(acceptedButUnreadable(CUT_BODY)),
                fault("200, a body byte every 20 ms", then(raw(head(200, announced) + "\r\n"), drip(slowly, DRIP)))
                        .endsCall()
                        .comesTo(accepted()),
                fault("200, a needed body byte every 20 ms", then(raw(head(200, announced) + "\r\n"), drip(slowly, DRIP)))
                        .answerNeeded()
                        .endsCall()
                        .comesTo(acceptedButUnreadable(DEADLINE)),
                fault("500, a body byte every 20 ms", then(raw(head(500, announced) + "\r\n"), drip(slowly, DRIP)))
                        .endsCall()
                        .comesTo(unknown(ServerErrorException.class, "HTTP 500")),
                fault("200, body of 1 GB", then(raw(head(200, "Content-Length: " + GIGABYTE) + "\r\n"), flood(GIGABYTE), close()))
                        .forVendor(false) // it reads the whole into memory
                        .comesTo(accepted()),
                fault("200, needed body of 1 GB", then(raw(head(200, "Content-Length: " + GIGABYTE) + "\r\n"), flood(GIGABYTE), close()))
                        .answerNeeded()
                        .comesTo(acceptedButUnreadable("the body is larger than 8388608 bytes")),
                fault("200, endless body in chunks",
                                then(raw(head(200, "Transfer-Encoding: chunked") + "\r\n"), flood(GIGABYTE, "400\r\n" + "x".repeat(1024) + "\r\n"), close()))
                        .answerNeeded()
                        .comesTo(acceptedButUnreadable("the body is larger than 8388608 bytes")),
                fault("500, body of 1 GB", then(raw(head(500, "Content-Length: " + GIGABYTE) + "\r\n"), flood(GIGABYTE), close()))
                        .forVendor(false) // it reads the whole into memory
                        .comesTo(unknown(ServerErrorException.class, "HTTP 500")));
    }

    private static List<Situation> codings() {
        String gzip = "Content-Encoding: gzip";
        String error = "{\"error_code\":\"X.1\",\"error_msg\":\"no\"}";
        String bomb = gzip("\0".repeat(1 << 20)).repeat((int) (GIGABYTE >> 20)); // A gzip file may have many members.
        return List.of(
                fault("200, gzipped", coded(200, gzip(RECEIPT), gzip)).comesTo(accepted()),
                fault("200 with an error code, gzipped", coded(200, gzip(error), gzip))
                        .comesTo(unknown(ServiceException.class, "HTTP 200, X.1: no")),
                fault("200, needed body gzipped", coded(200, gzip(RECEIPT), gzip)).answerNeeded().comesTo(accepted()),
                fault("204 that claims to be gzipped", answer(204, "", gzip)).comesTo(accepted()),
                fault("200 in a coding that the client did not ask for", coded(200, "\13\2\200{}\3", "Content-Encoding: br"))
                        .comesTo(unknown(ServiceException.class, "HTTP 200 [the body cannot be decoded from Content-Encoding: br, …]")),
                fault("200, needed body in a coding that the client did not ask for", coded(200, "\13\2\200{}\3", "Content-Encoding: br"))
                        .answerNeeded()
                        .comesTo(unknown(ServiceException.class, "HTTP 200 [the body cannot be decoded from Content-Encoding: br, …]")),
                fault("200 that is not gzipped, but claims to be", coded(200, RECEIPT, gzip))
                        .comesTo(unknown(ServiceException.class, "HTTP 200 [the body cannot be decoded from Content-Encoding: gzip, …]")),
                fault("200, gzipped body cut short", then(raw(head(200, gzip, "Content-Length: 99") + "\r\n" + gzip(RECEIPT)), close()))
                        .comesTo(accepted()),
                fault("200, 1 GB of zeros gzipped", coded(200, bomb, gzip))
                        .forVendor(false) // it reads the whole into memory
                        .comesTo(accepted()),
                fault("200, needed body of 1 GB of zeros gzipped", coded(200, bomb, gzip))
                        .answerNeeded()
                        .comesTo(acceptedButUnreadable("the body is larger than 8388608 bytes")),
                fault("400, gzipped", coded(400, gzip(error), gzip)).comesTo(rejected(BadRequestException.class, "HTTP 400, X.1: no")),
                fault("400 in a coding that the client did not ask for", coded(400, "\13\2\200{}\3", "Content-Encoding: br"))
                        .comesTo(rejected(BadRequestException.class,
                                "HTTP 400 [the body cannot be decoded from Content-Encoding: br, …]")),
                fault("500, 1 GB of zeros gzipped", coded(500, bomb, gzip))
                        .forVendor(false) // it reads the whole into memory
                        .comesTo(unknown(ServerErrorException.class, "HTTP 500")));
    }

    private static List<Situation> successes() {
        return List.of(
                fault("204", answer(204)).comesTo(accepted()),
                fault("204, after 100 Continue that nobody asked for", raw("HTTP/1.1 100 Continue\r\n\r\n" + Faults.head(204) + "\r\n"))
                        .comesTo(accepted()),
                fault("204, after 103 Early Hints", raw("HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n" + Faults.head(204) + "\r\n"))
                        .comesTo(accepted()),
                fault("100 Continue, then closed", then(raw("HTTP/1.1 100 Continue\r\n\r\n"), close())).comesTo(unknown(NO_ANSWER)),
                fault("200 without body, length 0", answer(200)).comesTo(accepted()),
                fault("200 without body, length or type, closed", then(raw(Faults.head(200) + "\r\n"), close())).comesTo(accepted()),
                fault("200 without length, kept open", then(raw(head(200) + "\r\n"), silence())).endsSilence().comesTo(accepted()),
                fault("200 with JSON", json(200, RECEIPT)).comesTo(accepted()),
                fault("200 with JSON in chunks",
                                raw(head(200, "Transfer-Encoding: chunked") + "\r\n13\r\n" + RECEIPT + "\r\n0\r\n\r\n"))
                        .answerNeeded()
                        .comesTo(accepted()),
                fault("200 with JSON, without length, closed", then(raw(head(200) + "\r\n" + RECEIPT), close()))
                        .answerNeeded()
                        .comesTo(accepted()),
                fault("200 with JSON, without content type", answer(200, RECEIPT)).comesTo(accepted()),
                fault("200 with HTML", answer(200, "<html>welcome</html>", "Content-Type: text/html")).comesTo(accepted()),
                fault("200 with HTML where JSON is needed", answer(200, "<html>welcome</html>", "Content-Type: text/html"))
                        .answerNeeded()
                        .comesTo(accepted()),
                fault("200 without the needed body", answer(200)).answerNeeded().comesTo(accepted()),
                fault("200 with an error code", json(200, "{\"error_code\":\"DQC.0042\",\"error_msg\":\"failed\"}"))
                        .comesTo(unknown(ServiceException.class, "HTTP 200, DQC.0042: failed")),
                fault("200 with the code of success", json(200, "{\"error_code\":\"DQC.0000\",\"error_msg\":\"success\"}"))
                        .comesTo(accepted()),
                fault("200 by HTTP/1.0", then(raw("HTTP/1.0 200 OK\r\n" + JSON + "\r\n\r\n" + RECEIPT), close())).answerNeeded().comesTo(accepted()));
    }

    private static List<Situation> redirects() {
        return Stream.of(301, 302, 303, 307, 308)
                .map(status -> fault(status + " with Location", answer(status, "", "Location: /elsewhere"))
                        .comesTo(unknown(ServiceException.class, "HTTP " + status)))
                .toList();
    }

    private static List<Situation> refusals() {
        return List.of(
                fault("400", json(400, "{\"error_code\":\"X.1\",\"error_msg\":\"no\"}"))
                        .comesTo(rejected(BadRequestException.class, "HTTP 400, X.1: no")),
                fault("400 with the code of success", json(400, "{\"error_code\":\"DQC.0000\",\"error_msg\":\"success\"}"))
                        .comesTo(unknown(BadRequestException.class, "HTTP 400, DQC.0000: success")),
                fault("401", answer(401)).comesTo(rejected(AuthenticationException.class, "HTTP 401 […]")),
                fault("403", answer(403)).comesTo(rejected(PermissionDeniedException.class, "HTTP 403 […]")),
                fault("404", answer(404)).comesTo(rejected(NotFoundException.class, "HTTP 404")),
                fault("408", answer(408)).comesTo(unknown(ServiceException.class, "HTTP 408")),
                fault("408, then closed", then(answer(408, "", "Connection: close"), close()))
                        .comesTo(unknown(ServiceException.class, "HTTP 408")),
                fault("409", answer(409)).comesTo(rejected(ServiceException.class, "HTTP 409")),
                fault("413", answer(413)).comesTo(rejected(ServiceException.class, "HTTP 413")),
                fault("500", answer(500)).comesTo(unknown(ServerErrorException.class, "HTTP 500")),
                fault("502", answer(502)).comesTo(unknown(ServerErrorException.class, "HTTP 502")),
                fault("503", answer(503)).comesTo(unknown(ServerErrorException.class, "HTTP 503")),
                fault("503, Retry-After: 0", answer(503, "", "Retry-After: 0"))
                        .comesTo(unknown(ServerErrorException.class, "HTTP 503").retryAfter(Duration.ZERO)),
                fault("504", answer(504)).comesTo(unknown(ServerErrorException.class, "HTTP 504")),
                fault("101, switching protocols", raw("HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"))
                        .comesTo(unknown("the server switched protocols without being asked ({host})")),
                fault("status 999", answer(999)).comesTo(unknown(ServiceException.class, "HTTP 999")));
    }

    private static List<Situation> throttling() {
        Duration second = Duration.ofSeconds(1);
        ExpectedOutcome throttled = rejected(ThrottledException.class, "HTTP 429 […]").retryAfter(second);
        ExpectedOutcome atLast = accepted().attempts(2).arrived(2, 2).pause(second);
        return List.of(
                fault("429", answer(429)).comesTo(throttled).repeatedComesTo(atLast),
                fault("429 for a quality job, with 5 s left", answer(429))
                        .comesTo(throttled.retryAfter(Duration.ofSeconds(10)))
                        .callTimeout(Duration.ofSeconds(5))
                        .answerNeeded(),
                fault("429, Retry-After: 0", answer(429, "", "Retry-After: 0"))
                        .comesTo(throttled.retryAfter(Duration.ZERO))
                        .repeatedComesTo(atLast.pause(Duration.ZERO)),
                fault("429, Retry-After: 1", answer(429, "", "Retry-After: 1")).comesTo(throttled).repeatedComesTo(atLast),
                fault("429, Retry-After: a date in the past", answer(429, "", "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT"))
                        .comesTo(throttled)
                        .repeatedComesTo(atLast),
                fault("429, Retry-After: garbage", answer(429, "", "Retry-After: soon")).comesTo(throttled).repeatedComesTo(atLast),
                fault("429, Retry-After: negative", answer(429, "", "Retry-After: -5")).comesTo(throttled).repeatedComesTo(atLast),
                fault("429, Retry-After: an hour", answer(429, "", "Retry-After: 3600"))
                        .comesTo(throttled.retryAfter(Duration.ofHours(1))),
                fault("gateway's 0308 with 429, window of 1 second", overRateLimit("1 second"))
                        .comesTo(rejected(ThrottledException.class,
                                "HTTP 429, APIGW.0308: policy user over ratelimit,limit:10,time:1 second […]").retryAfter(second))
                        .repeatedComesTo(atLast),
                fault("gateway's 0308 with 429, window of 2 seconds, for a quality job", overRateLimit("2 second"))
                        .comesTo(rejected(ThrottledException.class,
                                "HTTP 429, APIGW.0308: policy user over ratelimit,limit:10,time:2 second […]").retryAfter(second.multipliedBy(2)))
                        .repeatedComesTo(atLast.pause(second.multipliedBy(2)))
                        .answerNeeded(),
                fault("gateway's 0308 with 429, window of 1 minute", overRateLimit("1 minute"))
                        .comesTo(rejected(ThrottledException.class,
                                "HTTP 429, APIGW.0308: policy user over ratelimit,limit:10,time:1 minute […]").retryAfter(Duration.ofMinutes(1))));
    }

    private static Fault overRateLimit(String window) {
        return json(429, "{\"error_msg\":\"policy user over ratelimit,limit:10,time:" + window + "\",\"error_code\":\"APIGW.0308\"}");
    }

    private static List<Situation> errorBodies() {
        String deep = "{\"error\":".repeat(20_000);
        return List.of(
                fault("400 with HTML", answer(400, "<html>bad</html>", "Content-Type: text/html"))
                        .comesTo(rejected(BadRequestException.class, "HTTP 400")),
                fault("400 with an empty body", answer(400)).comesTo(rejected(BadRequestException.class, "HTTP 400")),
                fault("400, body cut short", then(raw(head(400, "Content-Length: 99") + "\r\n{\"error_code\":\"X.1\",\"error_m"), close()))
                        .comesTo(rejected(BadRequestException.class, "HTTP 400, X.1")),
                fault("400, body never comes", then(raw(head(400, "Content-Length: 99") + "\r\n{\"error_code\":\"X.1\",\"error_m"), silence()))
                        .endsSilence()
                        .comesTo(rejected(BadRequestException.class, "HTTP 400, X.1")),
                fault("400, body not UTF-8", raw(head(400, "Content-Length: 36") + "\r\n{\"error_code\":\"X.1\",\"error_msg\":\"\u00e4\u00f6\"}"))
                        .comesTo(rejected(BadRequestException.class, "HTTP 400, X.1: \ufffd\ufffd")),
                fault("400, body deeply nested", json(400, deep)).comesTo(rejected(BadRequestException.class, "HTTP 400")),
                fault("400, body of 10 MB", json(400, "{\"error_code\":\"X.1\",\"error_msg\":\"no\",\"rest\":\"" + "x".repeat(10_000_000) + "\"}"))
                        .comesTo(rejected(BadRequestException.class, "HTTP 400, X.1: no")),
                fault("502 with HTML", answer(502, "<html>Bad Gateway</html>", "Content-Type: text/html"))
                        .comesTo(unknown(ServerErrorException.class, "HTTP 502")));
    }

    private static List<Situation> oddities() {
        List<Situation> rows = new ArrayList<>(List.of(
                fault("10,000 headers", raw(Faults.head(204) + "X-Flood: yes\r\n".repeat(10_000) + "\r\n"))
                        .comesTo(unknown(TOO_MUCH_HEAD)),
                fault("headers without end", then(raw(Faults.head(204)), flood(GIGABYTE, "X-Flood: yes\r\n")))
                        .comesTo(unknown(TOO_MUCH_HEAD)),
                fault("a header without end", then(raw(Faults.head(204) + "X-Flood: "), flood(GIGABYTE)))
                        .comesTo(unknown(TOO_MUCH_HEAD)),
                fault("an answer that is not HTTP", then(raw("220 mail.example ESMTP\r\n\r\n"), close()))
                        .comesTo(unknown(NOT_HTTP))));
        for (boolean tls : new boolean[] {false, true}) {
            String prefix = tls ? "TLS: " : "";
            Consumer<FaultServer.Builder> secure = tls ? builder -> builder.tls(LoopbackCertificates.server()) : builder -> {};
            rows.add(unasked(prefix + "a second response (202) nobody asked for, in one piece with the first",
                    secure, raw(answerText() + UNASKED)));
            rows.add(unasked(prefix + "a second response (202) nobody asked for, after the first",
                    secure, then(raw(answerText()), pause(Duration.ofMillis(20)), write(UNASKED))));
        }
        return rows;
    }

    private static String answerText() {
        return head(200, "Content-Length: " + RECEIPT.length()) + "\r\n" + RECEIPT;
    }

    /** Expects that the second call gets its own answer, on another connection. */
    private static Situation unasked(String name, Consumer<FaultServer.Builder> secure, Fault first) {
        return new Situation(name, () -> {
            FaultServer.Builder builder = FaultServer.builder().onRequests(first).otherwise(json(200, RECEIPT));
            secure.accept(builder);
            return Rig.server(builder, server -> server.awaitWritten(answerText().length() + UNASKED.length()));
        }).keptAlive().answerNeeded().forVendor(true).comesTo(accepted());
    }

    private static String head(int status, String... headers) {
        return Faults.head(status, headers) + JSON + "\r\n";
    }

    /** Returns an answer whose body is one byte for each char. */
    private static Fault coded(int status, String body, String coding) {
        return raw(head(status, coding, "Content-Length: " + body.length()) + "\r\n" + body);
    }

    /** Returns a gzipped text, with one char for each byte. */
    private static String gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static Fault json(int status, String body, String... headers) {
        return answer(status, body, Stream.concat(Stream.of(JSON), Stream.of(headers)).toArray(String[]::new));
    }

    private static Situation fault(String name, Fault... faults) {
        return new Situation(name, () -> Rig.server(FaultServer.builder().onRequests(faults).otherwise(json(200, RECEIPT))));
    }

    private static Situation afterFirst(String name, Fault fault) {
        return new Situation(name, () -> Rig.server(FaultServer.builder().onRequests(json(200, RECEIPT), fault))).keptAlive();
    }

    private static Situation overTls(String name, Fault fault) {
        return new Situation(name, () -> Rig.server(FaultServer.builder().tls(LoopbackCertificates.server()).onRequests(fault)));
    }

    private static Situation secured(String name, Fault firstConnection) {
        return new Situation(
                name, () -> Rig.server(FaultServer.builder().tls(LoopbackCertificates.server()).onConnections(firstConnection)));
    }
}
