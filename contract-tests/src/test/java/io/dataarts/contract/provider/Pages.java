package io.dataarts.contract.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Puts the entries of a list into their order, and cuts out the page that a request asks for. Not thread-safe. */
final class Pages {

    private final Readings readings;
    private final Random random = new Random(20241122);

    Pages(Readings readings) {
        this.readings = readings;
    }

    /** The names in the answer of a list: of its total, of its entries, and of the fields that an order compares. */
    enum Shape {
        JOBS("total", "jobs", "create_time", "start_time", "name"),
        INSTANCES("total", "instances", "plan_time", "start_time", "instance_id"),
        RULES("count", "resources", "create_time", "last_run_time", "id"),
        RUNS("count", "resources", "start_time", "start_time", "id");

        private final String total;
        private final String entries;
        private final String plan;
        private final String start;
        private final String id;

        Shape(String total, String entries, String plan, String start, String id) {
            this.total = total;
            this.entries = entries;
            this.plan = plan;
            this.start = start;
            this.id = id;
        }
    }

    ObjectNode page(Shape shape, List<ObjectNode> matches, long wantedLimit, long offset) {
        List<ObjectNode> ordered = new ArrayList<>(matches);
        if (readings.order == Readings.Order.SHUFFLED_ANEW) {
            Collections.shuffle(ordered, random);
        } else {
            ordered.sort(order(shape));
        }
        long limit = Math.min(wantedLimit, readings.maxLimit);
        long from = switch (readings.offset) {
            case RECORDS -> offset;
            case PAGES_FROM_0 -> offset * limit;
            case PAGES_FROM_1 -> Math.max(0, offset - 1) * limit;
        };
        List<ObjectNode> page = ordered.stream().skip(from).limit(limit).toList();
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put(shape.total, switch (readings.total) {
            case HONEST -> ordered.size();
            case PAGE -> page.size();
            case THOUSAND -> Math.min(1000, ordered.size());
        });
        answer.putArray(shape.entries).addAll(page);
        return answer;
    }

    private Comparator<ObjectNode> order(Shape shape) {
        Comparator<ObjectNode> byId = by(shape.id);
        Comparator<ObjectNode> ascending = switch (readings.order) {
            case PLAN_ASCENDING, PLAN_DESCENDING -> by(shape.plan).thenComparing(byId);
            case START_ASCENDING, START_DESCENDING -> by(shape.start).thenComparing(byId);
            case ID_ASCENDING, ID_DESCENDING -> byId;
            // Multiplying by an odd number gives each id another place.
            default -> Comparator.comparing(values -> values.path(shape.id).asText().hashCode() * 0x9E3779B9);
        };
        return switch (readings.order) {
            case PLAN_DESCENDING, START_DESCENDING, ID_DESCENDING -> ascending.reversed();
            default -> ascending;
        };
    }

    private static Comparator<ObjectNode> by(String field) {
        return Comparator.comparing((ObjectNode values) -> values.path(field).asLong()).thenComparing(values -> text(values.path(field)));
    }

    private static String text(JsonNode value) {
        return value.isNumber() ? "" : value.asText();
    }
}
