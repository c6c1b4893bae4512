package io.dataarts.contract.size;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** A program that makes one call. It prints the duration of the call, and then the resident memory of the JVM in KB. */
final class ColdStart {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ColdStart() {}

    /** Makes one call; the arguments are those of {@link Worker}. */
    public static void main(String[] arguments) throws Exception {
        long start = System.nanoTime();
        byte[] signed = arguments.length < 3 ? new byte[0] : Base64.getDecoder().decode(arguments[2]);
        Peer peer = Peer.of(arguments[0], URI.create(arguments[1]), signed);
        peer.call();
        System.out.println("answered " + (System.nanoTime() - start));
        System.out.println("resident " + residentKilobytes());
        System.exit(0);
    }

    private static String residentKilobytes() throws Exception {
        if (!Files.exists(STATUS)) {
            return "0";
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .findFirst()
                .orElse("0");
    }
}
