package io.dataarts.rerun.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.CallTest;
import io.dataarts.rerun.internal.call.Limit;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages about network failures use this SDK's words, whichever part of the engine reports the failure. */
class NetworkFailuresTest {

    private static final Limit LIMIT = new Limit("callTimeout", Duration.ofMillis(20));
    private static final TransportSettings SETTINGS = new TransportSettings(LIMIT, LIMIT, LIMIT, 4, LIMIT.time(), null, null, null, null);

    static Stream<Exception> failures() {
        return Stream.of(
                new CancellationException("Request cancelled"), new IOException("Socket closed"), new UnknownHostException("host"),
                new SocketTimeoutException("Read timed out"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("a limit that ended has one message, whichever part of the engine notices it")
    void limitEnded(Exception noticed) {
        try (Call call = CallTest.begin(LIMIT.time())) {
            Attempt attempt = call.startAttempt();
            attempt.waitsFor("the address of {peer}");
            while (!attempt.expire()) {
                Thread.onSpinWait();
            }
            assertThat(new NetworkFailures("host", SETTINGS, attempt).describe(noticed))
                    .matches("callTimeout of 20 ms ended: the call waited (\\d+ s )?\\d+ m?s for the address of host");
        }
    }
}
