package io.dataarts.contract.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openapitools.codegen.CodegenConstants;
import org.openapitools.codegen.DefaultGenerator;
import org.openapitools.codegen.config.CodegenConfigurator;

/** Runs the build's generator with the build's settings and templates. */
public final class GeneratedSources {

    private static final Path SETTINGS = Path.of("../client-generated/generator");

    private GeneratedSources() {
    }

    /**
     * Generates sources as the POM of client-generated does.
     *
     * @param yaml the specification
     * @return the texts by their paths, such as {@code io/dataarts/generated/api/QualityApi.java}
     */
    public static SortedMap<String, String> of(String yaml) {
        try {
            Path folder = Files.createTempDirectory("generated-sources");
            try {
                return generate(Files.writeString(folder.resolve("openapi.yaml"), yaml), folder.resolve("output"));
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SortedMap<String, String> generate(Path spec, Path output) throws IOException {
        CodegenConfigurator settings = CodegenConfigurator.fromFile(SETTINGS.resolve("config.yaml").toString())
                .setTemplateDir(SETTINGS.resolve("templates").toString())
                .setInputSpec(spec.toString())
                .setOutputDir(output.toString())
                .setQuiet(true);
        generated().forEach(settings::addGlobalProperty);
        DefaultGenerator generator = new DefaultGenerator();
        generator.setGenerateMetadata(false);
        generator.opts(settings.toClientOptInput()).generate();
        return read(output.resolve("src/main/java"));
    }

    /** Selects interfaces and models. The generator leaves out everything else, such as supporting files. */
    private static Map<String, String> generated() {
        return Map.of(
                CodegenConstants.APIS, "",
                CodegenConstants.MODELS, "",
                CodegenConstants.API_DOCS, "false",
                CodegenConstants.API_TESTS, "false",
                CodegenConstants.MODEL_DOCS, "false",
                CodegenConstants.MODEL_TESTS, "false");
    }

    /** Returns the texts of all files below a folder, by their paths in it. */
    public static SortedMap<String, String> read(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            SortedMap<String, String> texts = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
            return texts;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
