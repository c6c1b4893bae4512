package io.dataarts.contract.pact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import au.com.dius.pact.core.matchers.RequestMatching;
import au.com.dius.pact.core.matchers.ResponseMatching;
import au.com.dius.pact.core.model.ContentType;
import au.com.dius.pact.core.model.HttpResponse;
import au.com.dius.pact.core.model.OptionalBody;
import au.com.dius.pact.core.model.V4Interaction;
import au.com.dius.pact.core.model.V4Pact;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Pact's matcher refuses each request that differs from a recorded request in a relevant part. */
@Tag("pact")
class SharpPactTest {

    private static final V4Pact PACT = RecordedPact.read();

    @TestFactory
    @DisplayName("the matcher refuses every wrong variant")
    Stream<DynamicTest> noMutantSurvives() {
        return RecordedPact.interactions().stream().map(interaction -> dynamicTest(interaction.getDescription(), () -> {
            Map<String, SentRequest> mutants = RequestMutants.of(SentRequest.recorded(interaction.getRequest()));
            assertThat(mutants).hasSizeGreaterThan(30);
            List<String> survivors = mutants.entrySet().stream()
                    .filter(mutant -> matches(interaction, mutant.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(survivors).isEmpty();
        }));
    }

    @TestFactory
    @DisplayName("the matcher accepts the recorded request, also with the vendor's list of signed headers")
    Stream<DynamicTest> originalsAreAccepted() {
        return RecordedPact.interactions().stream().map(interaction -> dynamicTest(interaction.getDescription(), () -> {
            SentRequest recorded = SentRequest.recorded(interaction.getRequest());
            assertThat(matches(interaction, recorded)).isTrue();
            String authorization = recorded.headers().get("Authorization");
            if (authorization != null) {
                SentRequest vendors = recorded.header("Authorization", authorization.replace("=host;", "=host;user-agent;"));
                assertThat(matches(interaction, vendors)).isTrue();
            }
        }));
    }

    @Test
    @DisplayName("a verifier that rounds numbers to doubles fails exactly the interactions that are about ids beyond 2^53")
    void roundedNumbersAreRefusedWhereTheIdsMatter() {
        assertThat(RecordedPact.interactions()).filteredOn(interaction -> !matches(interaction, rounded(interaction)) || !fitsRounded(interaction))
                .extracting(V4Interaction.SynchronousHttp::getDescription)
                .containsExactlyInAnyOrder(
                        "a rerun of a job instance whose job id is beyond 2^53",
                        "an instance whose ids are beyond 2^53",
                        "the quality jobs with ids beyond 2^53",
                        "the comparison jobs with ids beyond 2^53",
                        "the runs with ids beyond 2^53");
    }

    private static SentRequest rounded(V4Interaction.SynchronousHttp interaction) {
        SentRequest recorded = SentRequest.recorded(interaction.getRequest());
        return recorded.body() == null ? recorded : recorded.body(rounded(recorded.body()));
    }

    private static boolean fitsRounded(V4Interaction.SynchronousHttp interaction) {
        HttpResponse recorded = interaction.getResponse();
        OptionalBody body = recorded.getBody().isPresent()
                ? OptionalBody.body(rounded(json(recorded.getBody().valueAsString())).toString().getBytes(StandardCharsets.UTF_8), ContentType.getJSON())
                : recorded.getBody();
        return ResponseMatching.responseMismatches(PACT, interaction, new HttpResponse(recorded.getStatus(), recorded.getHeaders(), body)).isEmpty();
    }

    /** Reads each number as a double, as JavaScript does. */
    private static JsonNode rounded(JsonNode value) {
        if (value.isIntegralNumber()) {
            return LongNode.valueOf((long) value.doubleValue());
        }
        JsonNode copy = value.deepCopy();
        if (copy instanceof ObjectNode object) {
            object.properties().forEach(member -> member.setValue(rounded(member.getValue())));
        } else if (copy instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, rounded(array.get(i)));
            }
        }
        return copy;
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean matches(V4Interaction.SynchronousHttp interaction, SentRequest sent) {
        return RequestMatching.requestMismatches(PACT, interaction, sent.asPactSeesIt()).matchedOk();
    }
}
