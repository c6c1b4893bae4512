package io.dataarts.contract.agreement.coverage;

import io.dataarts.contract.spec.ApiDescription;
import java.util.List;

/** The elements of a description, each with the interactions that pin it. */
record Coverage(List<Row> rows) {

    record Row(SpecElement element, List<PactInteraction> interactions) {

        boolean isPinned() {
            return !interactions.isEmpty();
        }
    }

    static Coverage of(ApiDescription specification, List<PactInteraction> interactions) {
        return new Coverage(SpecElements.of(specification).stream()
                .map(element -> new Row(element, interactions.stream().filter(element::isPinnedBy).toList()))
                .toList());
    }

    /** Returns each element that no interaction pins, and says how a maintainer can pin it. */
    List<String> gaps() {
        return rows.stream()
                .filter(row -> !row.isPinned())
                .map(Row::element)
                .map(element -> element.operationId() + ": no interaction pins the " + element.what()
                        + ". Add a pact test whose interaction " + element.advice() + ", or take it out of openapi.yaml.")
                .toList();
    }
}
