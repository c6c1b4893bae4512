package io.dataarts.contract.change.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.dataarts.contract.spec.ApiDescription;
import io.dataarts.contract.spec.Level;
import io.dataarts.contract.spec.SpecMutation;
import io.dataarts.contract.spec.SpecMutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The comparison of two descriptions gives each change the level that it deserves. */
@DisplayName("The comparison of API descriptions")
class SpecDiffTest {

    private static final Path REPORT = Path.of("target/evolution-mutations.md");
    // openapi-diff needs a minute for all mutations.
    private static final int STEP = Boolean.getBoolean("dataarts.full") ? 1 : 60;

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
        assertThat(mutations).hasSizeGreaterThan(1000);

        assertThat(mutations.parallelStream().map(this::judged))
                .allSatisfy(judged -> assertThat(judged.own()).as(judged.mutation().name()).isEqualTo(judged.mutation().deserves()));
    }

    @Test
    @DisplayName("is needed beside openapi-diff, which misses incompatible changes; the report lists them")
    void between_whenMutated_thenOpenApiDiffAloneIsNotEnough() throws IOException {
        List<SpecMutation> mutations = SpecMutations.of(spec);
        List<Judged> rows = IntStream.iterate(0, i -> i < mutations.size(), i -> i + STEP).parallel()
                .mapToObj(mutations::get)
                .map(mutation -> judged(mutation).by(OpenApiDiff.between(spec, mutation.applyTo(spec))))
                .toList();
        long breaking = rows.stream().filter(Judged::isIncompatible).count();
        long missed = rows.stream().filter(row -> row.isIncompatible() && row.theirs() != Level.MAJOR).count();
        long alarms = rows.stream().filter(row -> !row.isIncompatible() && row.theirs() == Level.MAJOR).count();
        String summary = "Of " + rows.size() + " changes, " + breaking + " are incompatible. openapi-diff alone misses " + missed
                + " of them, and calls " + alarms + " compatible ones incompatible.";
        Files.createDirectories(REPORT.getParent());
        Files.writeString(REPORT, rows.stream().map(Judged::row).collect(Collectors.joining(
                "\n", summary + "\n\n| change | deserves | our check | openapi-diff |\n|---|---|---|---|\n", "\n")));
        if (STEP > 1) {
            System.out.println("openapi-diff was measured on each " + STEP + "th of " + mutations.size()
                    + " changes of openapi.yaml; on all with -Ddataarts.full=true.");
        }

        assertThat(missed).as(summary).isPositive();
    }

    private Judged judged(SpecMutation mutation) {
        Level own = SpecDiff.between(spec, mutation.applyTo(spec)).stream().map(Change::level).reduce(Level.NONE, Level::or);
        return new Judged(mutation, own, Level.NONE);
    }

    /** A mutation, the level that our check gives it, and the level that openapi-diff gives it. */
    private record Judged(SpecMutation mutation, Level own, Level theirs) {

        Judged by(Level openApiDiff) {
            return new Judged(mutation, own, openApiDiff);
        }

        boolean isIncompatible() {
            return mutation.deserves() == Level.MAJOR;
        }

        String row() {
            return "| " + mutation + " | " + mutation.deserves() + " | " + own + " | " + theirs + " |";
        }
    }
}
