package io.dataarts.contract.agreement.coverage;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import io.dataarts.contract.spec.ApiDescription;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks interactions against a description with Atlassian's validator.
 *
 * <p>The service may add fields to a response, but the pact may expect only fields that are described. So the validator treats
 * a schema as closed unless the schema itself says otherwise.
 */
final class Conformance {

    private final OpenApiInteractionValidator validator;

    Conformance(ApiDescription specification) {
        validator = OpenApiInteractionValidator.createForInlineApiSpecification(specification.json())
                .withLevelResolver(LevelResolver.create()
                        .withLevel("validation.request.parameter.query.unexpected", ValidationReport.Level.ERROR)
                        .build())
                .build();
    }

    /** Returns each violation with the interaction's description. Validates an interaction only when the stream reaches it. */
    Stream<String> violations(List<PactInteraction> interactions) {
        return interactions.stream().flatMap(interaction ->
                validator.validate(request(interaction), response(interaction)).getMessages().stream()
                        .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                        .map(message -> interaction.description() + ": " + message.getMessage()));
    }

    private static SimpleRequest request(PactInteraction interaction) {
        SimpleRequest.Builder request =
                new SimpleRequest.Builder(Request.Method.valueOf(interaction.method()), interaction.path());
        interaction.query().forEach((name, values) -> request.withQueryParam(name, values));
        interaction.headers().forEach((name, value) -> request.withHeader(name, value));
        return hasContent(interaction.body()) ? request.withBody(interaction.body().toString()).build() : request.build();
    }

    private static SimpleResponse response(PactInteraction interaction) {
        SimpleResponse.Builder response = SimpleResponse.Builder.status(interaction.status());
        interaction.responseHeaders().forEach((name, value) -> response.withHeader(name, value));
        JsonNode body = interaction.responseBody();
        return hasContent(body) ? response.withBody(body.toString()).build() : response.build();
    }

    private static boolean hasContent(JsonNode body) {
        return !body.isMissingNode() && !body.isNull() && !(body.isTextual() && body.asText().isEmpty());
    }
}
