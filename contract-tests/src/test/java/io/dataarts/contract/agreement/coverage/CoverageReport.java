package io.dataarts.contract.agreement.coverage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the coverage as one HTML page that needs no server and fits a phone. */
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
            :root { color-scheme: light dark; --green: #2a8f4b; --red: #c62f2f; --line: #8886; --shade: #8882; }
            body { font: 16px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem; }
            h1 { font-size: 1.6rem; line-height: 1.2; }
            h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
            h2 small { font-weight: 400; white-space: nowrap; }
            table { border-collapse: collapse; width: 100%; table-layout: fixed; }
            th, td { border-bottom: 1px solid var(--line); padding: .4rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
            tr.pinned td:first-child { border-left: .4rem solid var(--green); }
            tr.gap td:first-child { border-left: .4rem solid var(--red); }
            tr.gap { background: #c62f2f22; }
            .pinned b { border-bottom: .2rem solid var(--green); }
            .gap b { border-bottom: .2rem solid var(--red); }
            th:nth-child(2) { width: 24%; }
            th:nth-child(3) { width: 42%; }
            .label { display: none; }
            summary { cursor: pointer; }
            pre { background: var(--shade); overflow-x: auto; padding: .5rem; font-size: .85rem; }
            ul { margin: 0; padding-left: 1.1rem; }
            @media (max-width: 40rem) {
              thead { display: none; }
              table, tbody, tr, td { display: block; }
              td { border: 0; padding: .2rem .5rem; }
              td + td { padding-left: .9rem; }
              summary { padding: .15rem 0; }
              .label { display: inline; }
              pre { white-space: pre-wrap; overflow-wrap: anywhere; }
              tr { border-bottom: 1px solid var(--line); padding: .5rem 0; }
              td:first-child { font-weight: 600; }
            }
            </style>
            </head>
            <body>
            <h1>What the pact pins of openapi.yaml</h1>
            """;

    private CoverageReport() {}

    static String html(Coverage coverage) {
        StringBuilder html = new StringBuilder(HEAD)
                .append("<p><strong>").append(pinnedOf(coverage.rows()))
                .append("</strong> elements are pinned by at least one interaction of the pact. <span class=\"pinned\"><b>Green</b></span>:")
                .append(" a test fails if it changes. <span class=\"gap\"><b>Red</b></span>: no test fails if it changes.</p>\n");
        coverage.rows().stream()
                .collect(Collectors.groupingBy(row -> row.element().operationId(), LinkedHashMap::new, Collectors.toList()))
                .forEach((operation, rows) -> {
                    html.append("<section id=\"").append(escape(operation)).append("\">\n<h2>").append(escape(operation))
                            .append(" <small>").append(pinnedOf(rows)).append("</small></h2>\n<table>\n<thead><tr><th>element</th>")
                            .append("<th>pinned by</th><th>for example</th></tr></thead>\n<tbody>\n");
                    rows.forEach(row -> html.append(html(row)));
                    html.append("</tbody>\n</table>\n</section>\n");
                });
        return html.append("</body>\n</html>\n").toString();
    }

    private static String pinnedOf(List<Coverage.Row> rows) {
        return rows.stream().filter(Coverage.Row::isPinned).count() + " of " + rows.size();
    }

    private static String html(Coverage.Row row) {
        // Browsers may break a long path after each slash.
        String what = escape(row.element().what()).replace("/", "/<wbr>");
        if (!row.isPinned()) {
            return "<tr class=\"gap\"><td>" + what + "</td><td><span class=\"label\">pinned by: </span>none</td><td>"
                    + "add an interaction that "
                    + escape(row.element().advice()) + "</td></tr>\n";
        }
        String names = row.interactions().stream()
                .map(interaction -> "<li>" + escape(interaction.description()) + "</li>")
                .collect(Collectors.joining("", "<ul>", "</ul>"));
        PactInteraction example = example(row);
        return "<tr class=\"pinned\"><td>" + what + "</td><td><details><summary><span class=\"label\">pinned by: </span>"
                + row.interactions().size()
                + (row.interactions().size() == 1 ? " interaction" : " interactions") + "</summary>" + names
                + "</details></td><td><details><summary><span class=\"label\">for example: </span>"
                + escape(example.description()) + "</summary><pre>" + escape(request(example) + "\n\n" + response(example)) + "</pre></details></td></tr>\n";
    }

    /** Returns the interaction to show. An example of the documentation comes first, because readers know it. */
    private static PactInteraction example(Coverage.Row row) {
        return row.interactions().stream()
                .filter(interaction -> interaction.description().contains("the documentation's"))
                .findFirst()
                .orElse(row.interactions().get(0));
    }

    private static String request(PactInteraction interaction) {
        String query = interaction.query().entrySet().stream()
                .flatMap(parameter -> parameter.getValue().stream().map(value -> parameter.getKey() + "=" + value))
                .collect(Collectors.joining("&"));
        String target = interaction.path() + (query.isEmpty() ? "" : "?" + query);
        return message(interaction.method() + " " + target, interaction.headers(), interaction.body());
    }

    private static String response(PactInteraction interaction) {
        return message("is answered with " + interaction.status(), interaction.responseHeaders(), interaction.responseBody());
    }

    private static String message(String firstLine, Map<String, String> headers, JsonNode body) {
        StringBuilder text = new StringBuilder(firstLine);
        headers.forEach((name, value) -> text.append('\n').append(name).append(": ").append(value));
        return body.isMissingNode() ? text.toString() : text.append("\n\n").append(pretty(body)).toString();
    }

    private static String pretty(JsonNode body) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
