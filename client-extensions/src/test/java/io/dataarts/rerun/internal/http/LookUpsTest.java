package io.dataarts.rerun.internal.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.Limit;
import io.dataarts.rerun.internal.call.RequestHead;
import io.dataarts.rerun.loopback.Names;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A wait for a look-up ends with close(). */
@Timeout(120)
class LookUpsTest {

    @Test
    @DisplayName("close() also ends the wait for a look-up that starts at the same time")
    void closeMeetsStart() {
        Limit limit = new Limit("connectTimeout", Duration.ofMinutes(10));
        CountDownLatch release = new CountDownLatch(1);
        AtomicReference<LookUps> closing = new AtomicReference<>();
        LookUps lookUps = new LookUps(
                Names.after(release), limit, new ConcurrentHashMap<>(),
                new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), Deadlines.daemon("look-up")) {
                    @Override
                    public void execute(Runnable lookUp) {
                        super.execute(lookUp);
                        closing.get().close();
                    }
                });
        closing.set(lookUps);
        try (Call call = new Call(new RequestHead("operation", "GET", "/", "/", Map.of()), limit)) {
            call.startAttempt();
            assertThatThrownBy(() -> lookUps.resolve("host")).isInstanceOf(CancellationException.class);
        } finally {
            release.countDown();
        }
    }
}
