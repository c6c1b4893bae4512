package io.dataarts.contract.provider;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Applies the provider states of a pact, which are sentences. */
final class ProviderStates {

    private static final String INSTANCE_ID = "1440764172232400896";

    private static final List<Sentence> SENTENCES = List.of(
            new Sentence("job (.+) exists", Catalog::job),
            new Sentence("no job (.+)", Catalog::withoutJob),
            new Sentence("quality job (.+) exists", (catalog, ruleId) -> catalog.qualityJob(ruleId, INSTANCE_ID)),
            new Sentence("no quality job (.+)", Catalog::withoutQualityJob),
            new Sentence("comparison job (.+) exists", (catalog, ruleId) -> catalog.comparisonJob(ruleId, INSTANCE_ID)),
            new Sentence("no comparison job (.+)", Catalog::withoutComparisonJob),
            new Sentence("the service (fails)", (catalog, fails) -> catalog.failing(true)));

    private ProviderStates() {
    }

    static void apply(String state, Catalog catalog) {
        for (Sentence sentence : SENTENCES) {
            Matcher matcher = Pattern.compile(sentence.regex()).matcher(state);
            if (matcher.matches()) {
                sentence.change().accept(catalog, matcher.group(1));
                return;
            }
        }
        throw new IllegalArgumentException("unknown provider state '" + state + "', must be one of "
                + SENTENCES.stream().map(Sentence::regex).collect(Collectors.joining(", ")));
    }

    private record Sentence(String regex, BiConsumer<Catalog, String> change) {
    }
}
