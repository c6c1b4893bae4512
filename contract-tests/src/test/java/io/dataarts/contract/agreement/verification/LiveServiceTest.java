package io.dataarts.contract.agreement.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verification refuses an environment that names a live service incompletely or unsafely. */
class LiveServiceTest {

    private final Map<String, String> environment = LiveStandIn.environment(URI.create("https://dayu.cn-north-4.myhuaweicloud.com"));

    @ParameterizedTest
    @ValueSource(strings = {
        "http://dayu.cn-north-4.myhuaweicloud.com", "dayu.cn-north-4.myhuaweicloud.com", "https:///v2", "https://dayu.example.com/v2"})
    void of_whenEndpointIsNotTheServices_thenRefused(String endpoint) {
        environment.put("DATAARTS_VERIFY_ENDPOINT", endpoint);

        assertThatThrownBy(() -> LiveService.of(environment)).isInstanceOf(IllegalArgumentException.class).hasMessage(
                "DATAARTS_VERIFY_ENDPOINT must be like https://dayu.cn-north-4.myhuaweicloud.com, was " + endpoint);
    }

    @Test
    void of_whenTokenAndKeyAreSet_thenRefused() {
        environment.put("DATAARTS_VERIFY_TOKEN", "LiveToken");

        assertThatThrownBy(() -> LiveService.of(environment)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("DATAARTS_VERIFY_TOKEN and an access key are both set: keep one");
    }

    @Test
    void target_whenEndpointIsHttps_thenCertificatesAreChecked() {
        assertThat(LiveService.of(environment)).get().extracting(LiveService::target)
                .hasFieldOrPropertyWithValue("insecure", false)
                .hasFieldOrPropertyWithValue("port", 443);
    }

    @Test
    void toString_whenSecretsAreGiven_thenShowsNone() {
        assertThat(LiveService.of(environment)).get().asString().doesNotContain("LiveSecretKey");
    }
}
