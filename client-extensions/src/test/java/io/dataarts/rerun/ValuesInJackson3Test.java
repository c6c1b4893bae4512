package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.ObjectMapper;

/** A value is the same JSON with a bare mapper of Jackson 3, which knows {@code java.time}. */
class ValuesInJackson3Test {

    @ParameterizedTest
    @MethodSource({"io.dataarts.rerun.Values#plain", "io.dataarts.rerun.Values#timed"})
    void write_whenAValue_thenReadable(Values.Written expected) throws Exception {
        String json = new ObjectMapper().writeValueAsString(expected.value());
        assertThat(expected.says(json)).as(json).isTrue();
    }

    @Test
    @DisplayName("the JSON of credentials shows no secret")
    void secrets() {
        for (Object holder : Values.SECRET_HOLDERS) {
            assertThat(new ObjectMapper().writeValueAsString(holder)).doesNotContain(Values.SECRETS);
        }
    }
}
