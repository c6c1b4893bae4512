package io.dataarts.rerun.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import feign.Request;
import feign.Request.HttpMethod;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.CallTest;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The duplicate guard keeps a hash of each request for the window, and not the request. */
@Timeout(60)
class DuplicateGuardMemoryTest {

    /** About the size of a rerun of 10,000 instances. */
    private static final int BODY = 700_000;

    @Test
    @DisplayName("150 large requests keep none of their bodies, and are still told apart")
    void bodies() {
        DuplicateGuard guard = new DuplicateGuard(Duration.ofHours(1), Clock.systemUTC(), (call, request) -> {
            call.startAttempt().answered(204, Outcome.ACCEPTED);
            return null;
        });
        List<WeakReference<byte[]>> bodies = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            bodies.add(deliver(guard, i));
        }
        assertThat(guard.known()).hasSize(150);
        for (int i = 0; i < 100 && bodies.stream().anyMatch(body -> body.get() != null); i++) {
            System.gc();
        }
        assertThat(bodies).allMatch(body -> body.get() == null);
        assertThat(guard.known().toString()).hasSizeLessThan(150 * 300);
    }

    private static WeakReference<byte[]> deliver(DuplicateGuard guard, int number) {
        byte[] body = new byte[BODY];
        body[BODY / 2] = (byte) number;
        String url = "https://h/" + "x".repeat(1000) + number;
        Request request = Request.create(
                HttpMethod.POST, url, Map.of("workspace", List.of("w")), body, StandardCharsets.UTF_8, null);
        try (Call call = CallTest.begin(Duration.ofMinutes(1))) {
            guard.deliver(call, request);
        }
        return new WeakReference<>(body);
    }
}
