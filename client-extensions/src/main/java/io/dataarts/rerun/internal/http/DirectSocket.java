package io.dataarts.rerun.internal.http;

import io.dataarts.rerun.internal.call.Call;
import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.util.Timeout;

/** A socket that ignores the JVM's proxies. It connects within the address's share of the attempt's time. */
final class DirectSocket extends Socket {

    DirectSocket() {
        super(Proxy.NO_PROXY);
    }

    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
        // Waits 1 ms longer than the share. So the attempt has expired when its last address times out, and the message names its limit.
        long nanos = Math.max(0, Call.current().lastAttempt().nanosForNextAddress()) + TimeUnit.MILLISECONDS.toNanos(1);
        super.connect(address, Timeout.ofNanoseconds(nanos).toMillisecondsIntBound());
    }
}
