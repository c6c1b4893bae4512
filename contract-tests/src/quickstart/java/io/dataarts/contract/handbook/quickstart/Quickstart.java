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
 * The program behind {@code mvn -q -Pquickstart verify}. It shows both reruns on a local stand-in, and never leaves loopback.
 * With all {@code -Dquickstart.*} flags it sends one rerun to a real service instead.
 *
 * <p>Exit status:
 * <ul>
 *   <li>0: all steps went as expected, or the live rerun was accepted;
 *   <li>1: a step did not go as expected, or the live rerun was rejected;
 *   <li>2: nothing was sent;
 *   <li>3: the outcome of the live rerun is unknown.
 * </ul>
 */
public final class Quickstart {

    private Quickstart() {
    }

    /** Reads the flags from the system properties. Ends the JVM unless the exit status is 0. */
    public static void main(String[] arguments) {
        // System.out would use the locale's encoding: under LANG=C it prints Chinese as question marks.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        int status = run(flags(), UnaryOperator.identity(), out);
        if (status != 0) {
            // Maven runs this class in its own JVM. For an exception it would print a long stack trace below the message.
            System.exit(status);
        }
    }

    /** Runs with these flags, and returns the exit status. {@code credentials} adds credentials to the studio of a live rerun. */
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
