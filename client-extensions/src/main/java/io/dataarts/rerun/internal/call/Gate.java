package io.dataarts.rerun.internal.call;

import java.io.IOException;

/** Holds back attempts that have a connection. The next thing that an attempt does is to send the first byte of its request. */
@FunctionalInterface
public interface Gate {

    /**
     * Returns when the attempt may send.
     *
     * @throws IOException if it must not send
     * @throws InterruptedException if the thread is interrupted
     */
    void pass(Attempt attempt) throws IOException, InterruptedException;
}
