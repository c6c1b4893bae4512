package io.dataarts.contract.change;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** openapi.yaml with additional operations, in the form in which a maintainer adds them. */
final class ExtendedSpec {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private ExtendedSpec() {
    }

    static String read() {
        ObjectNode spec = parse("/io/dataarts/spec/openapi.yaml");
        ObjectNode added = parse("added-operations.yaml");
        spec.withObject("/paths").setAll((ObjectNode) added.path("paths"));
        spec.withObject("/components/responses").setAll((ObjectNode) added.at("/components/responses"));
        spec.withObject("/components/schemas").setAll((ObjectNode) added.at("/components/schemas"));
        try {
            return YAML.writeValueAsString(spec);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode parse(String resource) {
        try (InputStream yaml = ExtendedSpec.class.getResourceAsStream(resource)) {
            return (ObjectNode) YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
