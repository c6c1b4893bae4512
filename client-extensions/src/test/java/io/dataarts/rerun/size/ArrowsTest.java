package io.dataarts.rerun.size;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.dataarts.rerun.CallEvent;
import io.dataarts.rerun.CallListener;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.JobInstance;
import io.dataarts.rerun.JobRerun;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.RelatedJob;
import io.dataarts.rerun.RequestPreview;
import io.dataarts.rerun.Rerun;
import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.RetryPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A package uses only the packages below it, so that a request passes down once and its answer up once. */
class ArrowsTest {

    private static final String ROOT = "io.dataarts.rerun";
    private static final String[] PUBLIC = {ROOT + ".auth", ROOT + ".error", ROOT + ".signing"};
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    /** The packages that a package may use beside the public ones. Only the root may use all. */
    private static final Map<String, List<String>> ARROWS = Map.ofEntries(
            Map.entry("internal.api", List.of(
                    "internal.delivery", "internal.answer", "internal.http", "internal.call", "internal.check", "internal")),
            Map.entry("internal.delivery", List.of("internal.answer", "internal.call")),
            Map.entry("internal.answer", List.of("internal.call", "internal")),
            Map.entry("internal.http", List.of("internal.call")),
            Map.entry("internal.credentials", List.of("internal.http", "internal.call", "internal.check", "internal")),
            Map.entry("internal.call", List.of()),
            Map.entry("internal.check", List.of()),
            Map.entry("internal", List.of()),
            Map.entry("internal.find", List.of("find")),
            Map.entry("internal.track", List.of(
                    "track", "find", "internal.find", "internal.delivery", "internal.call", "internal.check")),
            Map.entry("internal.batch", List.of(
                    "batch", "find", "track", "internal.track", "internal.find", "internal.delivery", "internal.call", "internal.check",
                    "internal")),
            Map.entry("batch", List.of("track", "internal.batch", "internal.check")),
            Map.entry("track", List.of("find")),
            Map.entry("find", List.of("internal.check")),
            Map.entry("auth", List.of("internal.check")),
            Map.entry("error", List.of()),
            Map.entry("signing", List.of()));

    /** The values of the root that a package may use: what a user gives to delivery, and what becomes of a result. */
    private static final Map<String, List<Class<?>>> VALUES = Map.of(
            "internal.delivery", List.of(RetryPolicy.class, CallListener.class, CallEvent.class),
            "internal.find", List.of(QualityRerun.Kind.class),
            "internal.track", List.of(JobRerun.Content.class, JobRerun.Span.class, JobInstance.class, RelatedJob.class,
                    QualityRerun.Content.class, QualityRerun.Kind.class),
            "internal.batch", List.of(Rerun.class, JobRerun.Content.class, JobRerun.Span.class, QualityRerun.Kind.class, RerunReceipt.class,
                    RequestPreview.class),
            "batch", List.of(DataArtsStudio.class, Rerun.class, RequestPreview.class),
            "find", List.of(JobInstance.class, QualityRerun.class, QualityRerun.Kind.class));

    @ParameterizedTest(name = "{0} may use {1}")
    @MethodSource("arrows")
    void uses(String room, List<String> allowed) {
        String[] rooms = allowed.stream().map(name -> ROOT + "." + name).toArray(String[]::new);
        DescribedPredicate<JavaClass> forbidden = resideInAPackage(ROOT + "..")
                .and(DescribedPredicate.not(resideInAnyPackage(PUBLIC)))
                .and(DescribedPredicate.not(resideInAPackage(ROOT + "." + room)))
                .and(DescribedPredicate.not(resideInAnyPackage(rooms)))
                .and(DescribedPredicate.not(valuesOfTheRoot(room)));
        noClasses().that().resideInAPackage(ROOT + "." + room).should().dependOnClassesThat(forbidden).check(MAIN);
    }

    private static Stream<Arguments> arrows() {
        return ARROWS.entrySet().stream().map(arrow -> Arguments.of(arrow.getKey(), arrow.getValue()));
    }

    private static DescribedPredicate<JavaClass> valuesOfTheRoot(String room) {
        return DescribedPredicate.describe("the values of the root that this package may use",
                type -> VALUES.getOrDefault(room, List.of()).stream().anyMatch(type.getBaseComponentType()::isEquivalentTo));
    }

    @Test
    @DisplayName("error and signing stand alone")
    void standAlone() {
        noClasses().that().resideInAnyPackage(ROOT + ".error", ROOT + ".signing")
                .should().dependOnClassesThat(resideInAPackage(ROOT + ".internal..")).check(MAIN);
    }

    @Test
    @DisplayName("the values of the root use only the checks of the internal packages")
    void values() {
        classes().that().resideInAPackage(ROOT)
                .and().haveNameNotMatching(".*[.](Studio|DataArtsStudioBuilder|Platform|ReceiptDecoder|PreviewDecoder)([$].*)?")
                .should().onlyDependOnClassesThat(DescribedPredicate.not(resideInAPackage(ROOT + ".internal.."))
                        .or(resideInAPackage(ROOT + ".internal.check")))
                .check(MAIN);
    }

    @Test
    @DisplayName("the rules above cover every package of the SDK")
    void everyPackage() {
        Set<String> covered = ARROWS.keySet().stream().map(name -> ROOT + "." + name).collect(Collectors.toSet());
        covered.add(ROOT);
        assertThat(MAIN.stream().map(JavaClass::getPackageName).collect(Collectors.toSet())).isEqualTo(covered);
    }
}
