package io.dataarts.rerun.internal.check;

import static io.dataarts.rerun.internal.check.Arguments.require;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

/** Makes the endpoints of regions, and checks the endpoints and proxies that a user gives. */
public final class Endpoints {

    private static final int MAX_PORT = 65_535;

    private Endpoints() {}

    /** Checks a region id, which becomes part of a host name. Ids that are newer than this code pass. */
    public static String region(String region) {
        Objects.requireNonNull(region, "region");
        require(region.matches("[a-z0-9]+(-[a-z0-9]+)*"), () -> "region must be an id such as cn-north-4, was \"" + region + "\"");
        return region;
    }

    /** Returns the public cloud's endpoint. It ends in .eu for regions in the EU, as in the documentation; the vendor's SDK writes .com. */
    public static URI ofRegion(String region) {
        return URI.create("https://dayu." + region + ".myhuaweicloud." + (region.startsWith("eu-") ? "eu" : "com"));
    }

    /** Returns IAM's endpoint in the region of an endpoint that {@link #ofRegion} made. */
    public static URI iamOf(URI ofRegion) {
        return URI.create(ofRegion.toString().replace("//dayu.", "//iam."));
    }

    /** Does the same as {@link #endpoint(String, URI)} for a text. Messages do not show the text, because it may hold a password. */
    public static URI endpoint(String text) {
        try {
            return endpoint("endpoint", new URI(text));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("endpoint must be a URL: " + e.getReason() + " at index " + e.getIndex());
        }
    }

    /**
     * Checks that requests to an endpoint can be signed, and that credentials are safe on the way. Returns it without a slash at its end.
     */
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

    /** Returns whether requests to the endpoint are readable on the way. Such an endpoint has to be on loopback. */
    public static boolean isPlain(URI endpoint) {
        return "http".equalsIgnoreCase(endpoint.getScheme());
    }

    private static boolean isSecure(URI endpoint) {
        return "https".equalsIgnoreCase(endpoint.getScheme())
                || isPlain(endpoint) && endpoint.getHost().matches("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    }

    /** Checks the address of an HTTP proxy. */
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
