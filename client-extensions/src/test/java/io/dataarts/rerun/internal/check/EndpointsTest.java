package io.dataarts.rerun.internal.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regions give their endpoints, and unsafe endpoints and proxies are refused without showing a password. */
class EndpointsTest {

    @ParameterizedTest
    @CsvSource({
        "cn-north-4, https://dayu.cn-north-4.myhuaweicloud.com",
        "ap-southeast-1, https://dayu.ap-southeast-1.myhuaweicloud.com",
        "my-kualalumpur-1, https://dayu.my-kualalumpur-1.myhuaweicloud.com",
        "eu-west-101, https://dayu.eu-west-101.myhuaweicloud.eu",
        "xx-newest-77, https://dayu.xx-newest-77.myhuaweicloud.com"
    })
    void ofRegion_whenAnyId_thenItsHost(String region, URI endpoint) {
        assertThat(Endpoints.ofRegion(Endpoints.region(region))).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "CN-NORTH-4", "cn_north_4", "cn-north-4 ", "-cn", "cn-", "cn--4", "cn.evil.com", "cn/", "cn@x", "cn:1", "é"})
    void region_whenNotAnId_thenRefused(String region) {
        refused(() -> Endpoints.region(region), "region must be an id such as cn-north-4, was \"" + region + "\"");
    }

    @Test
    void region_whenNull_thenRefusedByName() {
        assertThatThrownBy(() -> Endpoints.region(null)).isExactlyInstanceOf(NullPointerException.class).hasMessage("region");
    }

    @Test
    void iamOf_whenOfARegion_thenItsNeighbour() {
        assertThat(Endpoints.iamOf(URI.create("https://dayu.eu-west-101.myhuaweicloud.eu")))
                .hasToString("https://iam.eu-west-101.myhuaweicloud.eu");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "https://dayu.example.com", "HTTPS://dayu.example.com", "https://10.0.0.1:8443", "https://h:65535", "https://h:1", "https://h/gateway/v1",
        "http://localhost:8080", "http://127.0.0.1", "http://127.255.0.3:1", "HTTP://localhost", "http://[::1]:9"
    })
    void endpoint_whenSecureOrLoopback_thenTakenAsItIs(String endpoint) {
        assertThat(Endpoints.endpoint(endpoint)).hasToString(endpoint);
        assertThat(Endpoints.endpoint("endpoint", URI.create(endpoint))).hasToString(endpoint);
    }

    @Test
    void endpoint_whenPathEndsInASlash_thenItIsTakenOff() {
        assertThat(Endpoints.endpoint("https://h/gateway/")).hasToString("https://h/gateway");
        assertThat(Endpoints.endpoint("https://h/")).hasToString("https://h");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "http://dayu.example.com", "http://10.0.0.1", "http://127.0.0.1.evil.com", "http://localhost.evil.com", "http://128.0.0.1",
        "http://[::2]", "http://notlocalhost", "ftp://localhost", "h", "//h", "https:h", "https:///path", "mailto:a@b", ""
    })
    void endpoint_whenNeitherSecureNorLoopback_thenRefused(String endpoint) {
        refused(() -> Endpoints.endpoint("endpoint", URI.create(endpoint)),
                "endpoint must be https://host[:port], plain http only to loopback, was " + endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://h?a=b", "https://h?", "https://h#f", "https://h/p#"})
    void endpoint_whenQueryOrFragment_thenRefused(String endpoint) {
        refused(() -> Endpoints.endpoint(endpoint), "endpoint must have no user info, query or fragment, was " + endpoint);
    }

    @ParameterizedTest
    @CsvSource({
        "https://user@h, https://****@h",
        "https://user:secret@h:1/p, https://****@h:1/p",
        "https://user:%40secret@h, https://****@h",
        "https://@h, https://****@h"
    })
    void endpoint_whenUserInfo_thenRefusedAndNotShown(String endpoint, String shown) {
        refused(() -> Endpoints.endpoint(endpoint), "endpoint must have no user info, query or fragment, was " + shown);
    }

    @Test
    @DisplayName("a password that contains an @ is not shown, although such a URL has no host")
    void passwordWithAt() {
        refused(() -> Endpoints.endpoint("endpoint", URI.create("https://user:sec@ret@h/p@q")),
                "endpoint must be https://host[:port], plain http only to loopback, was https://****@h/p@q");
    }

    @Test
    @DisplayName("a text that is not a URL is not shown, because it may hold a password")
    void noUrl() {
        refused(() -> Endpoints.endpoint("https://user:secret@h/a b"), "endpoint must be a URL: Illegal character in path at index 23");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://h/a/../b", "https://h/..", "https://h/./a", "https://h//", "https://h/a//b", "https://h/%2e%2e", "https://h/a%20b"})
    void endpoint_whenPathIsNotPlain_thenRefused(String endpoint) {
        refused(() -> Endpoints.endpoint(endpoint), "endpoint must have a plain path or none, was " + endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://h:65536", "https://h:0"})
    void endpoint_whenThereIsNoSuchPort_thenRefused(String endpoint) {
        refused(() -> Endpoints.endpoint(endpoint), "endpoint must have a port between 1 and 65535, was " + endpoint);
    }

    @Test
    void endpoint_whenNull_thenRefusedByName() {
        assertThatThrownBy(() -> Endpoints.endpoint("endpoint", (URI) null)).isExactlyInstanceOf(NullPointerException.class).hasMessage("endpoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://proxy:3128", "HTTP://127.0.0.1:1", "http://proxy:65535/", "http://[::1]:8080"})
    void proxy_whenHostAndPort_thenTakenAsItIs(String proxy) {
        assertThat(Endpoints.proxy(URI.create(proxy))).hasToString(proxy);
    }

    @ParameterizedTest
    @CsvSource({
        "https://proxy:3128, https://proxy:3128",
        "socks://proxy:3128, socks://proxy:3128",
        "proxy:3128, proxy:3128",
        "http://proxy, http://proxy",
        "http:///a, http:///a",
        "http://proxy:0, http://proxy:0",
        "http://proxy:65536, http://proxy:65536",
        "http://proxy:3128/path, http://proxy:3128/path",
        "http://proxy:3128?a, http://proxy:3128?a",
        "http://proxy:3128#a, http://proxy:3128#a",
        "http://user:secret@proxy:3128, http://****@proxy:3128",
        "http://user:sec@ret@proxy:3128, http://****@proxy:3128"
    })
    void proxy_whenAnythingElse_thenRefusedWithoutItsPassword(String proxy, String shown) {
        refused(() -> Endpoints.proxy(URI.create(proxy)), "proxy must be http://host:port, was " + shown);
    }

    @Test
    void proxy_whenNull_thenRefusedByName() {
        assertThatThrownBy(() -> Endpoints.proxy(null)).isExactlyInstanceOf(NullPointerException.class).hasMessage("proxy");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isExactlyInstanceOf(IllegalArgumentException.class).hasMessage(message).hasNoCause();
    }
}
