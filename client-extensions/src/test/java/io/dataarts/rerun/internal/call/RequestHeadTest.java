package io.dataarts.rerun.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An unknown outcome leaves open whether a rerun was executed. A read changed nothing. */
class RequestHeadTest {

    @ParameterizedTest
    @CsvSource({
        "GET, 'nothing was changed, and it may be repeated: '",
        "POST, 'whether it was executed is unknown: '"
    })
    void doubt_whenTheMethodIsGiven_thenOnlyAReadIsHarmless(String method, String doubt) {
        assertThat(new RequestHead("operation", method, "/", "/", Map.of()).doubt()).isEqualTo(doubt);
    }
}
