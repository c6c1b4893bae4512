package io.dataarts.rerun.internal.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

/** Any profile file gives a key, no key, or the exception for a broken source. */
class ProfileFuzzTest {

    @AfterAll
    static void sayWhatWasLeftOut() {
        if (System.getenv("JAZZER_FUZZ") == null) {
            System.out.println("Fuzz tests ran over their committed inputs; -Pfuzz looks for new ones.");
        }
    }

    @FuzzTest(maxDuration = "20s")
    void section_whateverTheFileHolds_thenAKeyOrNoneOrABrokenSource(byte[] input) {
        Map<String, Map<String, String>> sections = ProfileSource.sections(new String(input, StandardCharsets.UTF_8));
        assertThat(sections).containsKey("").allSatisfy((name, values) -> assertThat(values).doesNotContainKey(""));
        Map<String, String> basic = sections.getOrDefault("basic", Map.of());
        try {
            Optional<CredentialSource.Found> found =
                    CredentialSource.Found.key("profile file", basic::get, "ak", "sk", "security_token");
            assertThat(found.isEmpty()).isEqualTo(isEmpty(basic));
        } catch (NoCredentialsException e) {
            assertThat(e.sourceInUse).isTrue();
        }
    }

    private static boolean isEmpty(Map<String, String> basic) {
        return basic.getOrDefault("ak", "").isEmpty()
                && basic.getOrDefault("sk", "").isEmpty()
                && basic.getOrDefault("security_token", "").isEmpty();
    }
}
