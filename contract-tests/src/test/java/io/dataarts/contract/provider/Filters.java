package io.dataarts.contract.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The filters of one request for a list. A parameter that the request lacks filters nothing. Not thread-safe. */
final class Filters {

    private final Readings readings;
    private final Map<String, List<String>> query;
    private Predicate<ObjectNode> filter = values -> true;

    Filters(OperationRequest request, Readings readings) {
        this.readings = readings;
        this.query = request.queryParameters();
    }

    Optional<String> text(String parameter) {
        return Optional.ofNullable(query.get(parameter)).map(values -> values.get(0));
    }

    Optional<Long> number(String parameter) {
        return text(parameter).map(Long::valueOf);
    }

    boolean isTrue(String parameter) {
        return text(parameter).filter("true"::equals).isPresent();
    }

    /** Keeps the entries whose field has the parameter's value. Both have the same name. */
    Filters equal(String name) {
        return text(name).map(wanted -> where(values -> values.path(name).asText().equals(wanted))).orElse(this);
    }

    /** Keeps the entries whose name, or a part of it, is the parameter's value. */
    Filters named(String parameter, Function<JsonNode, String> name) {
        return text(parameter)
                .map(wanted -> where(values -> readings.exactNames
                        ? name.apply(values).equals(wanted)
                        : name.apply(values).contains(wanted)))
                .orElse(this);
    }

    /** Keeps the entries whose field lies between the parameters {@code start_time} and {@code end_time}. */
    Filters window(String field) {
        if (number("start_time").isEmpty() && number("end_time").isEmpty()) {
            return this;
        }
        long from = number("start_time").orElse(Long.MIN_VALUE + 1);
        long to = number("end_time").orElse(Long.MAX_VALUE);
        return where(values -> within(values.path(field), from, to));
    }

    boolean within(JsonNode time, long from, long to) {
        long margin = readings.inclusive ? 0 : 1;
        return time.isNumber() && time.asLong() - margin >= from && time.asLong() + margin <= to;
    }

    Filters where(Predicate<ObjectNode> next) {
        filter = filter.and(next);
        return this;
    }

    boolean match(ObjectNode values) {
        return filter.test(values);
    }
}
