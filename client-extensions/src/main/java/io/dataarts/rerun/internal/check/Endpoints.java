package io.dataarts.rerun.internal.check;

import static io.dataarts.rerun.internal.check.Arguments.require;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

/** Where the service is. */
public final class Endpoints {

    private static final int MAX_PORT = 65_535;

    private Endpoints() {}

    /** A region id, also one that is newer than this code; it becomes part of a host name. */
    public static String region(String region) {
        Objects.requireNonNull(region, "region");
        require(region.matches("[a-z0-9]+(-[a-z0-9]+)*"), () -> "region must be an id such as cn-north-4, was \"" + region + "\"");
        return region;
    }

    /** The public cloud's endpoint; the documentation spells the EU's domain .eu, the vendor's SDK .com. */
    public static URI ofRegion(String region) {
        return URI.create("https://dayu." + region + ".myhuaweicloud." + (region.startsWith("eu-") ? "eu" : "com"));
    }

    /** IAM's endpoint beside one that {@link #ofRegion} made. */
    public static URI iamOf(URI ofRegion) {
        return URI.create(ofRegion.toString().replace("//dayu.", "//iam."));
    }

    /** Like {@link #endpoint(String, URI)}, from a text; a message does not show it, since it may hold a password. */
    public static URI endpoint(String text) {
        try {
            return endpoint("endpoint", new URI(text));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("endpoint must be a URL: " + e.getReason() + " at index " + e.getIndex());
        }
    }

    /** An endpoint that requests can be signed for and credentials sent to. */
    public static URI endpoint(String name, URI endpoint) {
        Objects.requireNonNull(endpoint, name);
        String text = withoutUserInfo(endpoint);
        require(endpoint.getHost() != null && isSecure(endpoint),
                () -> name + " must be https://host[:port], plain http only to loopback, was " + text);
        require(endpoint.getRawUserInfo() == null && endpoint.getRawQuery() == null && endpoint.getRawFragment() == null,
                () -> name + " must have no user info, query or fragment, was " + text);
        require(endpoint.getPort() != 0 && endpoint.getPort() <= MAX_PORT,
                () -> name + " must have a port between 1 and " + MAX_PORT + ", was " + text);
        String path = endpoint.getRawPath();
        require(endpoint.normalize().getRawPath().equals(path) && !path.contains("/..") && !path.contains("%"),
                () -> name + " must have a plain path or none, was " + text);
        String whole = endpoint.toString();
        return path.endsWith("/") ? URI.create(whole.substring(0, whole.length() - 1)) : endpoint;
    }

    /** Whether requests to it are readable on the way, which is why the way has to be within the machine. */
    public static boolean isPlain(URI endpoint) {
        return "http".equalsIgnoreCase(endpoint.getScheme());
    }

    private static boolean isSecure(URI endpoint) {
        return "https".equalsIgnoreCase(endpoint.getScheme())
                || isPlain(endpoint) && endpoint.getHost().matches("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    }

    /** An HTTP proxy's address. */
    public static URI proxy(URI proxy) {
        Objects.requireNonNull(proxy, "proxy");
        require("http".equalsIgnoreCase(proxy.getScheme()) && proxy.getHost() != null && proxy.getPort() > 0 && proxy.getPort() <= MAX_PORT
                && proxy.getRawUserInfo() == null && proxy.getRawQuery() == null && proxy.getRawFragment() == null
                && proxy.getRawPath().length() <= 1, () -> "proxy must be http://host:port, was " + withoutUserInfo(proxy));
        return proxy;
    }

    private static String withoutUserInfo(URI uri) {
        return uri.toString().replaceFirst("//[^/?#]*@", "//****@");
    }
}
