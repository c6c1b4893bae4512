package io.dataarts.contract.coverage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.stream.Collectors;

/** The coverage as one HTML page that needs no server and fits a phone. */
final class CoverageReport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>What the pact pins of openapi.yaml</title>
            <style>
            :root { color-scheme: light dark; }
            body { font: 16px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem; }
            h2 { margin-top: 2rem; overflow-wrap: anywhere; }
            table { border-collapse: collapse; width: 100%; table-layout: fixed; }
            th, td { border-bottom: 1px solid #8886; padding: .4rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
            tr.pinned td:first-child { border-left: .4rem solid #2a8f4b; }
            tr.gap td:first-child { border-left: .4rem solid #c62f2f; }
            tr.gap { background: #c62f2f22; }
            summary { cursor: pointer; }
            pre { background: #8882; overflow-x: auto; padding: .5rem; font-size: .85rem; }
            ul { margin: 0; padding-left: 1.1rem; }
            @media (max-width: 40rem) {
              thead { display: none; }
              table, tbody, tr, td { display: block; }
              td { border: 0; }
              tr { border-bottom: 1px solid #8886; padding: .3rem 0; }
              td:first-child { font-weight: 600; }
            }
            </style>
            </head>
            <body>
            <h1>What the pact pins of openapi.yaml</h1>
            """;

    private CoverageReport() {}

    static String html(Coverage coverage) {
        long pinned = coverage.rows().stream().filter(Coverage.Row::isPinned).count();
        StringBuilder html = new StringBuilder(HEAD)
                .append("<p><strong>").append(pinned).append(" of ").append(coverage.rows().size())
                .append("</strong> elements are pinned by at least one interaction. Green: pinned. Red: nobody would notice if it changed.</p>\n");
        coverage.rows().stream()
                .collect(Collectors.groupingBy(row -> row.element().operationId(), LinkedHashMap::new, Collectors.toList()))
                .forEach((operation, rows) -> {
                    html.append("<h2>").append(escape(operation)).append("</h2>\n<table>\n<thead><tr><th>element</th><th>pinned by</th>")
                            .append("<th>example request</th></tr></thead>\n<tbody>\n");
                    rows.forEach(row -> html.append(html(row)));
                    html.append("</tbody>\n</table>\n");
                });
        return html.append("</body>\n</html>\n").toString();
    }

    private static String html(Coverage.Row row) {
        if (!row.isPinned()) {
            return "<tr class=\"gap\"><td>" + escape(row.element().what()) + "</td><td>nobody</td><td>none: add an interaction that "
                    + escape(row.element().advice()) + "</td></tr>\n";
        }
        String names = row.interactions().stream()
                .map(interaction -> "<li>" + escape(interaction.description()) + "</li>")
                .collect(Collectors.joining("", "<ul>", "</ul>"));
        PactInteraction example = row.interactions().get(0);
        return "<tr class=\"pinned\"><td>" + escape(row.element().what()) + "</td><td><details><summary>" + row.interactions().size()
                + (row.interactions().size() == 1 ? " interaction" : " interactions") + "</summary>" + names + "</details></td><td><details><summary>"
                + escape(example.description()) + "</summary><pre>" + escape(request(example)) + "</pre></details></td></tr>\n";
    }

    private static String request(PactInteraction interaction) {
        StringBuilder text = new StringBuilder(interaction.method()).append(' ').append(interaction.path()).append('\n');
        interaction.headers().forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.append('\n').append(pretty(interaction.body())).toString();
    }

    private static String pretty(JsonNode body) {
        try {
            return body.isMissingNode() ? "" : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
