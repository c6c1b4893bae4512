package io.dataarts.contract.provider;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds each request against the OpenAPI description: path, query, headers, content type, body, security. */
final class SpecCheck {

    // Ours: no page tells how the service words a malformed request.
    private static final String CODE = "DLF.0001";
    private static final String MESSAGE = "The request does not match the API description: ";

    private final OpenApiInteractionValidator validator;

    SpecCheck(String yaml) {
        validator = OpenApiInteractionValidator.createForInlineApiSpecification(yaml)
                // By default a query parameter that the description does not have is let pass.
                .withLevelResolver(LevelResolver.create()
                        .withLevel("validation.request.parameter.query.unexpected", ValidationReport.Level.ERROR)
                        .build())
                .build();
    }

    Optional<Answer> refuse(ReceivedRequest request, Operation operation) {
        List<String> violations = violations(request, operation);
        return violations.isEmpty()
                ? Optional.empty()
                : Optional.of(Answer.error(400, CODE, MESSAGE + String.join("; ", violations)));
    }

    private List<String> violations(ReceivedRequest request, Operation operation) {
        try {
            operation.pathParameters();
            request.queryParameters();
        } catch (IllegalArgumentException e) {
            return List.of(e.getMessage());
        }
        if (request.body().length > 0 && request.header("Content-Type").isEmpty()) {
            return List.of("Content-Type is mandatory with a body");
        }
        try {
            // Stricter than the validator, which takes duplicate names and what follows the first value.
            if (request.hasJson()) {
                Json.parse(request.body());
            }
        } catch (JsonProcessingException e) {
            return List.of("the body is not one JSON value, see line " + e.getLocation().getLineNr()
                    + ", column " + e.getLocation().getColumnNr());
        }
        List<String> violations = new ArrayList<>();
        for (ValidationReport.Message message : validator.validateRequest(translate(request)).getMessages()) {
            if (message.getLevel() == ValidationReport.Level.ERROR) {
                violations.add(message.getMessage());
            }
        }
        return violations;
    }

    private static SimpleRequest translate(ReceivedRequest request) {
        SimpleRequest.Builder translated = new SimpleRequest.Builder(request.method(), request.rawPath());
        request.headers().forEach(translated::withHeader);
        request.queryParameters().forEach(translated::withQueryParam);
        if (request.body().length > 0) {
            translated.withBody(request.body());
        }
        return translated.build();
    }
}
