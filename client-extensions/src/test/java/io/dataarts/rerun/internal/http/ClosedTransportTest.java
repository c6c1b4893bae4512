package io.dataarts.rerun.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.rerun.internal.call.AttemptFailedException;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.CallTest;
import io.dataarts.rerun.internal.call.Limit;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A closed transport tells that it is closed, and keeps the state of the thread. */
class ClosedTransportTest {

    private static final Limit LIMIT = new Limit("callTimeout", Duration.ofSeconds(20));

    @Test
    @DisplayName("an interrupt that meets close() keeps its flag")
    void interrupted() {
        Transport transport = new Transport(new TransportSettings(LIMIT, LIMIT, LIMIT, 1, Duration.ofMinutes(3), null, null, null, null));
        transport.close();
        try (Call call = CallTest.begin(LIMIT.time())) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> transport.send(call.startAttempt(), URI.create("http://127.0.0.1:9/"), () -> null))
                    .isInstanceOf(AttemptFailedException.class).hasMessage("this DataArtsStudio is closed");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }
}
