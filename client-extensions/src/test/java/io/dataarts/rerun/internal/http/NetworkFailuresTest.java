package io.dataarts.rerun.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.CallTest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.util.Deadline;
import org.apache.hc.core5.util.DeadlineTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Messages about network failures use this SDK's words, whichever part of the engine reports the failure. */
class NetworkFailuresTest {

    private static final TransportSettings SETTINGS = new TransportSettings(
            Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3), 4, null, null, null);

    private final Call call = CallTest.begin(SETTINGS.callTimeout());

    @AfterEach
    void end() {
        call.close();
    }

    @Test
    @DisplayName("a deadline that passes during the wait for a connection has one message, whether the timer or the pool notices it")
    void deadlineInThePool() {
        Attempt attempt = call.startAttempt();
        String noticedByPool = describe(new ConnectionRequestTimeoutException("Timeout deadline: 3000 MILLISECONDS"));
        String noticedWhenHandedOn = describe(
                new RequestFailedException("Request execution failed", DeadlineTimeoutException.from(Deadline.fromUnixMilliseconds(1))));
        attempt.expire();
        assertThat(noticedByPool)
                .isEqualTo("the call did not end within its timeout of 3 s (dayu.cn-north-4.myhuaweicloud.com); all 4 connections"
                        + " may be in use: see maxConnections")
                .isEqualTo(noticedWhenHandedOn)
                .isEqualTo(describe(new CancellationException("Request cancelled")))
                .isEqualTo(describe(new IOException("Socket closed")));
    }

    private String describe(Exception failure) {
        return new NetworkFailures("dayu.cn-north-4.myhuaweicloud.com", SETTINGS, call.lastAttempt()).describe(failure);
    }
}
