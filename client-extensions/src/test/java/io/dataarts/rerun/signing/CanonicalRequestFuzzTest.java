package io.dataarts.rerun.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** Any URL gives six lines of unreserved characters, and signing the encoded URL again gives the same lines. */
class CanonicalRequestFuzzTest {

    @FuzzTest(maxDuration = "20s")
    void of_whateverTheUrl_thenSixPartsInUnreservedCharactersThatStayWhenSignedAgain(byte[] input) {
        URI uri;
        try {
            uri = new URI("https://host" + new String(input, StandardCharsets.UTF_8));
        } catch (URISyntaxException e) {
            return;
        }
        if (uri.getRawAuthority() == null) {
            return;
        }
        String canonical = CanonicalRequest.of("POST", uri, new TreeMap<>(), "", "hash");
        String[] lines = canonical.split("\n", -1);
        assertThat(lines).hasSize(6);
        assertThat(lines[1]).endsWith("/");
        assertThat(unescaped(lines[1])).matches("[A-Za-z0-9_.~/-]*");
        assertThat(unescaped(lines[2])).matches("[A-Za-z0-9_.~=&-]*");
        URI again = URI.create("https://host" + lines[1] + (lines[2].isEmpty() ? "" : "?" + lines[2]));
        assertThat(CanonicalRequest.of("POST", again, new TreeMap<>(), "", "hash")).isEqualTo(canonical);
    }

    /** Removes the escapes. A choice within a repeated group would need a stack frame for each character. */
    private static String unescaped(String line) {
        return line.replaceAll("%[0-9A-F]{2}", "");
    }
}
