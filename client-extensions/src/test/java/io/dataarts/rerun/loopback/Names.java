package io.dataarts.rerun.loopback;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.hc.client5.http.DnsResolver;

/** A name service for tests: it fails a number of times, or waits, then resolves every host name to the same addresses. */
public final class Names implements DnsResolver {

    private static final List<InetAddress> LOOPBACK = List.of(InetAddress.getLoopbackAddress());

    private final int failures;
    private final CountDownLatch release;
    private final Supplier<List<InetAddress>> addresses;
    private final CountDownLatch firstAsked = new CountDownLatch(1);
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private Names(int failures, CountDownLatch release, Supplier<List<InetAddress>> addresses) {
        this.failures = failures;
        this.release = release;
        this.addresses = addresses;
    }

    /** Returns a name service that knows no host. */
    public static Names unknown() {
        return new Names(Integer.MAX_VALUE, new CountDownLatch(0), () -> LOOPBACK);
    }

    /** Returns a name service that knows every host. */
    public static Names known() {
        return of(LOOPBACK);
    }

    /** Returns a name service that knows every host after its first answer. */
    public static Names unknownOnce() {
        return new Names(1, new CountDownLatch(0), () -> LOOPBACK);
    }

    /** Returns a name service that hangs until the latch opens, as the JVM's look-up may. An interrupt does not end it. */
    public static Names after(CountDownLatch release) {
        return new Names(0, release, () -> LOOPBACK);
    }

    /** Returns a name service that gives these addresses for every host. */
    public static Names of(List<InetAddress> addresses) {
        return changing(() -> addresses);
    }

    /** Returns a name service whose addresses change. */
    public static Names changing(Supplier<List<InetAddress>> addresses) {
        return new Names(0, new CountDownLatch(0), addresses);
    }

    public void awaitAsked() throws InterruptedException {
        firstAsked.await();
    }

    /** Returns the host names that a client looked up. */
    public List<String> asked() {
        return asked;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        asked.add(host);
        firstAsked.countDown();
        for (boolean waits = true; waits; ) {
            try {
                release.await();
                waits = false;
            } catch (InterruptedException e) {
                waits = true;
            }
        }
        if (asked.size() <= failures) {
            throw new UnknownHostException(host);
        }
        return addresses.get().toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
