package io.dataarts.rerun.internal.http;

import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.Failures;
import io.dataarts.rerun.internal.call.Limit;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks up host names on threads of its own, one look-up per host at a time. An attempt stops waiting when its time ends. The JVM's look-up
 * cannot be ended, so it may go on.
 *
 * <p>The engine asks at the start of connecting, on the thread of the call. Thread-safe.
 */
record LookUps(DnsResolver names, Limit connectLimit, Map<String, Future<InetAddress[]>> inFlight, ExecutorService threads)
        implements DnsResolver, AutoCloseable {

    LookUps(DnsResolver names, Limit connectLimit) {
        this(names, connectLimit, new ConcurrentHashMap<>(), new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), Deadlines.daemon("dataarts-rerun-lookup")));
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        Attempt attempt = Call.current().lastAttempt();
        attempt.connects(connectLimit);
        try {
            Future<InetAddress[]> lookUp = inFlight.computeIfAbsent(host, this::start);
            if (threads.isShutdown()) {
                lookUp.cancel(false); // close() may have come before the map showed it
            }
            InetAddress[] addresses = lookUp.get(attempt.nanosLeft(), TimeUnit.NANOSECONDS);
            attempt.found(addresses.length);
            return addresses;
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            Failures.keepInterrupt(e);
            throw (UnknownHostException) new UnknownHostException(host).initCause(e);
        }
    }

    private Future<InetAddress[]> start(String host) {
        return threads.submit(() -> {
            try {
                return names.resolve(host);
            } finally {
                inFlight.remove(host);
            }
        });
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** Ends all waits. */
    @Override
    public void close() {
        threads.shutdownNow();
        inFlight.values().forEach(lookUp -> lookUp.cancel(false));
    }
}
