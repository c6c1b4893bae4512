package io.dataarts.contract.handbook.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.PrintStream;

/** Prints titles, text, and fields with a label on their left. */
final class Transcript {

    private static final int LABEL = 12;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter INDENTED = JSON.writer(
            new DefaultPrettyPrinter(Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private final PrintStream out;
    private final boolean rewrites;

    /** Prints to this stream. Lines that follow instances rewrite themselves if {@code rewrites} is set. */
    Transcript(PrintStream out, boolean rewrites) {
        this.out = out;
        this.rewrites = rewrites;
    }

    void title(String title) {
        text(title + "\n" + "=".repeat(title.length()) + "\n");
    }

    void step(String title) {
        text("\n" + title + "\n" + "-".repeat(title.length()));
    }

    void text(String text) {
        out.print(printable(text) + "\n");
    }

    /** Returns the text without control characters, because those of a response must not reach the terminal. */
    static String printable(String text) {
        return text.replaceAll("[\\p{Cc}&&[^\n\t]]", "?");
    }

    /** Prints a label, and the text in a column on its right. */
    void field(String label, String text) {
        text(left(label) + text.replace("\n", "\n" + " ".repeat(LABEL)));
    }

    /** Returns a line with this label for the listener of a track. */
    Line line(String label) {
        return new Line(out, left(label), rewrites);
    }

    private static String left(String label) {
        return "  " + label + " ".repeat(LABEL - 2 - label.length());
    }

    /** Returns the body indented if it is JSON; otherwise unchanged. */
    static String indented(String body) {
        try {
            return INDENTED.writeValueAsString(JSON.readTree(body));
        } catch (JsonProcessingException e) {
            return body;
        }
    }
}
