package io.dataarts.contract.fault;

import java.io.IOException;

/**
 * What the server does with one connection or one request.
 *
 * <p>{@link Faults} has the common faults. A lambda over {@link ServerConnection} makes any other fault.
 */
@FunctionalInterface
public interface Fault {

    /**
     * Plays the fault. The connection then waits for its next request, unless the fault closed it.
     *
     * @throws IOException if the client closes the connection meanwhile; the server then ends the connection
     */
    void play(ServerConnection connection) throws IOException;
}
