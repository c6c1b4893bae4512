package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The compiler accepts each documented rerun, and refuses options that do not fit together. */
class StagedBuilderTest {

    private static final String INSTANCES = "JobRerun.job(\"j\").instances(INSTANCE)";
    private static final String RELATED = "JobRerun.job(\"j\").withRelatedJobs(1L, 2L, RelatedJob.of(\"r\"))";
    private static final String FROM = ".from(StartNode.error())";
    private static final String USING = ".using(TaskVersion.CURRENT)";

    @ParameterizedTest
    @ValueSource(strings = {
        INSTANCES + FROM + USING + ".build()",
        INSTANCES + FROM + USING + ".ignoreObsListening(true).build()",
        RELATED + FROM + USING + ".build()",
        RELATED + FROM + USING + ".concurrency(2).ignoreObsListening(true).build()",
        RELATED + FROM + USING + ".ignoreObsListening(true).concurrency(2).build()",
        "JobRerun.job(\"j\").instances(List.of(INSTANCE))" + FROM + USING + ".build()",
        "JobRerun.job(\"j\").withRelatedJobs(Instant.now(), Instant.now(), RelatedJob.of(\"r\"))" + FROM + USING + ".build()",
        "QualityRerun.qualityJob(\"1\")"
    })
    @DisplayName("compiles as the documentation shows it")
    void compiles(String rerun) {
        assertThat(errors(rerun)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        INSTANCES + FROM + USING + ".concurrency(2).build() | concurrency",
        INSTANCES + FROM + USING + ".ignoreObsListening(true).concurrency(2).build() | concurrency",
        INSTANCES + ".withRelatedJobs(1L, 2L, RelatedJob.of(\"r\"))" + FROM + USING + ".build() | withRelatedJobs",
        INSTANCES + FROM + USING + ".withRelatedJobs(1L, 2L, RelatedJob.of(\"r\")).build() | withRelatedJobs",
        RELATED + ".instances(INSTANCE)" + FROM + USING + ".build() | instances",
        RELATED + FROM + USING + ".instances(INSTANCE).build() | instances",
        INSTANCES + ".build() | build",
        INSTANCES + FROM + ".build() | build",
        RELATED + FROM + ".build() | build",
        "JobRerun.job(\"j\").build() | build",
        "JobRerun.job(\"j\")" + FROM + USING + ".build() | from",
        INSTANCES + USING + ".build() | using",
        INSTANCES + FROM + FROM + USING + ".build() | from",
        INSTANCES + FROM + ".ignoreObsListening(true)" + USING + ".build() | ignoreObsListening"
    })
    @DisplayName("does not compile, as the stage has no such method")
    void mixedModes(String rerun, String missing) {
        assertThat(errors(rerun)).singleElement().asString().contains("cannot find symbol").contains("method " + missing + "(");
    }

    @Test
    @DisplayName("an instance does not compile without its times")
    void instanceWithoutTimes() {
        assertThat(errors("JobRerun.job(\"j\").instances(JobInstance.of(1).planned(1L))" + FROM + USING + ".build()")).isNotEmpty();
    }

    @Test
    @DisplayName("a user cannot add a third kind of rerun")
    void sealed() {
        assertThat(errors("new Rerun() {}")).anyMatch(error -> error.contains("sealed"));
    }

    private static List<String> errors(String rerun) {
        String source = """
                import io.dataarts.rerun.*;
                import java.time.Instant;
                import java.util.List;
                class Snippet {
                    static final JobInstance INSTANCE = JobInstance.of(1).planned(1L).submitted(1L);
                    Rerun rerun() {
                        return %s;
                    }
                }
                """.formatted(rerun);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        compiler.getTask(null, null, problems, List.of("-proc:none", "-cp", classes(), "-Xlint:none", "--release", "17",
                        "-implicit:none", "-XDshould-stop.ifNoError=FLOW"), null, List.of(new Source(source)))
                .call();
        return problems.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == javax.tools.Diagnostic.Kind.ERROR)
                .map(problem -> problem.getMessage(Locale.ROOT))
                .toList();
    }

    private static String classes() {
        try {
            return Path.of(JobRerun.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Snippet.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
