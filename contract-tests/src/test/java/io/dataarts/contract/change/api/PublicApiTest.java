package io.dataarts.contract.change.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.dataarts.generated.model.ServiceError;
import io.dataarts.rerun.DataArtsStudio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The public API equals the committed api.txt. */
@DisplayName("The public API")
class PublicApiTest {

    @ParameterizedTest
    @CsvSource({"client-generated, io.dataarts.generated.model.ServiceError", "client-extensions, io.dataarts.rerun.DataArtsStudio"})
    @DisplayName("equals api.txt")
    void frozen(String module, Class<?> witness) throws IOException {
        Path file = Path.of("..", module, "api.txt");
        String api = PublicApi.of(witness);
        if (System.getProperty("api.accept") != null) {
            Files.writeString(file, api);
            System.out.println("Accepted the public API of " + module + ": commit " + module + "/api.txt");
            return;
        }
        String frozen = Files.exists(file) ? Files.readString(file) : "";
        if (!api.equals(frozen)) {
            fail("The public API of " + module + " differs from " + module + "/api.txt:\n" + difference(frozen, api)
                    + "\nIf you intend this change, accept it and read the difference:\n"
                    + "  mvn -q test -pl contract-tests -am -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dapi.accept"
                    + " && git diff '*api.txt'");
        }
    }

    @Test
    @DisplayName("lists everything that callers compile against")
    void completelyTold() {
        assertThat(PublicApi.of(PublicApiTest.class)).contains("""
                public abstract sealed class io.dataarts.contract.change.api.ApiSpecimen<T extends Number & Comparable<T>> implements java.io.Closeable\
                 permits ApiSpecimen.Leaf {
                  public @Nullable String maybe(java.util.List<? extends T>, int[]...) throws java.io.IOException
                  public static <X> X same(X)
                  public static final int LIMIT = 3
                  public void inherited()
                }
                """, """
                public static class io.dataarts.contract.change.api.ApiSpecimen.Open {
                  protected Open()
                  protected final String text
                }
                """, """
                public enum io.dataarts.contract.change.api.ApiSpecimen.Kind {
                  B, A;
                }
                """, """
                public record io.dataarts.contract.change.api.ApiSpecimen.Pair(int left, java.util.Map<String, ?> right) {
                  public Pair(int, java.util.Map<String, ?>)
                }
                """).doesNotContain("hidden", "Secret");
    }

    @Test
    @DisplayName("has no internal type")
    void nothingInternal() {
        assertThat(PublicApi.of(DataArtsStudio.class)).doesNotContain(".internal.");
        assertThat(PublicApi.of(ServiceError.class)).contains("public class io.dataarts.generated.model.ServiceError {");
    }

    private static String difference(String frozen, String api) {
        Set<String> before = new LinkedHashSet<>(List.of(frozen.split("\n")));
        Set<String> after = new LinkedHashSet<>(List.of(api.split("\n")));
        StringBuilder difference = new StringBuilder();
        String type = "";
        for (String line : frozen.split("\n")) {
            type = line.startsWith(" ") ? type : line;
            if (!after.contains(line)) {
                difference.append("- ").append(line).append(line.equals(type) ? "" : "    in " + type).append('\n');
            }
        }
        for (String line : api.split("\n")) {
            type = line.startsWith(" ") ? type : line;
            if (!before.contains(line)) {
                difference.append("+ ").append(line).append(line.equals(type) ? "" : "    in " + type).append('\n');
            }
        }
        return difference.isEmpty() ? "(the same lines in another place)" : difference.toString();
    }
}
