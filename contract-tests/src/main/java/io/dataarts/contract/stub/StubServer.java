package io.dataarts.contract.stub;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Starts a {@link PactStub} from the command line, prints its URL, a command line for curl, tokens and provider states, and serves until
 * Enter is pressed or the process ends.
 *
 * <p>System properties:
 * <ul>
 *   <li>{@code stub.pact}: the pact file. Default: the pact of the SDK.
 *   <li>{@code stub.port}: the port. Default: a free port.
 *   <li>{@code stub.signatures}: whether the stub checks signatures, with example keys that it prints. Default: {@code false}.
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
        boolean signatures = Boolean.getBoolean("stub.signatures");
        try (PactStub stub = file.isEmpty() ? PactStub.start(port, signatures) : PactStub.start(Path.of(file), port, signatures)) {
            out.println(stub.endpoint());
            stub.guide().forEach(out::println);
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
