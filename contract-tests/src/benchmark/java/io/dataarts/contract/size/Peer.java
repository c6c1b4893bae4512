package io.dataarts.contract.size;

import java.net.URI;

/** A client that reruns the documentation's first example. Thread-safe. */
interface Peer extends AutoCloseable {

    /** Sends the request and reads the whole response. Throws if the status is not 200. */
    void call() throws Exception;

    @Override
    void close() throws Exception;

    /**
     * Creates a peer.
     *
     * @param name sdk, vendor, feign, bare or socket
     * @param signed the bytes that the SDK sent, for peers that do not sign
     */
    static Peer of(String name, URI endpoint, byte[] signed) throws Exception {
        return switch (name) {
            case "sdk" -> new SdkPeer(endpoint);
            case "vendor" -> new VendorPeer(endpoint);
            case "feign" -> new FeignPeer(endpoint, signed);
            case "bare" -> new BarePeer(endpoint, signed);
            case "socket" -> new SocketPeer(endpoint, signed);
            default -> throw new IllegalArgumentException("there is no peer called " + name);
        };
    }
}
