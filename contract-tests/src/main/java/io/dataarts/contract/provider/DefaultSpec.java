package io.dataarts.contract.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The OpenAPI description in the api-spec artifact. */
final class DefaultSpec {

    private static final String RESOURCE = "io/dataarts/spec/openapi.yaml";

    private DefaultSpec() {
    }

    static String read() {
        try (InputStream yaml = DefaultSpec.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (yaml == null) {
                throw new IllegalStateException(
                        RESOURCE + " is not on the class path: add dataarts-api-spec, or give the builder a spec");
            }
            return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }
}
