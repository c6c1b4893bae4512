package io.dataarts.rerun.loopback;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.client5.http.DnsResolver;

/** A name service for tests: it fails a number of times, then resolves every host name to loopback. */
public final class Names implements DnsResolver {

    private final int failures;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private Names(int failures) {
        this.failures = failures;
    }

    /** Returns a name service that knows no host. */
    public static Names unknown() {
        return new Names(Integer.MAX_VALUE);
    }

    /** Returns a name service that knows every host after its first answer. */
    public static Names unknownOnce() {
        return new Names(1);
    }

    /** Returns the host names that a client looked up. */
    public List<String> asked() {
        return asked;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        asked.add(host);
        if (asked.size() <= failures) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getByAddress(new byte[] {127, 0, 0, 1})};
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
