package io.dataarts.rerun.internal.credentials;

import static io.dataarts.rerun.loopback.Cloud.KEY;
import static io.dataarts.rerun.loopback.Cloud.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.rerun.TestClock;
import io.dataarts.rerun.WarmUp;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.CallTest;
import io.dataarts.rerun.internal.call.Limit;
import io.dataarts.rerun.internal.http.Transport;
import io.dataarts.rerun.internal.http.TransportSettings;
import io.dataarts.rerun.loopback.ArrivedRequest;
import io.dataarts.rerun.loopback.Cloud;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both versions of the metadata service give a key. For every pair of answers the chain says whether the service is absent or broken, and
 * shows no secret.
 */
@ExtendWith(WarmUp.class)
@Execution(ExecutionMode.CONCURRENT)
class MetadataVersionsTest {

    /** What a stand-in of the metadata service does with a request. All bodies except the one of 204 hold the text {@code s3cret}. */
    private enum Reaction {
        OK, NO_CONTENT, FOUND, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, NOT_ALLOWED, ERROR, UNAVAILABLE,
        HTML, JSON, TRUNCATED, NO_HTTP, SILENCE, CLOSED, RESET, REFUSED;

        /** Returns the reply whose body is this if the answer is a success. */
        Reply reply(String body, String... headers) {
            return switch (this) {
                case OK -> Reply.json(200, body, headers);
                case NO_CONTENT -> Reply.empty(204, headers);
                case FOUND -> status(302, body, "Location: /s3cret");
                case UNAUTHORIZED -> status(401, body, headers);
                case FORBIDDEN -> status(403, body, headers);
                case NOT_FOUND -> status(404, body, headers);
                case NOT_ALLOWED -> status(405, body, headers);
                case ERROR -> status(500, body, headers);
                case UNAVAILABLE -> status(503, body, headers);
                case HTML -> Reply.of(200, "<html>s3cret</html>".getBytes(StandardCharsets.UTF_8), "Content-Type: text/html");
                case JSON -> Reply.json(200, "{\"token\":\"s3cret\"}");
                case TRUNCATED -> Reply.truncated(200, body.length() + 1, body);
                case NO_HTTP -> Reply.text("s3cret s3cret\r\n\r\n").then(Reply.drop());
                case SILENCE -> Reply.silence();
                case CLOSED -> Reply.drop();
                case RESET -> Reply.reset();
                case REFUSED -> throw new IllegalArgumentException("a refused connection carries no request");
            };
        }

        private static Reply status(int status, String body, String... headers) {
            return Reply.json(status, body, headers);
        }
    }

    /**
     * What the chain says for each pair of answers. {@code HOST} is the authority of the service.
     *
     * <p>The service is absent if no HTTP response to the first request comes, and if it has no key. It is broken if it answers anything
     * else, because a proxy or a failing service is not the same as no service.
     */
    private static final String TABLE = """
            PUT answer                                 | GET answer   | chain  | words
            OK FORBIDDEN NOT_FOUND NOT_ALLOWED         | OK           | key    |
            OK FORBIDDEN NOT_FOUND NOT_ALLOWED         | NOT_FOUND    | absent | /openstack/latest/securitykey answered 404; attach
            OK FORBIDDEN NOT_FOUND NOT_ALLOWED         | UNAUTHORIZED | broken | /openstack/latest/securitykey answered 401; attach
            OK FORBIDDEN NOT_FOUND NOT_ALLOWED         | FORBIDDEN    | broken | /openstack/latest/securitykey answered 403
            OK FORBIDDEN NOT_FOUND NOT_ALLOWED         | NOT_ALLOWED  | broken | /openstack/latest/securitykey answered 405
            OK FORBIDDEN NOT_FOUND NOT_ALLOWED         | ERROR        | broken | /openstack/latest/securitykey answered 500
            OK FORBIDDEN NOT_FOUND NOT_ALLOWED         | UNAVAILABLE  | broken | /openstack/latest/securitykey answered 503
            OK FORBIDDEN NOT_FOUND NOT_ALLOWED         | NO_CONTENT   | broken | /openstack/latest/securitykey answered 204
            OK FORBIDDEN NOT_FOUND NOT_ALLOWED         | FOUND        | broken | /openstack/latest/securitykey answered 302
            OK FORBIDDEN NOT_FOUND NOT_ALLOWED         | HTML JSON    | broken | gave no complete key: access key (AK) must not be empty
            OK FORBIDDEN NOT_FOUND NOT_ALLOWED         | TRUNCATED    | broken | HOST closed the connection within its answer
            OK FORBIDDEN NOT_FOUND NOT_ALLOWED         | NO_HTTP      | broken | HOST did not answer in HTTP/1.1
            OK FORBIDDEN NOT_FOUND NOT_ALLOWED         | SILENCE      | broken | HOST sent nothing for
            OK FORBIDDEN NOT_FOUND NOT_ALLOWED         | CLOSED       | broken | HOST closed the connection without an answer
            OK FORBIDDEN NOT_FOUND NOT_ALLOWED         | RESET        | broken | (HOST)
            OK FORBIDDEN NOT_FOUND NOT_ALLOWED         | REFUSED      | broken | HOST refused the connection
            UNAUTHORIZED                               | any          | broken | /meta-data/latest/api/token answered 401
            ERROR                                      | any          | broken | /meta-data/latest/api/token answered 500
            UNAVAILABLE                                | any          | broken | /meta-data/latest/api/token answered 503
            NO_CONTENT                                 | any          | broken | /meta-data/latest/api/token answered 204
            FOUND                                      | any          | broken | /meta-data/latest/api/token answered 302
            HTML JSON                                  | any          | broken | the session token must not be HTML or JSON
            TRUNCATED                                  | any          | broken | HOST closed the connection within its answer
            NO_HTTP                                    | any          | absent | HOST did not answer in HTTP/1.1; attach
            SILENCE                                    | any          | absent | HOST sent nothing for 100 ms (the limit for credentials); attach
            CLOSED                                     | any          | absent | HOST closed the connection without an answer; attach
            RESET                                      | any          | absent | (HOST); attach
            REFUSED                                    | any          | absent | HOST refused the connection; attach
            """;

    private static final String SESSION_TOKEN = "session-s3cret";
    private static final AccessKey ISSUED = AccessKey.of("AK-agency", "SK-agency-s3cret", "token-agency-s3cret");
    private static final Duration VALID = Duration.ofHours(1);
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final TestClock clock = new TestClock();
    private final LoopbackServer server = LoopbackServer.answering(Reply.empty(404));

    @TempDir
    private Path home;

    @AfterEach
    void stop() {
        server.close();
    }

    /** A chain, and the transport that it uses. */
    private record Chain(RefreshingCredentials credentials, Transport transport) implements AutoCloseable {

        @Override
        public void close() {
            transport.close();
        }
    }

    private Chain chain(URI endpoint, Duration responseTimeout) {
        Transport transport = new Transport(new TransportSettings(
                CredentialExchange.limit(20), new Limit("the limit for credentials", responseTimeout), CredentialExchange.limit(60), 2,
                Duration.ofMinutes(3), null, null, null, null));
        MetadataSource metadata = new MetadataSource(endpoint, transport);
        return new Chain(new RefreshingCredentials(new DefaultChain(variable -> null, home.toString(), metadata), clock), transport);
    }

    /** Resolves within a call, as the SDK does. */
    private static Credentials resolve(Chain chain) {
        try (Call call = CallTest.begin(Duration.ofMinutes(1))) {
            call.startAttempt();
            return chain.credentials().resolve();
        }
    }

    private static Stream<Arguments> pairs() {
        return TABLE.lines().skip(1).map(line -> line.split("\\|")).flatMap(cells -> reactions(cells[0]).stream()
                .flatMap(put -> reactions(cells[1]).stream().map(get -> Arguments.of(put, get, cells[2].strip(), words(cells)))));
    }

    private static String words(String[] cells) {
        return cells.length < 4 ? "" : cells[3].strip().replace("; attach", "; on an ECS, attach an agency");
    }

    private static Set<Reaction> reactions(String cell) {
        return cell.strip().equals("any")
                ? EnumSet.allOf(Reaction.class)
                : Arrays.stream(cell.strip().split(" ")).map(Reaction::valueOf).collect(Collectors.toSet());
    }

    @Test
    void table_always_thenItHoldsEveryPairOnce() {
        assertThat(pairs().map(pair -> List.of(pair.get()[0], pair.get()[1])))
                .doesNotHaveDuplicates()
                .hasSize(Reaction.values().length * Reaction.values().length);
    }

    @ParameterizedTest(name = "PUT {0}, GET {1}: {2}")
    @MethodSource("pairs")
    void resolve_whenTheServiceAnswersLikeThis_thenTheChainSaysSo(Reaction put, Reaction get, String says, String words) {
        URI endpoint = put == Reaction.REFUSED ? LoopbackServer.refusing() : server.endpoint();
        script(put, get);
        // On a busy machine a reply may take its time, so a timeout is short only if no reply has to come within it.
        Duration timeout = Duration.ofMillis(put == Reaction.SILENCE ? 100 : get == Reaction.SILENCE ? 1_500 : 20_000);
        try (Chain chain = chain(endpoint, timeout)) {
            if (says.equals("key")) {
                assertThat(resolve(chain)).isEqualTo(ISSUED);
            } else {
                String state = says.equals("absent") ? "not found" : "unreadable";
                String advice = says.equals("absent")
                        ? "call credentials(...), or use one of these:"
                        : "fix one of these, or call credentials(...):";
                ConfigurationException failure = catchThrowableOfType(ConfigurationException.class, () -> resolve(chain));
                assertThat(failure)
                        .hasMessageStartingWith("Not sent: no credentials: " + advice + "\n- environment: not set: ")
                        .hasMessageContaining("\n- ECS metadata: " + state + ": ");
                assertThat(failure.getMessage().lines().reduce((first, last) -> last).orElseThrow())
                        .contains(words.replace("HOST", endpoint.getAuthority()))
                        .matches(line -> line.contains("attach an agency") == words.contains("attach"));
                assertThat(Throwables.getStackTrace(failure)).doesNotContain("s3cret");
            }
        }
        assertThatTheTokenIsSentOnlyIfItWasGiven(put, get);
    }

    private void script(Reaction put, Reaction get) {
        if (put != Reaction.REFUSED) {
            Reply session = get == Reaction.REFUSED ? put.reply(SESSION_TOKEN, "Connection: close") : put.reply(SESSION_TOKEN);
            server.onEach(SESSION, request -> {
                if (get == Reaction.REFUSED) {
                    server.refuseConnections();
                }
                return session;
            });
        }
        if (get != Reaction.REFUSED) {
            server.on(KEY, get.reply(Cloud.keyJson(ISSUED, TestClock.START.plus(VALID))));
        }
    }

    private void assertThatTheTokenIsSentOnlyIfItWasGiven(Reaction put, Reaction get) {
        boolean asksForAKey = EnumSet.of(Reaction.OK, Reaction.FORBIDDEN, Reaction.NOT_FOUND, Reaction.NOT_ALLOWED).contains(put);
        int sessions = put == Reaction.REFUSED ? 0 : 1;
        int keys = asksForAKey && get != Reaction.REFUSED ? 1 : 0;
        server.awaitRequests(SESSION, sessions); // a client that gives up can be faster than the server
        server.awaitRequests(KEY, keys);
        assertThat(server.requests(SESSION)).hasSize(sessions);
        assertThat(server.requests(KEY)).hasSize(keys).allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.lowerCaseNames().contains("x-metadata-token")).isEqualTo(put == Reaction.OK);
            if (put == Reaction.OK) {
                assertThat(request.value("X-Metadata-Token")).isEqualTo(SESSION_TOKEN);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 403, 404, 405})
    void resolve_whenTheKeyRunsOut_thenTheSameVersionGivesANewOne(int status) {
        server.on(SESSION, Reply.json(status, SESSION_TOKEN));
        server.on(KEY, issued(1, VALID), issued(2, VALID.multipliedBy(2)));
        try (Chain chain = chain(server.endpoint(), Duration.ofSeconds(20))) {
            assertThat(resolve(chain)).isEqualTo(key(1));
            clock.pass(VALID.minus(AHEAD).minusMillis(1));
            assertThat(resolve(chain)).isEqualTo(key(1));
            clock.pass(Duration.ofMillis(1));
            assertThat(resolve(chain)).isEqualTo(key(2));
        }
        assertThat(server.requests(KEY)).hasSize(2)
                .allMatch(request -> request.lowerCaseNames().contains("x-metadata-token") == (status == 200));
    }

    @Test
    void resolve_whenVersion1IsSwitchedOff_thenTheNextRefreshUsesVersion2() {
        server.on(SESSION, Reply.empty(404), Reply.json(200, SESSION_TOKEN));
        server.on(KEY, issued(1, VALID), issued(2, VALID.multipliedBy(2)));
        try (Chain chain = chain(server.endpoint(), Duration.ofSeconds(20))) {
            resolve(chain);
            clock.pass(VALID);
            assertThat(resolve(chain)).isEqualTo(key(2));
        }
        ArrivedRequest second = server.requests(KEY).get(1);
        assertThat(second.value("X-Metadata-Token")).isEqualTo(SESSION_TOKEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SILENCE      | ECS metadata: not found: HOST sent nothing for 2 s (the limit for credentials); on an ECS, attach an agency",
                "ERROR        | ECS metadata: unreadable: http://HOST/meta-data/latest/api/token answered 500",
                "UNAUTHORIZED | ECS metadata: unreadable: http://HOST/meta-data/latest/api/token answered 401",
            })
    void resolve_whenTheServiceFailsLater_thenTheOldKeyUntilItRunsOut(Reaction later, String state) {
        Cloud.withMetadata(server, ISSUED, TestClock.START.plus(VALID));
        server.onEach(SESSION, request -> (server.requests(SESSION).size() == 1 ? Reaction.OK : later).reply(SESSION_TOKEN));
        try (Chain chain = chain(server.endpoint(), Duration.ofMillis(later == Reaction.SILENCE ? 2_000 : 20_000))) {
            assertThat(resolve(chain)).isEqualTo(ISSUED);
            clock.pass(VALID.minus(AHEAD));
            assertThat(resolve(chain)).isEqualTo(ISSUED);
            clock.pass(AHEAD);
            assertThat(catchThrowableOfType(ConfigurationException.class, () -> resolve(chain)))
                    .hasMessage("Not sent: no credentials, the last ones expired at 2024-11-22T04:20:00Z: "
                            + state.replace("HOST", server.authority()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404})
    void resolve_whenTheKeyHasExpiredOnArrival_thenBothTimes(int status) {
        server.on(SESSION, Reply.json(status, SESSION_TOKEN)).on(KEY, issued(1, Duration.ZERO));
        assertThat(failure()).isEqualTo("Not sent: no credentials: the credentials found expired at 2024-11-22T03:20:00Z, and this"
                + " machine's clock says 2024-11-22T03:20:00Z");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404})
    void resolve_whenTheKeySaysNotWhenItExpires_thenBroken(int status) {
        String withoutExpiry = Cloud.keyJson(ISSUED, TestClock.START).replaceFirst(",\"expires_at\":\"[^\"]*\"", "");
        server.on(SESSION, Reply.json(status, SESSION_TOKEN)).on(KEY, Reply.json(200, withoutExpiry));
        assertThat(failure()).endsWith("\n- ECS metadata: unreadable: " + server.endpoint()
                + " gave no complete key: expires_at must be a time such as 2026-01-31T12:00:00Z");
    }

    private String failure() {
        try (Chain chain = chain(server.endpoint(), Duration.ofSeconds(20))) {
            ConfigurationException failure = catchThrowableOfType(ConfigurationException.class, () -> resolve(chain));
            assertThat(Throwables.getStackTrace(failure)).doesNotContain("s3cret");
            return failure.getMessage();
        }
    }

    private static AccessKey key(int number) {
        return AccessKey.of("AK-" + number, "SK-s3cret-" + number, "token-s3cret-" + number);
    }

    /** Returns the reply with this key, which expires so long after the start. */
    private static Reply issued(int number, Duration valid) {
        return Cloud.issued(key(number), TestClock.START.plus(valid));
    }
}
