package io.dataarts.contract.stub;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Starts a {@link PactStub} from the command line, prints its URL, and serves until Enter is pressed or the process is ended.
 * The system properties {@code stub.pact} (a file; without it the pact of the SDK) and {@code stub.port} (without it a free one)
 * change what is served and where.
 */
public final class StubServer {

    private StubServer() {
    }

    /** Takes no arguments. */
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

    /** Without a standard input nobody can press Enter: then only a signal ends it. */
    private static void awaitEnter() throws IOException, InterruptedException {
        if (System.in.read() < 0) {
            new CountDownLatch(1).await();
        }
    }
}
