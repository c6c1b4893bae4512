package io.dataarts.contract.agreement.verification;

import au.com.dius.pact.core.model.Interaction;
import au.com.dius.pact.provider.junitsupport.filter.InteractionFilter;
import java.util.Arrays;
import java.util.function.Predicate;

/** Selects the interactions with one of these descriptions. Pact creates it by its public constructor. */
public final class ByDescription implements InteractionFilter<Interaction> {

    @Override
    public Predicate<Interaction> buildPredicate(String[] descriptions) {
        return interaction -> Arrays.asList(descriptions).contains(interaction.getDescription());
    }
}
