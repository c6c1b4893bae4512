package io.dataarts.contract.stub;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Starts a {@link PactStub} from the command line, prints its URL, and serves until Enter is pressed or the process ends.
 *
 * <p>System properties: {@code stub.pact} names a file (default: the pact of the SDK), {@code stub.port} a port (default: a free
 * one).
 */
public final class StubServer {

    private StubServer() {
    }

    /** Serves the pact; takes no arguments. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        String file = System.getProperty("stub.pact", "");
        int port = Integer.getInteger("stub.port", 0);
        try (PactStub stub = file.isEmpty() ? PactStub.start(port) : PactStub.start(Path.of(file), port)) {
            out.println(stub.endpoint());
            out.println("It answers these requests of the pact, and explains what is wrong with any other:");
            stub.interactions().forEach(description -> out.println("  " + description));
            out.println("Press Enter to stop it.");
            awaitEnter();
        }
    }

    /** Waits for Enter; without a standard input, for a signal. */
    private static void awaitEnter() throws IOException, InterruptedException {
        if (System.in.read() < 0) {
            new CountDownLatch(1).await();
        }
    }
}
