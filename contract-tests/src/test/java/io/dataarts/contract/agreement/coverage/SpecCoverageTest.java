package io.dataarts.contract.agreement.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dataarts.contract.spec.ApiDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The pact conforms to openapi.yaml and pins each of its elements. */
class SpecCoverageTest {

    private final ApiDescription specification = ApiDescription.packaged();
    private final List<PactInteraction> interactions = PactInteraction.all();

    @Test
    @DisplayName("each interaction of the pact is valid against openapi.yaml")
    void pact_conformsToSpecification() {
        assertThat(new Conformance(specification).violations(interactions).toList()).isEmpty();
    }

    @Test
    @DisplayName("each element of openapi.yaml is pinned by an interaction; see target/coverage/index.html")
    void specification_isCoveredByPact() throws IOException {
        Coverage coverage = Coverage.of(specification, interactions);
        Path folder = Files.createDirectories(Path.of("target", "coverage"));
        Files.writeString(folder.resolve("index.html"), CoverageReport.html(coverage));
        // .ci/look looks for these elements on the page. They come from the description, so that a missing row is noticed.
        Files.write(folder.resolve("elements.txt"), SpecElements.of(specification).stream()
                .map(element -> element.operationId() + ": " + element.what())
                .toList());

        assertThat(coverage.gaps()).isEmpty();
        assertThat(coverage.rows()).hasSizeGreaterThan(250);
    }

    @Test
    @DisplayName("an element without an interaction is named, with advice")
    void gaps_whenInteractionIsMissing_thenSayWhatToAdd() {
        List<PactInteraction> fewer = interactions.stream()
                .filter(interaction -> !interaction.body().path("concurrent").asText().equals("128"))
                .toList();

        assertThat(Coverage.of(specification, fewer).gaps())
                .contains("retryFactoryJobInstance: no interaction pins the request field concurrent: maximum 128. Add a pact test whose"
                        + " interaction has exactly this, or take it out of openapi.yaml.");
    }

    @Test
    @DisplayName("a query parameter that no interaction sends is named, whether the pact loses it or openapi.yaml gains it")
    void gaps_whenNoInteractionSendsAParameter_thenNamed() {
        List<PactInteraction> fewer = interactions.stream().filter(interaction -> !interaction.query().containsKey("tags")).toList();
        ObjectNode changed = specification.root().deepCopy();
        ((ObjectNode) changed.at("/paths/~1v2~1{project_id}~1quality~1instances/get")).withArray("parameters")
                .addObject().put("name", "task_id").put("in", "query").putObject("schema").put("type", "integer");

        assertThat(interactions).hasSizeGreaterThan(fewer.size());
        assertThat(Coverage.of(specification, fewer).gaps()).contains("listFactoryJobs: no interaction pins the query parameter tags. Add a"
                + " pact test whose interaction sends it, or take it out of openapi.yaml.");
        assertThat(Coverage.of(new ApiDescription(changed), interactions).gaps()).containsExactly("listQualityInstances: no interaction pins"
                + " the query parameter task_id. Add a pact test whose interaction sends it, or take it out of openapi.yaml.");
    }

    @Test
    @DisplayName("a query parameter is pinned by the query, with its bounds, and not by a header of the same name")
    void query_isPinnedByTheQuery() throws IOException {
        ApiDescription description = ApiDescription.parse("""
                paths:
                  /v2/things:
                    get:
                      operationId: listThings
                      parameters:
                        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100}}
                      responses: {}
                """);
        String interaction = """
                {"comments": {"references": {"openapi": {"operationId": "listThings"}}},
                 "request": {"method": "GET", "path": "/v2/things", "%s": {"limit": ["%d"]}}, "response": {}}
                """;
        List<String> pinned = List.of("query parameter limit: minimum 1", "query parameter limit: maximum 100");

        assertThat(gaps(description, interaction.formatted("query", 1), interaction.formatted("query", 100))).isEmpty();
        assertThat(gaps(description, interaction.formatted("query", 1))).singleElement().asString().contains(pinned.get(1));
        assertThat(gaps(description, interaction.formatted("headers", 1), interaction.formatted("headers", 100)))
                .hasSize(3).anyMatch(gap -> gap.contains(pinned.get(0))).anyMatch(gap -> gap.contains(pinned.get(1)));
    }

    private static List<String> gaps(ApiDescription description, String... interactions) throws IOException {
        List<PactInteraction> all = new ArrayList<>();
        for (String interaction : interactions) {
            all.add(PactInteraction.of(new ObjectMapper().readTree(interaction)));
        }
        return Coverage.of(description, all).gaps();
    }

    @Test
    @DisplayName("the report shows a gap in red, and an example request beside each pinned element")
    void report_whenThereIsAGap_thenShowsBoth() {
        List<PactInteraction> one = interactions.stream()
                .filter(interaction -> interaction.description().equals("a rerun of a comparison job"))
                .toList();
        String html = CoverageReport.html(Coverage.of(specification, one));

        assertThat(html)
                .contains("<tr class=\"gap\"><td>status 500</td><td><span class=\"label\">pinned by: </span>none</td>")
                .contains("<tr class=\"pinned\"><td>status 200</td>")
                .contains("POST /v2/62099355b894428e8916573ae635f1f9/quality/instances/restart")
                .contains("is answered with 200");
    }
}
