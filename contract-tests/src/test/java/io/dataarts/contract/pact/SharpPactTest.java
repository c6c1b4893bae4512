package io.dataarts.contract.pact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import au.com.dius.pact.core.matchers.RequestMatching;
import au.com.dius.pact.core.model.V4Interaction;
import au.com.dius.pact.core.model.V4Pact;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
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

    private static boolean matches(V4Interaction.SynchronousHttp interaction, SentRequest sent) {
        return RequestMatching.requestMismatches(PACT, interaction, sent.asPactSeesIt()).matchedOk();
    }
}
