package io.dataarts.contract.size;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An artifact and its runtime dependencies, as jars, in the versions that the build resolved. */
record Closure(List<Path> jars) {

    /**
     * Reads the verbose dependency tree that Maven wrote.
     *
     * <p>An artifact may occur several times in the tree, but its children stand below only one of its places.
     */
    static Closure of(Path tree, String artifact) throws IOException {
        Map<String, Set<String>> children = new HashMap<>();
        collect(new ObjectMapper().readTree(tree.toFile()), children);
        Set<String> reached = new LinkedHashSet<>();
        reach(artifact, children, reached);
        List<Path> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (reached.stream().anyMatch(each -> isJarOf(entry, each))) {
                jars.add(Path.of(entry));
            }
        }
        return new Closure(jars);
    }

    private static void collect(JsonNode node, Map<String, Set<String>> children) {
        Set<String> own = children.computeIfAbsent(name(node), missing -> new LinkedHashSet<>());
        for (JsonNode child : node.path("children")) {
            if (!child.path("optional").asBoolean()) {
                own.add(name(child));
                collect(child, children);
            }
        }
    }

    private static String name(JsonNode node) {
        return node.path("groupId").asText() + ":" + node.path("artifactId").asText();
    }

    private static void reach(String artifact, Map<String, Set<String>> children, Set<String> reached) {
        if (reached.add(artifact)) {
            children.getOrDefault(artifact, Set.of()).forEach(child -> reach(child, children, reached));
        }
    }

    private static boolean isJarOf(String entry, String artifact) {
        String name = artifact.substring(artifact.indexOf(':') + 1);
        Path jar = Path.of(entry);
        return jar.getFileName().toString().matches(name.replace(".", "\\.") + "-\\d.*\\.jar")
                && (entry.contains(artifact.substring(0, artifact.indexOf(':')).replace('.', File.separatorChar))
                        || entry.contains(File.separator + "target" + File.separator));
    }

    double megabytes() throws IOException {
        long bytes = 0;
        for (Path jar : jars) {
            bytes += Files.size(jar);
        }
        return bytes / 1e6;
    }

    /** Returns a class path of these jars, the benchmark's own classes, and a logger that logs nothing. */
    String classPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (jars.contains(Path.of(entry)) || entry.endsWith("test-classes") || entry.contains("slf4j-nop")) {
                entries.add(entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }
}
