package io.dataarts.contract.agreement.witness;

import static org.assertj.core.api.Assertions.assertThat;

import com.huaweicloud.sdk.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.LongRange;

/** The vendor's signer gives the same signature as ours for the same signed headers, unless a request meets a {@link Quirk}. */
class VendorSignerTest {

    private static final Instant NOW = Instant.ofEpochSecond(1732245600);
    private static final Map<String, String> HEADERS = Map.of("workspace", "w", "X-Project-Id", "p");
    private static final Signable PLAIN = with(List.of("v2", "p"), Map.of("limit", List.of("10")), HEADERS);

    @Property(tries = 1000, seed = "20241122", edgeCases = EdgeCasesMode.NONE)
    @Label("the vendor's signer gives the same signature as ours")
    void signature_isTheVendors(@ForAll("requests") Signable request, @ForAll @LongRange(min = 0, max = 4_000_000_000L) long time) {
        Instant now = Instant.ofEpochSecond(time);

        assertThat(request.ours(now)).isEqualTo(request.vendors(now));
    }

    @Example
    @Label("the signatures differ for each quirk, and are equal without it")
    void quirks_areThere() {
        assertThat(PLAIN.ours(NOW)).isEqualTo(PLAIN.vendors(NOW));
        assertThat(Stream.of(Quirk.values()).filter(quirk -> quirk.isMetBy(PLAIN))).isEmpty();

        assertThat(Stream.of(Quirk.values()).filter(quirk -> {
            Signable met = example(quirk);
            return !quirk.isMetBy(met) || met.ours(NOW).equals(met.vendors(NOW));
        })).as("quirks that no longer exist: remove them, so that their requests are compared").isEmpty();
    }

    private static Signable example(Quirk quirk) {
        return switch (quirk) {
            case CONTENT_TYPE_IS_NOT_SIGNED -> with(PLAIN.segments(), PLAIN.query(), Map.of("content-type", "application/json"));
            case UNDERSCORE_IS_NOT_SIGNED -> with(PLAIN.segments(), PLAIN.query(), Map.of("X_Other", "1"));
            case HEADER_VALUE_IS_NOT_TRIMMED -> with(PLAIN.segments(), PLAIN.query(), Map.of("workspace", "w "));
            case QUERY_NAME_IS_ENCODED_TWICE -> with(PLAIN.segments(), Map.of("a b", List.of("1")), HEADERS);
            case SEGMENT_IS_CUT -> with(List.of("v2", "a?b"), PLAIN.query(), HEADERS);
            case END_OF_PATH_IS_TRIMMED -> with(List.of("v2", "a "), Map.of(), HEADERS);
        };
    }

    private static Signable with(List<String> segments, Map<String, List<String>> query, Map<String, String> headers) {
        return new Signable(HttpMethod.POST, "example.com", segments, query, headers, "{}", "EXAMPLEAK00000000001", "ExampleSecretKey");
    }

    @Provide
    Arbitrary<Signable> requests() {
        // ASCII signs, all of ASCII, and all other characters are equally frequent.
        Arbitrary<String> text = Arbitraries.oneOf(
                        Arbitraries.of(" !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".chars().boxed().toList()),
                        Arbitraries.integers().between(' ', '~'),
                        Arbitraries.integers().between(0xa0, 0x10ffff).filter(point -> point < 0xd800 || point > 0xdfff))
                .list().ofMinSize(1).ofMaxSize(12)
                .map(points -> points.stream().map(Character::toString).collect(Collectors.joining()));
        Arbitrary<String> segment = Arbitraries.frequencyOf(
                Tuple.of(30, text.map(value -> value.replaceAll("[/?#]", "%"))), Tuple.of(1, Arbitraries.of(".", "..")));
        Arbitrary<Map<String, List<String>>> query = Arbitraries.maps(
                        Arbitraries.strings().alpha().numeric().withChars("._~-").ofMinLength(1).ofMaxLength(6),
                        text.injectDuplicates(0.1).list().ofMinSize(1).ofMaxSize(3))
                .ofMaxSize(4);
        Arbitrary<String> value = Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(20).map(String::strip);
        Arbitrary<String> name = Arbitraries.strings().alpha().numeric().withChars("!#$%&'*+-.^`|~").ofMaxLength(12).map(rest -> "X-" + rest);
        Arbitrary<Map<String, String>> headers = Combinators.combine(
                        Arbitraries.maps(name, value).ofMaxSize(4), value, value, value.injectNull(0.5))
                .as(VendorSignerTest::headers);
        Arbitrary<String> key = Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(40);
        return Combinators.combine(
                        Arbitraries.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE),
                        Arbitraries.of("dayu.cn-north-4.myhuaweicloud.com", "127.0.0.1:8080", "example.com:443"),
                        segment.list().ofMinSize(1).ofMaxSize(5),
                        query,
                        headers,
                        Arbitraries.strings().ofMaxLength(60).map(VendorSignerTest::wellFormed).injectNull(0.2),
                        key,
                        Arbitraries.strings().withCharRange('!', '~').excludeChars(',').ofMinLength(1).ofMaxLength(40))
                .as(Signable::new)
                .filter(request -> Stream.of(Quirk.values()).noneMatch(quirk -> quirk.isMetBy(request)));
    }

    private static Map<String, String> headers(Map<String, String> others, String workspace, String project, String securityToken) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(others);
        headers.put("workspace", workspace);
        headers.put("X-Project-Id", project);
        if (securityToken != null) {
            headers.put("X-Security-Token", securityToken);
        }
        return headers;
    }

    /** Returns the text after a round trip through UTF-8, which replaces lone surrogates. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
