package io.dataarts.contract.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** openapi.yaml and its examples, as they are in the api-spec artifact. */
final class Spec {

    static final String YAML = read("openapi.yaml");

    private Spec() {
    }

    /** A file of the artifact. */
    static String read(String name) {
        try (InputStream file = Spec.class.getResourceAsStream("/io/dataarts/spec/" + name)) {
            if (file == null) {
                throw new AssertionError(name + " is not in the api-spec artifact");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The YAML as it is written, with its references. */
    static JsonNode tree() {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(YAML);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SwaggerParseResult parsed() {
        return new OpenAPIV3Parser().readContents(YAML);
    }

    static OpenAPI model() {
        return parsed().getOpenAPI();
    }

    /** The operations as they are written. */
    static Stream<JsonNode> operations() {
        return tree().path("paths").findParents("operationId").stream();
    }
}
