package io.dataarts.contract.change.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.spec.ApiDescription;
import io.dataarts.contract.spec.Level;
import io.dataarts.contract.spec.SpecMutation;
import io.dataarts.contract.spec.SpecMutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The comparison of two descriptions gives each change the level that it deserves. */
@DisplayName("The comparison of API descriptions")
class SpecDiffTest {

    private static final Path REPORT = Path.of("target/evolution-mutations.md");
    // openapi-diff needs 15 s for all mutations.
    private static final int STEP = Boolean.getBoolean("dataarts.full") ? 1 : 20;

    private final ApiDescription spec = ApiDescription.packaged();

    @Test
    @DisplayName("finds no change between equal descriptions")
    void between_whenSame_thenNothing() {
        assertThat(SpecDiff.between(spec, ApiDescription.packaged())).isEmpty();
        assertThat(OpenApiDiff.between(spec, ApiDescription.packaged())).isEqualTo(Level.NONE);
    }

    @Test
    @DisplayName("gives each mutation of openapi.yaml the level that it deserves")
    void between_whenMutated_thenLevelIsRight() {
        List<SpecMutation> mutations = SpecMutations.of(spec);
        assertThat(mutations).hasSizeGreaterThan(250);

        List<String> wrong = new ArrayList<>();
        for (SpecMutation mutation : mutations) {
            Level own = own(mutation);
            if (own != mutation.deserves()) {
                wrong.add(mutation + ": " + own + " instead of " + mutation.deserves());
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    @DisplayName("is needed beside openapi-diff, which misses incompatible changes; the report lists them")
    void between_whenMutated_thenOpenApiDiffAloneIsNotEnough() throws IOException {
        List<String> rows = new ArrayList<>();
        int breaking = 0;
        int missed = 0;
        int alarms = 0;
        List<SpecMutation> mutations = SpecMutations.of(spec);
        for (int i = 0; i < mutations.size(); i += STEP) {
            SpecMutation mutation = mutations.get(i);
            Level theirs = OpenApiDiff.between(spec, mutation.applyTo(spec));
            breaking += mutation.deserves() == Level.MAJOR ? 1 : 0;
            missed += mutation.deserves() == Level.MAJOR && theirs != Level.MAJOR ? 1 : 0;
            alarms += mutation.deserves() != Level.MAJOR && theirs == Level.MAJOR ? 1 : 0;
            rows.add("| " + mutation + " | " + mutation.deserves() + " | " + own(mutation) + " | " + theirs + " |");
        }
        String summary = "Of " + rows.size() + " changes, " + breaking + " are incompatible. openapi-diff alone misses " + missed
                + " of them, and calls " + alarms + " compatible ones incompatible.";
        Files.createDirectories(REPORT.getParent());
        Files.writeString(REPORT, summary + "\n\n| change | deserves | our check | openapi-diff |\n|---|---|---|---|\n"
                + String.join("\n", rows) + "\n");
        if (STEP > 1) {
            System.out.println("openapi-diff was measured on each " + STEP + "th of " + mutations.size()
                    + " changes of openapi.yaml; on all with -Ddataarts.full=true.");
        }

        assertThat(missed).as(summary).isPositive();
    }

    private Level own(SpecMutation mutation) {
        return SpecDiff.between(spec, mutation.applyTo(spec)).stream().map(Change::level).reduce(Level.NONE, Level::or);
    }
}
