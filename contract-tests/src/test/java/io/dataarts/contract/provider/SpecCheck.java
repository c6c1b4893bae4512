package io.dataarts.contract.provider;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.dataarts.contract.loopback.ReceivedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Validates each request against the OpenAPI description: path, query, headers, content type, body, security. */
final class SpecCheck {

    // This project chose both, because no page documents the service's answer to a malformed request.
    private static final String CODE = "DLF.0001";
    private static final String MESSAGE = "The request does not match the API description: ";

    private final OpenApiInteractionValidator validator;

    SpecCheck(String yaml) {
        validator = OpenApiInteractionValidator.createForInlineApiSpecification(yaml)
                // By default the validator accepts query parameters that are not in the description.
                .withLevelResolver(LevelResolver.create()
                        .withLevel("validation.request.parameter.query.unexpected", ValidationReport.Level.ERROR)
                        .build())
                .build();
    }

    Optional<ProviderAnswer> refuse(OperationRequest request) {
        List<String> violations = violations(request);
        return violations.isEmpty()
                ? Optional.empty()
                : Optional.of(ProviderAnswer.error(400, CODE, MESSAGE + String.join("; ", violations)));
    }

    private List<String> violations(OperationRequest request) {
        try {
            request.pathParameters();
            request.queryParameters();
        } catch (IllegalArgumentException e) {
            return List.of(e.getMessage());
        }
        if (request.hasBody() && request.received().header("Content-Type").isEmpty()) {
            return List.of("Content-Type is mandatory with a body");
        }
        try {
            // The validator accepts duplicate names, and text after the first value. This check refuses both.
            if (request.hasJson()) {
                StrictJson.parse(request.received().body());
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

    private static SimpleRequest translate(OperationRequest request) {
        ReceivedRequest received = request.received();
        SimpleRequest.Builder translated = new SimpleRequest.Builder(received.method(), received.rawPath());
        received.headers().forEach(translated::withHeader);
        request.queryParameters().forEach(translated::withQueryParam);
        if (request.hasBody()) {
            translated.withBody(received.body());
        }
        return translated.build();
    }
}
