package io.dataarts.contract.handbook.quickstart;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.DataArtsStudioBuilder;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.Outcome;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The program behind {@code mvn -q -Pquickstart verify}. It tells the morning after an outage on a local stand-in, and never leaves
 * loopback. With {@code -Dquickstart.*} flags it looks at a real workspace instead. Only with {@code -Dquickstart.confirm=yes} it sends
 * one rerun.
 *
 * <p>Exit status:
 * <ul>
 *   <li>0: all steps went as expected; or the look is complete, whether something failed or not; or the live rerun was accepted and
 *       ended with success;
 *   <li>1: a step did not go as expected; or the service refused a list of the look; or it rejected the live rerun;
 *   <li>2: nothing was sent; of a look, the service could not be reached any more;
 *   <li>3: the outcome of the live rerun is unknown; or a list of the look got no clear answer;
 *   <li>4: the live rerun was accepted, but did not end with success while the quickstart followed it.
 * </ul>
 */
public final class Quickstart {

    /** The exit status after a live rerun that was accepted, but did not end with success in time. */
    static final int NO_SUCCESS = 4;

    private Quickstart() {
    }

    /** Reads the flags from the system properties. Ends the JVM unless the exit status is 0. */
    public static void main(String[] arguments) {
        // System.out would use the locale's encoding: under LANG=C it prints Chinese as question marks.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        int status = run(flags(), UnaryOperator.identity(), new Transcript(out, Line.mayRewrite(Line.isTerminal(), System.getenv())));
        if (status != 0) {
            // Maven runs this class in its own JVM. For an exception it would print a long stack trace below the message.
            System.exit(status);
        }
    }

    /** Runs with these flags, and returns the exit status. {@code credentials} adds credentials to the studio of a real service. */
    static int run(Map<String, String> flags, UnaryOperator<DataArtsStudioBuilder> credentials, Transcript transcript) {
        if (flags.isEmpty()) {
            return Tour.run(transcript);
        }
        try {
            return live(Flags.read(flags), credentials, transcript);
        } catch (IncompleteFlagsException e) {
            transcript.text(e.getMessage());
        } catch (ConfigurationException e) {
            transcript.text("Nothing was sent. " + e.getMessage());
        }
        return 2;
    }

    private static int live(Settings settings, UnaryOperator<DataArtsStudioBuilder> credentials, Transcript transcript) {
        try (DataArtsStudio studio = credentials.apply(settings.builder()).build()) {
            if (settings.rerun().isEmpty()) {
                return new Look(studio, settings, transcript).run();
            }
            LiveRerun live = new LiveRerun(studio, settings.rerun().get(), transcript);
            return settings.isConfirmed() ? live.send() : live.preview();
        }
    }

    /** Returns the exit status after a call with this outcome. */
    static int status(Outcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> 0;
            case REJECTED -> 1;
            case NOT_SENT -> 2;
            case UNKNOWN -> 3;
        };
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
