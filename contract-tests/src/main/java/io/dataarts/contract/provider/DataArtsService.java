package io.dataarts.contract.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;

/** What stands behind the gateway. It answers requests that have passed every check. */
final class DataArtsService {

    private final Catalog catalog;

    DataArtsService(Catalog catalog) {
        this.catalog = catalog;
    }

    Answer answer(ReceivedRequest request, Operation operation) {
        JsonNode body = bodyOf(request);
        if (catalog.isFailing()) {
            return failure();
        }
        return switch (operation.id()) {
            case "retryFactoryJobInstance" -> retry(operation.pathParameter("job_name").orElseThrow());
            case "restartQualityInstance" -> restart(body.path("rule_type").asInt(), body.path("rule_id").asText());
            default -> echo(request, operation, body);
        };
    }

    private Answer retry(String jobName) {
        return catalog.hasJob(jobName) ? new Answer(200, null) : Answer.error(400, "DLF.1000", "Failed to find the job.");
    }

    private Answer restart(int ruleType, String ruleId) {
        if (catalog.isFailingRule(ruleId)) {
            return failure();
        }
        // The two kinds do not share their ids: a client that sends the wrong rule_type has to notice.
        Optional<String> instanceId = switch (ruleType) {
            case 1 -> catalog.instanceOfQualityJob(ruleId);
            case 2 -> catalog.instanceOfComparisonJob(ruleId);
            default -> Optional.empty();
        };
        return instanceId
                .map(id -> new Answer(200, JsonNodeFactory.instance.objectNode().put("instance_id", id)))
                // Code and message are ours: the DQC codes are not published.
                .orElseGet(() -> Answer.error(400, "DQC.1000", "Failed to find the quality or comparison job."));
    }

    /** Code and message are ours. */
    private static Answer failure() {
        return Answer.error(500, "DQC.5000", "Internal server error.");
    }

    private static Answer echo(ReceivedRequest request, Operation operation, JsonNode body) {
        ObjectNode echo = JsonNodeFactory.instance.objectNode().put("operation_id", operation.id());
        ObjectNode path = echo.putObject("path");
        operation.pathParameters().forEach(path::put);
        ObjectNode query = echo.putObject("query");
        request.queryParameters().forEach((name, values) -> values.forEach(query.withArrayProperty(name)::add));
        echo.set("body", body);
        return new Answer(200, echo);
    }

    private static JsonNode bodyOf(ReceivedRequest request) {
        if (!request.hasJson()) {
            return request.body().length == 0 ? NullNode.getInstance() : TextNode.valueOf(request.bodyText());
        }
        try {
            return Json.parse(request.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the body was checked before", e);
        }
    }
}
