package io.dataarts.rerun.internal.check;

import static io.dataarts.rerun.internal.check.Arguments.require;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;

/** Makes the endpoints of regions, and checks the endpoints and proxies that a user gives. */
public final class Endpoints {

    private static final int MAX_PORT = 65_535;
    /** Matches a host on loopback. Java has checked its syntax, so that the last part matches any form of ::1, but no other address. */
    private static final String LOOPBACK = "(?i)localhost|127(\\.\\d{1,3}){3}|\\[[0:]*:0{0,3}1]";

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
            throw new IllegalArgumentException(
                    "endpoint must be a URL such as https://host:8443: " + e.getReason() + " at index " + e.getIndex());
        }
    }

    /**
     * Checks that requests to an endpoint arrive as they were signed, and that credentials are safe on the way. Returns it without a slash
     * at its end.
     */
    public static URI endpoint(String name, URI endpoint) {
        requireHost(name, "https", endpoint);
        String text = withoutUserInfo(endpoint);
        require(!isPlain(endpoint) || endpoint.getHost().matches(LOOPBACK),
                () -> name + " must start with https://, plain http only to localhost, 127.0.0.1 or [::1], was " + text);
        String path = endpoint.getRawPath();
        // HttpCore sends a question mark for a letter beyond ASCII, which starts the query.
        require(endpoint.normalize().getRawPath().equals(path) && !path.contains("/..") && path.matches("[!-~&&[^%]]*"),
                () -> name + " must have a plain path or none: ASCII, no percent sign, no dot segment, no empty segment, was " + text);
        String whole = endpoint.toString();
        return path.endsWith("/") ? URI.create(whole.substring(0, whole.length() - 1)) : endpoint;
    }

    /** Returns whether requests to the endpoint are readable on the way. Such an endpoint has to be on loopback. */
    public static boolean isPlain(URI endpoint) {
        return "http".equalsIgnoreCase(endpoint.getScheme());
    }

    /** Checks the address of an HTTP proxy. */
    public static URI proxy(URI proxy) {
        requireHost("proxy", "http", proxy);
        require(proxy.getPort() > 0 && proxy.getRawPath().length() <= 1, () -> "proxy must be http://host:port, was " + proxy);
        return proxy;
    }

    /** Checks that a URL names a host that Java connects to and a Host header can carry, and nothing that requests would lose. */
    private static void requireHost(String name, String scheme, URI url) {
        Objects.requireNonNull(url, name);
        String was = ", was " + withoutUserInfo(url);
        require(scheme.equalsIgnoreCase(url.getScheme()) || isPlain(url), () -> name + " must start with " + scheme + "://" + was);
        String authority = url.getRawAuthority();
        require(authority != null, () -> name + " must have a host after " + url.getScheme() + "://" + was);
        require(authority.indexOf('@') < 0 && url.getRawQuery() == null && url.getRawFragment() == null,
                () -> name + " must have no user info, query or fragment" + was);
        require(authority.matches("\\p{ASCII}*"),
                () -> name + " must have a host in ASCII: write " + IDN.toASCII(authority, IDN.ALLOW_UNASSIGNED) + was);
        try {
            url.parseServerAuthority();
        } catch (URISyntaxException e) {
            String advice = authority.contains("_") ? "; Java supports no underscore in a host name: use another name" : "";
            throw new IllegalArgumentException(
                    name + " must have a valid host and port: " + e.getReason() + " at index " + e.getIndex() + advice + was);
        }
        require(!url.getHost().matches("\\d+|.*%.*"), () -> name + " must have a host name, or a whole address without a zone" + was);
        require(url.getPort() != 0 && url.getPort() <= MAX_PORT, () -> name + " must have a port between 1 and " + MAX_PORT + was);
    }

    /** Masks all before the last @, because a user may forget the scheme, or to encode a password. */
    private static String withoutUserInfo(URI uri) {
        return uri.toString().replaceFirst("(?i)^(https?://)?.*@", "$1****@");
    }
}
