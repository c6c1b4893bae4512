package io.dataarts.contract.size;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects all figures. Prints them as a table, and writes every measured value as JSON. */
final class Report {

    private final List<Figure> figures = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    void add(Figure figure) {
        figures.add(figure);
    }

    /** Adds a line that a reader of the table has to know. */
    void remark(String remark) {
        remarks.add(remark);
    }

    List<Figure> figures() {
        return figures;
    }

    boolean meetsAll() {
        return figures.stream().allMatch(Figure::meetsAll);
    }

    String table() {
        StringBuilder table = new StringBuilder();
        line(table, "figure", "SDK", "beside", "", "ratio", "goal", "");
        table.append("-".repeat(142)).append('\n');
        for (Figure figure : figures) {
            String name = figure.name();
            String ours = shown(figure.ours(), figure.unit());
            for (Figure.Against other : figure.against()) {
                boolean hasGoal = !Double.isNaN(other.goal());
                line(
                        table,
                        name,
                        ours,
                        other.peer(),
                        shown(other.value(), figure.unit()),
                        String.format(Locale.ROOT, "%.2f", figure.ratio(other)),
                        hasGoal ? String.format(Locale.ROOT, "%s %.2f", other.atLeast() ? ">=" : "<=", other.goal()) : "",
                        hasGoal ? figure.meets(other) ? "ok" : "MISSED" : "");
                name = "";
                ours = "";
            }
        }
        table.append("Medians, with the least and the greatest value in brackets. A ratio is the median of those of neighbouring rounds.\n");
        remarks.forEach(remark -> table.append(remark).append('\n'));
        return table.toString();
    }

    private static void line(StringBuilder table, String... cells) {
        table.append(String.format(
                        Locale.ROOT, "%-40s %-33s %-10s %-33s %6s  %-8s %s", (Object[]) cells).stripTrailing())
                .append('\n');
    }

    static String shown(Sample sample, String unit) {
        String median = number(sample.median()) + (unit.isEmpty() ? "" : " " + unit);
        return sample.values().size() == 1 ? median : median + " [" + number(sample.min()) + " .. " + number(sample.max()) + "]";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 || value == Math.rint(value) ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    void writeJson(Path file) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Figure figure : figures) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("figure", figure.name());
            row.put("unit", figure.unit());
            row.put("sdk", figure.ours().values());
            List<Map<String, Object>> beside = new ArrayList<>();
            row.put("beside", beside);
            for (Figure.Against other : figure.against()) {
                Map<String, Object> peer = new LinkedHashMap<>();
                beside.add(peer);
                peer.put("peer", other.peer());
                peer.put("values", other.value().values());
                peer.put("ratio", figure.ratio(other));
                if (!Double.isNaN(other.goal())) {
                    peer.put(other.atLeast() ? "atLeast" : "atMost", other.goal());
                    peer.put("met", figure.meets(other));
                }
            }
            rows.add(row);
        }
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(file.toFile(), Map.of("figures", rows, "remarks", remarks));
    }
}
