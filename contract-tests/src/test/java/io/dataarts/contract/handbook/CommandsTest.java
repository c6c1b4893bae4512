package io.dataarts.contract.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The commands in README, CONTRIBUTING and the other pages name profiles, modules, properties and scripts that exist. */
class CommandsTest {

    private static final Path ROOT = Path.of("..");

    /** Holds the properties of Maven's plugins, which no file of the repository declares. */
    private static final Set<String> OF_PLUGINS = Set.of(
            "altDeploymentRepository", "generateBackupPoms", "newVersion", "skipTests", "surefire.failIfNoSpecifiedTests", "test");

    private static String pages;
    private static String poms;

    @BeforeAll
    static void read() throws IOException {
        pages = all(ROOT, 1, ".md") + all(ROOT.resolve("docs"), 1, ".md");
        poms = all(ROOT, 2, "pom.xml");
    }

    @Test
    @DisplayName("each profile is in a POM")
    void profiles_areInAPom() {
        assertThat(found(pages, "(?<![\\w-])-P([\\w-]+)")).contains("quickstart")
                .isSubsetOf(found(poms, "<profile>\\s*(?:<!--[^>]*-->\\s*)?<id>([^<]+)</id>"));
    }

    @Test
    @DisplayName("each module is in the root POM")
    void modules_areInTheRootPom() {
        assertThat(found(pages, " -pl ([\\w,-]+)")).contains("client-extensions").isSubsetOf(found(poms, "<module>([^<]+)</module>"));
    }

    @Test
    @DisplayName("each property is in a POM or in the code, or belongs to a plugin")
    void properties_areInPomsOrCode() throws IOException {
        String code = poms + all(ROOT.resolve("contract-tests/src"), 20, ".java");
        assertThat(found(pages, "(?<![\\w-])-D([\\w.]*\\w)")).contains("stub.port").filteredOn(name -> !OF_PLUGINS.contains(name))
                .allSatisfy(name -> assertThat(found(code, "(?:-D|[^\\w.])(" + Pattern.quote(name) + ")(?!\\w)")).as(name).isNotEmpty());
    }

    @Test
    @DisplayName("each script exists and can be run")
    void scripts_canBeRun() {
        assertThat(found(pages, "(\\.ci/(?!npm/node_modules)[\\w/-]+)")).contains(".ci/run")
                .allSatisfy(script -> assertThat(ROOT.resolve(script)).isExecutable());
    }

    private static Set<String> found(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).collect(TreeSet::new, Set::add, Set::addAll);
    }

    private static String all(Path folder, int depth, String end) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            StringBuilder texts = new StringBuilder();
            for (Path file : files.filter(file -> file.toString().endsWith(end)).sorted().toList()) {
                texts.append(Files.readString(file)).append('\n');
            }
            return texts.toString();
        }
    }
}
