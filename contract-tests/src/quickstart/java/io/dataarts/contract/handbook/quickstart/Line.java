package io.dataarts.contract.handbook.quickstart;

import io.dataarts.rerun.batch.BatchProgress;
import io.dataarts.rerun.find.InstanceState;
import java.io.Console;
import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Shows how instances move: on a terminal, one line that rewrites itself; elsewhere, one plain line for each change. It is the listener of
 * a track. Of a batch, it shows the progress, and nothing where there is no terminal. Not thread-safe.
 */
final class Line {

    /** A longer line would wrap, and a wrapped line cannot be rewritten. */
    private static final int COLUMNS = 79;

    private final PrintStream out;
    private final String begin;
    private final boolean rewrites;
    private final Map<String, String> states = new LinkedHashMap<>();
    private int width;

    /** Begins each line with this text. */
    Line(PrintStream out, String begin, boolean rewrites) {
        this.out = out;
        this.begin = begin;
        this.rewrites = rewrites;
    }

    /** Returns whether a line may rewrite itself: a person sees it on a terminal that can, and not in the log of a build. */
    static boolean mayRewrite(boolean isTerminal, Map<String, String> environment) {
        return isTerminal && !environment.containsKey("CI") && !"dumb".equals(environment.get("TERM"));
    }

    static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From JDK 22, there may be a console without a terminal.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    void show(InstanceState state) {
        states.put(item(state), state.status());
        if (rewrites) {
            rewrite(counts() + "; " + item(state));
        } else {
            out.print(begin + Transcript.printable(text(state)) + "\n");
        }
    }

    /** Shows how far a batch is. */
    void show(BatchProgress progress) {
        if (rewrites) {
            rewrite(progress.toString());
        }
    }

    static String text(InstanceState state) {
        return item(state) + ": " + state.status();
    }

    private static String item(InstanceState state) {
        return state.name() + (state.planTime() == null ? "" : ", planned " + Instant.ofEpochMilli(state.planTime()));
    }

    /** Ends the line, so that the next output begins below it. */
    void end() {
        if (width > 0) {
            out.print("\n");
            width = 0;
        }
    }

    private String counts() {
        return states.values().stream().collect(Collectors.groupingBy(String::valueOf, TreeMap::new, Collectors.counting()))
                .entrySet().stream().map(count -> count.getValue() + " " + count.getKey()).collect(Collectors.joining(", "));
    }

    private void rewrite(String text) {
        String line = fitting(begin + Transcript.printable(text));
        int columns = columns(line);
        out.print("\r" + line + " ".repeat(Math.max(0, width - columns)));
        out.flush();
        width = columns;
    }

    private static String fitting(String line) {
        String fitting = line;
        while (columns(fitting) > COLUMNS) {
            fitting = fitting.substring(0, fitting.offsetByCodePoints(fitting.length(), -1));
        }
        return fitting;
    }

    /** Returns how many columns a terminal needs. It shows a Chinese character in two. */
    private static int columns(String line) {
        return line.codePoints().map(character -> character < 0x1100 ? 1 : 2).sum();
    }
}
