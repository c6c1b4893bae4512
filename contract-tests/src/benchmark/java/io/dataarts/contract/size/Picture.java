package io.dataarts.contract.size;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws the figures as bars, each row on its own scale. A thin line shows the range of the values. */
final class Picture {

    private static final int LABELS = 330;
    private static final int WIDTH = 420;
    private static final int BAR = 12;
    private static final Map<String, String> COLOURS =
            Map.of("SDK", "#2563eb", "vendor", "#9ca3af", "bare", "#10b981", "feign", "#a78bfa", "floor", "#e5c07b");

    private final StringBuilder svg = new StringBuilder();
    private int y = 20;

    private Picture() {}

    static void write(Report report, Path file) throws IOException {
        Picture picture = new Picture();
        report.figures().forEach(picture::row);
        Files.writeString(
                file,
                String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"11\">%n"
                                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n%s</svg>%n",
                        LABELS + WIDTH + 220,
                        picture.y,
                        picture.svg));
    }

    private void row(Figure figure) {
        List<Figure.Against> peers = figure.against().stream().filter(each -> COLOURS.containsKey(each.peer())).toList();
        double longest = Math.max(figure.ours().max(), peers.stream().mapToDouble(each -> each.value().max()).max().orElse(0));
        if (peers.isEmpty() || longest == 0) {
            return;
        }
        double scale = WIDTH / longest;
        text(8, y + BAR - 2, figure.name());
        bar("SDK", figure.ours(), figure.unit(), scale);
        peers.forEach(peer -> bar(peer.peer(), peer.value(), figure.unit(), scale));
        y += BAR;
    }

    private void bar(String who, Sample sample, String unit, double scale) {
        text(LABELS - 48, y + BAR - 2, who);
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n"
                        + "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"black\" stroke-width=\"1\"/>%n",
                LABELS, y, sample.median() * scale, BAR - 2, COLOURS.get(who),
                LABELS + sample.min() * scale, LABELS + sample.max() * scale, y + BAR / 2 - 1, y + BAR / 2 - 1));
        text((int) (LABELS + sample.max() * scale) + 6, y + BAR - 2, Report.shown(sample, unit));
        y += BAR;
    }

    private void text(int x, int baseline, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"%d\">%s</text>%n", x, baseline, text.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
