package io.dataarts.contract.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dataarts.rerun.DataArtsStudio;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The jars tell a native image about all proxies, about all types that Jackson reads or writes, and about all resources. */
class NativeImageTest {

    private static final String GENERATED = "dataarts-client-generated";
    private static final String SDK = "dataarts-client-extensions";

    @Test
    @DisplayName("the generated client names each interface as a proxy, and each public type for reflection")
    void generated_namesAll() throws Exception {
        List<String> interfaces = types("client-generated", "interface");
        assertThat(interfaces).isNotEmpty();
        assertThat(names(config(GENERATED, "proxy-config.json"), "interfaces")).containsExactlyInAnyOrderElementsOf(interfaces);
        assertThat(names(config(GENERATED, "reflect-config.json"), "name"))
                .containsExactlyInAnyOrderElementsOf(types("client-generated", "interface|class|enum|record"));
    }

    @Test
    @DisplayName("the SDK names each public record and enum, and what else can be written as JSON")
    void sdk_namesValues() throws Exception {
        List<String> names = names(config(SDK, "reflect-config.json"), "name");
        assertThat(names).doesNotHaveDuplicates()
                .containsAll(types("client-extensions", "record|enum").stream().filter(name -> !name.endsWith(".ServiceAnswer")).toList())
                .contains("io.dataarts.rerun.JobRerun", "io.dataarts.rerun.QualityRerun", "io.dataarts.rerun.RerunReceipt",
                        "io.dataarts.rerun.StartNode");
        for (String name : names) {
            assertThat(Class.forName(name)).isNotNull();
        }
    }

    @Test
    @DisplayName("each resource that the SDK names is there")
    void sdk_namesResources() throws Exception {
        List<String> patterns = names(config(SDK, "resource-config.json").at("/resources/includes"), "pattern");
        assertThat(patterns).hasSize(5).allSatisfy(pattern -> {
            String resource = pattern.replaceAll("\\\\[QE]", "");
            assertThat(resource).matches(pattern);
            assertThat(DataArtsStudio.class.getClassLoader().getResource(resource)).as(resource).isNotNull();
        });
    }

    /** Returns the names of a module's public types, as {@code Class.forName} takes them, from its {@code api.txt}. */
    private static List<String> types(String module, String kinds) throws IOException {
        return Pattern.compile("(?m)^public (?:[a-z-]+ )*?(?:" + kinds + ") ([\\w.]+)")
                .matcher(Files.readString(Path.of("..", module, "api.txt")))
                .results()
                .map(type -> type.group(1).replaceAll("(?<=[.][A-Z]\\w{0,99})[.]", "\\$"))
                .toList();
    }

    private static List<String> names(JsonNode entries, String field) {
        List<String> names = new ArrayList<>();
        entries.forEach(entry -> {
            if (entry.path(field).isArray()) {
                entry.path(field).forEach(name -> names.add(name.textValue()));
            } else {
                names.add(entry.path(field).textValue());
            }
        });
        return names;
    }

    private static JsonNode config(String artifact, String file) throws IOException {
        URL resource = NativeImageTest.class.getClassLoader().getResource("META-INF/native-image/io.dataarts/" + artifact + "/" + file);
        assertThat(resource).as(file).isNotNull();
        return new JsonMapper().readTree(resource);
    }
}
