package io.dataarts.rerun.internal.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The section {@code [basic]} of the profile file that the vendor's tools share. */
final class ProfileSource implements CredentialSource {

    private static final String VARIABLE = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";

    private final Path file;
    private final boolean named;

    ProfileSource(UnaryOperator<@Nullable String> environment, Path home) {
        String name = environment.apply(VARIABLE);
        this.named = name != null && !name.isEmpty();
        this.file = named ? Path.of(name) : home.resolve(".huaweicloud").resolve("credentials");
    }

    @Override
    public String name() {
        return "profile file";
    }

    @Override
    public String absence() {
        return "not found: write ak and sk to the section [basic] of " + file + ", or name another file in " + VARIABLE;
    }

    @Override
    public Optional<Found> find() {
        Map<String, String> basic;
        try {
            basic = section("basic", Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            if (named) {
                throw new BrokenSourceException("unreadable: " + VARIABLE + " names " + file + ", which is not there", null);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new BrokenSourceException("unreadable: " + file + ": " + e, e);
        }
        return Optional.of(KeyParts.read("ak", basic.get("ak"), "sk", basic.get("sk"), basic.get("security_token"))
                .map(key -> new Found(key, null))
                .orElseThrow(() -> new BrokenSourceException("partial: " + file + " has no ak and sk in a section [basic]", null)));
    }

    /** The {@code key = value} lines of a section. */
    static Map<String, String> section(String name, String text) {
        Map<String, String> values = new HashMap<>();
        boolean inside = false;
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("[") && line.endsWith("]")) {
                inside = line.substring(1, line.length() - 1).strip().equals(name);
            } else if (inside && !line.startsWith("#") && !line.startsWith(";") && line.indexOf('=') > 0) {
                int equals = line.indexOf('=');
                values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
            }
        }
        return values;
    }
}
