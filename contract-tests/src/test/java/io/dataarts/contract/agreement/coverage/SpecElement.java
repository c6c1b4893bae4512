package io.dataarts.contract.agreement.coverage;

import java.util.function.Predicate;

/**
 * Something that the description promises and that an interaction can pin.
 *
 * @param operationId the operation that it belongs to
 * @param what what it is, in words
 * @param advice what an interaction has to do to pin it
 * @param pinnedBy whether an interaction of the operation pins it
 */
record SpecElement(String operationId, String what, String advice, Predicate<PactInteraction> pinnedBy) {

    boolean isPinnedBy(PactInteraction interaction) {
        return interaction.operationId().equals(operationId) && pinnedBy.test(interaction);
    }
}
