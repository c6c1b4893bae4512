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
        "https://HOST.example", "https://host.example.", "https://h:", "https://h:443", "https://[2001:db8::1]:8443",
        "https://h/a;b=c,(d)!$'*+@:&~", "http://localhost:8080", "http://127.0.0.1", "http://127.255.0.3:1", "HTTP://localhost",
        "http://LOCALHOST:8080", "http://LocalHost:", "http://[::1]:9", "http://[0::1]", "http://[0:0:0:0:0:0:0:1]:8080",
        "http://[0000:0000:0000:0000:0000:0000:0000:0001]", "http://[::0:01]"
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
        "http://[::2]", "http://[::1:1]", "http://[1::1]", "http://[::10]", "http://[::1:0]", "http://[::]",
        "http://notlocalhost", "http://localhos"
    })
    void endpoint_whenPlainButNotLoopback_thenRefused(String endpoint) {
        refused(() -> Endpoints.endpoint("endpoint", URI.create(endpoint)),
                "endpoint must start with https://, plain http only to localhost, 127.0.0.1 or [::1], was " + endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "dayu.cn-north-4.myhuaweicloud.com", "dayu.cn-north-4.myhuaweicloud.com:443", "localhost:8080", "ftp://localhost", "h", "//h",
        "/path", ""
    })
    void endpoint_whenItHasAnotherSchemeOrNone_thenRefused(String endpoint) {
        refused(() -> Endpoints.endpoint("endpoint", URI.create(endpoint)), "endpoint must start with https://, was " + endpoint);
    }

    @ParameterizedTest
    @CsvSource({"https:h, https", "https:/h, https", "https:///path, https", "http:/localhost, http"})
    void endpoint_whenItHasNoHost_thenRefused(String endpoint, String scheme) {
        refused(() -> Endpoints.endpoint("endpoint", URI.create(endpoint)),
                "endpoint must have a host after " + scheme + "://, was " + endpoint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "https://my_host:8443 | Illegal character in hostname at index 10; Java supports no underscore in a host name: use another name",
        "https://-h | Illegal character in hostname at index 8",
        "https://h-.example | Illegal character in hostname at index 9",
        "https://a..b | Illegal character in hostname at index 10",
        "https://h%20x | Illegal character in hostname at index 9",
        "https://127.1 | Illegal character in hostname at index 12",
        "https://h:1:2 | Illegal character in port number at index 11",
        "https://h:x | Illegal character in port number at index 10",
        "https://h:-1 | Illegal character in port number at index 10",
        "https://h:99999999999 | Malformed port number at index 10",
    })
    void endpoint_whenJavaCannotParseItsHost_thenRefusedWithTheCause(String endpoint, String cause) {
        refused(() -> Endpoints.endpoint("endpoint", URI.create(endpoint)),
                "endpoint must have a valid host and port: " + cause + ", was " + endpoint);
    }

    @ParameterizedTest
    @CsvSource({
        "https://例え.jp, xn--r8jz45g.jp",
        "https://例え.jp:8443/a, xn--r8jz45g.jp:8443",
        "https://BÜCHER.example, xn--bcher-kva.example",
        "https://h\u200B.example, h.example"
    })
    void endpoint_whenItsHostIsNotAscii_thenRefusedWithTheFormToWrite(String endpoint, String ascii) {
        refused(() -> Endpoints.endpoint(endpoint), "endpoint must have a host in ASCII: write " + ascii + ", was " + endpoint);
    }

    @Test
    void endpoint_whenItsHostHasNoAsciiForm_thenRefused() {
        assertThatThrownBy(() -> Endpoints.endpoint("https://é..b"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("Empty label is not a legal name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://[fe80::1%eth0]", "http://[::1%25lo]:8080", "https://8443", "http://2130706433"})
    @DisplayName("a zone, which means something on this machine only, and a number, which Java takes as an address, are refused")
    void addressInAnotherForm(String endpoint) {
        refused(() -> Endpoints.endpoint(endpoint), "endpoint must have a host name, or a whole address without a zone, was " + endpoint);
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
        refused(() -> Endpoints.endpoint("endpoint", URI.create("https://user:sec@ret@h/p")),
                "endpoint must have no user info, query or fragment, was https://****@h/p");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "user:secret@h", "user:se/cret@h", "https://user:se/cret@h", "HTTPS://user:se//cret@h", "ftp://user:secret@h", "//user:secret@h"
    })
    @DisplayName("a password is not shown, although the scheme is missing or the password is not encoded")
    void passwordInAnotherForm(String endpoint) {
        assertThatThrownBy(() -> Endpoints.endpoint("endpoint", URI.create(endpoint)))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .message().contains("****@h").doesNotContain("user:", "secret", "se/", "cret@");
    }

    @Test
    @DisplayName("a text that is not a URL is not shown, because it may hold a password")
    void noUrl() {
        refused(() -> Endpoints.endpoint("https://user:secret@h/a b"), "endpoint must be a URL such as https://host:8443: Illegal character in path at index 23");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "10.0.0.1:8443 | Illegal character in scheme name at index 0",
        "https:// | Expected authority at index 8",
        "https:\\\\h | Illegal character in opaque part at index 6",
        "https://[::1 | Expected closing bracket for IPv6 address at index 12",
    })
    void endpoint_whenItIsNoUrl_thenRefusedWithTheCause(String endpoint, String cause) {
        refused(() -> Endpoints.endpoint(endpoint), "endpoint must be a URL such as https://host:8443: " + cause);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://my host", "https://h\\a", "https://h\n"})
    @DisplayName("a space, a backslash or a line break in the host is refused; the index depends on the JDK")
    void illegalCharacter(String endpoint) {
        assertThatThrownBy(() -> Endpoints.endpoint(endpoint))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("endpoint must be a URL such as https://host:8443: Illegal character in authority at index ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://h/a/../b", "https://h/..", "https://h/./a", "https://h//", "https://h/a//b", "https://h/%2e%2e", "https://h/a%20b",
        "https://h/..a", "https://h/数据", "https://h/prä", "https://h/\uD83D\uDE00"})
    void endpoint_whenPathIsNotPlain_thenRefused(String endpoint) {
        refused(() -> Endpoints.endpoint(endpoint),
                "endpoint must have a plain path or none: ASCII, no percent sign, no dot segment, no empty segment, was " + endpoint);
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
        "https://proxy:3128, must start with http://, https://proxy:3128",
        "socks://proxy:3128, must start with http://, socks://proxy:3128",
        "proxy:3128, must start with http://, proxy:3128",
        "user:secret@proxy:3128, must start with http://, ****@proxy:3128",
        "http://proxy, must be http://host:port, http://proxy",
        "http://proxy:, must be http://host:port, http://proxy:",
        "http://proxy:3128/path, must be http://host:port, http://proxy:3128/path",
        "http:///a, must have a host after http://, http:///a",
        "http://proxy:0, must have a port between 1 and 65535, http://proxy:0",
        "http://proxy:65536, must have a port between 1 and 65535, http://proxy:65536",
        "http://proxy:3128?a, 'must have no user info, query or fragment', http://proxy:3128?a",
        "http://proxy:3128#a, 'must have no user info, query or fragment', http://proxy:3128#a",
        "http://user:secret@proxy:3128, 'must have no user info, query or fragment', http://****@proxy:3128",
        "http://user:sec@ret@proxy:3128, 'must have no user info, query or fragment', http://****@proxy:3128",
        "http://[fe80::1%eth0]:3128, 'must have a host name, or a whole address without a zone', http://[fe80::1%eth0]:3128"
    })
    void proxy_whenAnythingElse_thenRefusedWithoutItsPassword(String proxy, String problem, String shown) {
        refused(() -> Endpoints.proxy(URI.create(proxy)), "proxy " + problem + ", was " + shown);
    }

    @Test
    void proxy_whenJavaCannotParseItsHost_thenRefusedWithTheCause() {
        refused(() -> Endpoints.proxy(URI.create("http://my_proxy:3128")),
                "proxy must have a valid host and port: Illegal character in hostname at index 9;"
                        + " Java supports no underscore in a host name: use another name, was http://my_proxy:3128");
    }

    @Test
    void proxy_whenNull_thenRefusedByName() {
        assertThatThrownBy(() -> Endpoints.proxy(null)).isExactlyInstanceOf(NullPointerException.class).hasMessage("proxy");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isExactlyInstanceOf(IllegalArgumentException.class).hasMessage(message).hasNoCause();
    }
}
