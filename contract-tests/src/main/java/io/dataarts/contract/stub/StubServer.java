package io.dataarts.contract.stub;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Starts a {@link PactStub} from the command line, prints its URL, and serves until Enter is pressed or the process ends.
 *
 * <p>System properties:
 * <ul>
 *   <li>{@code stub.pact}: the pact file. Default: the pact of the SDK.
 *   <li>{@code stub.port}: the port. Default: a free port.
 * </ul>
 */
public final class StubServer {

    private StubServer() {
    }

    /** Serves the pact. Ignores its arguments. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        String file = System.getProperty("stub.pact", "");
        int port = Integer.getInteger("stub.port", 0);
        try (PactStub stub = file.isEmpty() ? PactStub.start(port) : PactStub.start(Path.of(file), port)) {
            out.println(stub.endpoint());
            out.println("The stub answers these requests of the pact, and explains how any other request differs:");
            stub.interactions().forEach(description -> out.println("  " + description));
            out.println("Press Enter to stop the stub.");
            awaitEnter();
        }
    }

    /** Waits for Enter. Without a standard input, waits until a signal ends the process. */
    private static void awaitEnter() throws IOException, InterruptedException {
        if (System.in.read() < 0) {
            new CountDownLatch(1).await();
        }
    }
}
