package io.dataarts.contract.provider;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which requests fail, although they are correct. Counts the correct requests of each operation. Thread-safe. */
public final class Failures {

    private final Map<String, Integer> requests = new HashMap<>();
    private final List<Planned> planned = new ArrayList<>();

    Failures() {
    }

    private record Planned(String operationId, int first, int last, Failure failure) {
    }

    /** Lets the n-th request of an operation from now on fail; 1 is the next. */
    public synchronized Failures at(String operationId, int n, Failure failure) {
        int request = requests.getOrDefault(operationId, 0) + n;
        planned.add(new Planned(operationId, request, request, failure));
        return this;
    }

    /** Lets the n-th request of an operation from now on fail, and all after it; 1 is the next. */
    public synchronized Failures from(String operationId, int n, Failure failure) {
        planned.add(new Planned(operationId, requests.getOrDefault(operationId, 0) + n, Integer.MAX_VALUE, failure));
        return this;
    }

    /** Lets no further request fail. */
    public synchronized Failures clear() {
        planned.clear();
        return this;
    }

    synchronized Optional<Failure> next(String operationId) {
        int request = requests.merge(operationId, 1, Integer::sum);
        return planned.stream()
                .filter(plan -> plan.operationId().equals(operationId) && request >= plan.first() && request <= plan.last())
                .map(Planned::failure)
                .findFirst();
    }
}
