package io.dataarts.contract.agreement.coverage;

import java.util.function.Predicate;

/**
 * An element of the description that an interaction can pin.
 *
 * @param operationId the operation that the element belongs to
 * @param what the element, in words
 * @param advice what an interaction has to do to pin the element
 * @param pinnedBy whether an interaction of the operation pins the element
 */
record SpecElement(String operationId, String what, String advice, Predicate<PactInteraction> pinnedBy) {

    boolean isPinnedBy(PactInteraction interaction) {
        return interaction.operationId().equals(operationId) && pinnedBy.test(interaction);
    }
}
