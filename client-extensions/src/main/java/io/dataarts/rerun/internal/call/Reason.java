package io.dataarts.rerun.internal.call;

/** Why an attempt failed, in the detail that the decision to retry needs. */
public enum Reason {
    /** The credentials are missing, or their provider failed. */
    CREDENTIALS,
    /** The host name does not resolve. */
    HOST_NAME,
    /** The TLS handshake failed, and would fail again: a certificate or a protocol version. */
    TLS,
    /** The proxy refuses the tunnel, and would refuse it again. */
    PROXY,
    /** The thread was interrupted before it sent the request. */
    INTERRUPTED,
    /** The studio was closed. */
    CLOSED,
    /** Anything else on the network: no connection, no answer, a truncated answer. */
    NETWORK,
    /** The service or its gateway answered 429, or the code 0308. */
    THROTTLED,
    /** The gateway asks for a new token. */
    TOKEN_REFUSED,
    /** The service answered 408 or 5xx. */
    SERVER_ERROR,
    /** Any other answer that is not a success. */
    ANSWER
}
