package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.IamPassword;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.batch.BatchEntry;
import io.dataarts.rerun.batch.RerunBatch;
import io.dataarts.rerun.signing.RequestSigner;
import io.dataarts.rerun.signing.Signature;
import io.dataarts.rerun.track.Evidence;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that an application returns from a controller is readable JSON, with the mapper that the application has. */
class ValuesAsJsonTest {

    @ParameterizedTest
    @MethodSource("io.dataarts.rerun.Values#plain")
    @DisplayName("with a bare mapper")
    void bare(Values.Written expected) throws Exception {
        String json = new ObjectMapper().writeValueAsString(expected.value());
        assertThat(expected.says(json)).as(json).isTrue();
    }

    @ParameterizedTest
    @MethodSource({"io.dataarts.rerun.Values#plain", "io.dataarts.rerun.Values#timed"})
    @DisplayName("with the mapper that Spring Boot configures")
    void boot(Values.Written expected) throws Exception {
        ObjectMapper mapper = JsonMapper.builder().addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS).build();
        String json = mapper.writeValueAsString(expected.value());
        assertThat(expected.says(json)).as(json).isTrue();
    }

    @Test
    @DisplayName("the JSON of credentials shows no secret, if there is any")
    void secrets() {
        ObjectMapper lenient = new ObjectMapper().disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);
        for (Object holder : Values.SECRET_HOLDERS) {
            assertThat(json(new ObjectMapper(), holder)).doesNotContain(Values.SECRETS);
            assertThat(json(lenient, holder)).doesNotContain(Values.SECRETS);
        }
    }

    private static String json(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            return e.toString();
        }
    }

    @Test
    @DisplayName("these tests know every value of the public API")
    void complete() {
        Set<String> others = Stream.of(
                        DataArtsStudioBuilder.class, RetryPolicy.class, AccessKey.class, IamToken.class, IamPassword.class,
                        RequestSigner.class, Signature.class, JobRerun.Content.class, JobRerun.Span.class, QualityRerun.Content.class,
                        QualityRerun.Kind.class, Evidence.Verdict.class, RerunBatch.class, BatchEntry.Decision.class)
                .map(Class::getName).collect(Collectors.toSet());
        Set<String> values = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.dataarts.rerun").stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC) && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .filter(type -> !type.isInterface() && !type.isAssignableTo(Throwable.class))
                .filter(type -> !type.getPackageName().contains(".internal") && !type.getSimpleName().endsWith("Stage"))
                .map(JavaClass::getName).filter(name -> !others.contains(name)).collect(Collectors.toSet());
        assertThat(Stream.concat(Values.plain(), Values.timed()).map(written -> written.value().getClass().getName()))
                .containsAll(values);
        assertThat(values).hasSize(28);
    }
}
