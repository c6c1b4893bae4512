package io.dataarts.contract.fault;

import java.io.IOException;

/**
 * What the server does with one connection or one request. {@link Faults} has the usual ones; any other is a lambda over
 * {@link ServerConnection}.
 */
@FunctionalInterface
public interface Fault {

    /**
     * Plays the fault. Unless the fault closes the connection, it then waits for its next request.
     *
     * @throws IOException when the client goes away meanwhile; the server takes that as the connection's end
     */
    void play(ServerConnection connection) throws IOException;
}
