package io.dataarts.contract.handbook.quickstart;

import io.dataarts.rerun.DataArtsStudioBuilder;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * {@code mvn -q -Pquickstart verify}: both reruns, shown on a local stand-in that never leaves loopback. Only with every
 * {@code -Dquickstart.*} flag does it send one rerun to a real service instead.
 *
 * <p>Exit status: 0 when all went as expected, or the live rerun was accepted; 1 when a step differed, or the rerun was rejected;
 * 2 when nothing was sent; 3 when nobody knows whether the rerun happened.
 */
public final class Quickstart {

    private Quickstart() {
    }

    /** Takes its flags from the system properties, and ends the JVM unless the exit status is 0. */
    public static void main(String[] arguments) {
        // System.out would write in the locale's encoding: under LANG=C, Chinese would be question marks.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        int status = run(flags(), UnaryOperator.identity(), out);
        if (status != 0) {
            // Maven runs this in its own JVM. It would print a screenful about an exception, below what has been said already.
            System.exit(status);
        }
    }

    /** Runs with these flags; {@code credentials} completes the studio of a live rerun. */
    static int run(Map<String, String> flags, UnaryOperator<DataArtsStudioBuilder> credentials, PrintStream out) {
        Transcript transcript = new Transcript(out);
        if (flags.isEmpty()) {
            return Tour.run(Tour.standIn(), transcript);
        }
        try {
            return LiveRerun.of(flags).run(credentials, transcript);
        } catch (IncompleteFlagsException e) {
            transcript.text(e.getMessage());
            return 2;
        }
    }

    private static Map<String, String> flags() {
        Map<String, String> flags = new TreeMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith(Flags.PREFIX)) {
                flags.put(name, System.getProperty(name));
            }
        }
        return flags;
    }
}
