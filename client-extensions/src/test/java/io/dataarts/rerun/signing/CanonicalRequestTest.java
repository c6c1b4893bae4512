package io.dataarts.rerun.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Path and query are encoded once and sorted, as the gateway does it before it compares. */
class CanonicalRequestTest {

    @ParameterizedTest(name = "path {0} is signed as {1}")
    @CsvSource({
        "'', /",
        "/, /",
        "/a, /a/",
        "/a/, /a/",
        "/a/b, /a/b/",
        "/a//b, /a//b/",
        "//a, //a/",
        "/a/./b, /a/./b/",
        "/my%20job, /my%20job/",
        "/a%2Fb, /a%2Fb/",
        "/a%2fb, /a%2Fb/",
        "/%41%7a%30%2D%2E%5F%7E, /Az0-._~/",
        "/azAZ09-._~, /azAZ09-._~/",
        "/%E6%B5%8B, /%E6%B5%8B/",
        "/测, /%E6%B5%8B/",
        "/%F0%9F%98%80, /%F0%9F%98%80/",
        "/%25, /%25/",
        "/%2541, /%2541/",
        "/a+b;c=d:e@f&g, /a%2Bb%3Bc%3Dd%3Ae%40f%26g/",
        "/!$'()*, /%21%24%27%28%29%2A/",
        "/%00%7F%FF, /%00%7F%FF/"
    })
    void path(String path, String canonical) {
        assertThat(lines("https://h" + path)[1]).isEqualTo(canonical);
    }

    @ParameterizedTest(name = "query {0} is signed as {1}")
    @CsvSource({
        "'', ''",
        "?, ''",
        "?a, a=",
        "?a=, a=",
        "?=v, =v",
        "?a=1, a=1",
        "?b=2&a=1, a=1&b=2",
        "?b=2&a=1&c=3, a=1&b=2&c=3",
        "?a=2&a=1, a=2&a=1",
        "?a=2&b=0&a=1, a=2&a=1&b=0",
        "?a=1&&b=2&, a=1&b=2",
        "?a=b=c, a=b%3Dc",
        "?a=b+c, a=b%2Bc",
        "?a=b%20c, a=b%20c",
        "?a=%e4%b8%80, a=%E4%B8%80",
        "?a=%2541, a=%2541",
        "?a=/?:@!$'()*;, 'a=%2F%3F%3A%40%21%24%27%28%29%2A%3B'",
        "?B=1&a=2, B=1&a=2",
        "?a-b=1&a=2, a=2&a-b=1",
        "?a%2Fb=1&a-=2, a%2Fb=1&a-=2"
    })
    void query(String query, String canonical) {
        assertThat(lines("https://h/p" + query)[2]).isEqualTo(canonical);
    }

    @Test
    @DisplayName("parameters are sorted by encoded name: %C3 comes before Z")
    void sortedByEncodedName() {
        assertThat(lines("https://h/p?Z=1&%C3%A9=2")[2]).isEqualTo("%C3%A9=2&Z=1");
    }

    @Test
    @DisplayName("an empty path before a query is signed as a slash")
    void queryWithoutPath() {
        assertThat(CanonicalRequest.of("GET", URI.create("https://h?a=1"), new TreeMap<>(), "", "hash"))
                .isEqualTo("GET\n/\na=1\n\n\nhash");
    }

    private static String[] lines(String url) {
        return CanonicalRequest.of("GET", URI.create(url), new TreeMap<>(), "host", "hash").split("\n", -1);
    }
}
