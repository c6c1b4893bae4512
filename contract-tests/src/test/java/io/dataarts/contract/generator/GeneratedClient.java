package io.dataarts.contract.generator;

import com.fasterxml.jackson.annotation.JsonProperty;
import feign.Feign;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Generates a client from a specification as the build does, compiles it against the libraries of client-generated, and loads it. */
public final class GeneratedClient {

    private final SortedMap<String, String> sources;
    private final ClassLoader classes;

    private GeneratedClient(SortedMap<String, String> sources, ClassLoader classes) {
        this.sources = sources;
        this.classes = classes;
    }

    /**
     * Generates, compiles and loads.
     *
     * @param yaml the specification
     * @throws AssertionError if the generated code does not compile
     */
    public static GeneratedClient from(String yaml) {
        SortedMap<String, String> sources = GeneratedSources.of(yaml);
        return new GeneratedClient(sources, Compilation.of(sources, Feign.class, JsonProperty.class, Nullable.class).load());
    }

    /** Returns the generated texts by their paths. */
    public SortedMap<String, String> sources() {
        return sources;
    }

    /** Returns a generated interface, such as {@code ThingsApi}. */
    public Class<?> api(String name) {
        return load("io.dataarts.generated.api." + name);
    }

    /** Returns a generated model, such as {@code ServiceError}. */
    public Class<?> model(String name) {
        return load("io.dataarts.generated.model." + name);
    }

    /** Returns all generated interfaces and models. */
    public List<? extends Class<?>> types() {
        return sources.keySet().stream()
                .map(path -> load(path.substring(0, path.length() - ".java".length()).replace('/', '.')))
                .toList();
    }

    private Class<?> load(String name) {
        try {
            return classes.loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name + " was not generated, only " + sources.keySet(), e);
        }
    }
}
