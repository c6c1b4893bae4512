package io.dataarts.contract.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Optional;

/** Plays the service behind the gateway. It answers requests that have passed all checks. */
final class DataArtsService {

    private final Catalog catalog;
    private final Lists lists;

    DataArtsService(Catalog catalog) {
        this.catalog = catalog;
        this.lists = new Lists(catalog);
    }

    ProviderAnswer answer(OperationRequest request) {
        JsonNode body = bodyOf(request);
        if (catalog.isFailing()) {
            return failure();
        }
        return switch (request.operationId()) {
            case "retryFactoryJobInstance" -> retry(request.pathParameter("job_name").orElseThrow(), request.workspace(), body);
            case "restartQualityInstance" -> restart(body.path("rule_type").asInt(), body.path("rule_id").asText(), request.workspace());
            default -> lists.answer(request).orElseGet(() -> echo(request, body));
        };
    }

    private ProviderAnswer retry(String jobName, String workspace, JsonNode body) {
        if (!catalog.hasJob(jobName, workspace)) {
            return ProviderAnswer.error(400, "DLF.1000", "Failed to find the job.");
        }
        return catalog.memory().retry(jobName, workspace, body).orElseGet(() -> ProviderAnswer.of(200, null));
    }

    private ProviderAnswer restart(int ruleType, String ruleId, String workspace) {
        if (catalog.isFailingRule(ruleId)) {
            return failure();
        }
        // The two kinds do not share ids, so a wrong rule_type gets an error.
        Optional<String> instanceId = switch (ruleType) {
            case 1 -> catalog.memory().restart(QualityRuns.Kind.QUALITY_TASK, ruleId, workspace)
                    .or(() -> catalog.instanceOfQualityJob(ruleId));
            case 2 -> catalog.memory().restart(QualityRuns.Kind.CONSISTENCY_TASK, ruleId, workspace)
                    .or(() -> catalog.instanceOfComparisonJob(ruleId));
            default -> Optional.empty();
        };
        return instanceId
                .map(id -> ProviderAnswer.of(200, JsonNodeFactory.instance.objectNode().put("instance_id", id)))
                // This project chose code and message, because the DQC codes are not published.
                .orElseGet(() -> ProviderAnswer.error(400, "DQC.1000", "Failed to find the quality or comparison job."));
    }

    /** Returns a failure of the service. This project chose its code and message. */
    private static ProviderAnswer failure() {
        return ProviderAnswer.error(500, "DQC.5000", "Internal server error.");
    }

    private static ProviderAnswer echo(OperationRequest request, JsonNode body) {
        ObjectNode echo = JsonNodeFactory.instance.objectNode().put("operation_id", request.operationId());
        ObjectNode path = echo.putObject("path");
        request.pathParameters().forEach(path::put);
        ObjectNode query = echo.putObject("query");
        request.queryParameters().forEach((name, values) -> values.forEach(query.withArrayProperty(name)::add));
        echo.set("body", body);
        return ProviderAnswer.of(200, echo);
    }

    private static JsonNode bodyOf(OperationRequest request) {
        if (!request.hasJson()) {
            return request.hasBody() ? TextNode.valueOf(request.received().bodyText()) : NullNode.getInstance();
        }
        try {
            return StrictJson.parse(request.received().body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the body was checked before", e);
        }
    }
}
