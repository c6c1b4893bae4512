package io.dataarts.rerun.internal.credentials;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads an access key from the section {@code [basic]} of the profile file that the vendor's tools share. */
record ProfileSource(UnaryOperator<@Nullable String> environment, Path home) implements CredentialSource {

    private static final String VARIABLE = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";

    @Override
    public Found find() {
        String given = environment.apply(VARIABLE);
        boolean named = given != null && !given.isEmpty();
        String file = named ? given : home.resolve(".huaweicloud").resolve("credentials").toString();
        String place = "profile file: " + file;
        Map<String, String> values = section("basic", text(file, named));
        for (String name : List.of("ak", "sk", "security_token")) {
            if (values.getOrDefault(name, "").matches("[\"'].*")) {
                throw NoCredentialsException.broken(place + ": unreadable: " + name + " is in quotes: remove them", null);
            }
        }
        return Found.key(place, values::get, "ak", "sk", "security_token")
                .orElseThrow(() -> NoCredentialsException.broken(place + ": partial: has no ak and sk in a section [basic]", null));
    }

    private static String text(String file, boolean named) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw named
                    ? NoCredentialsException.broken(
                            "profile file: unreadable: " + VARIABLE + " names " + file + ", which does not exist", null)
                    : NoCredentialsException.absent("profile file: not found: write ak and sk to the section [basic] of " + file
                            + ", or name another file in " + VARIABLE);
        } catch (CharacterCodingException e) {
            throw NoCredentialsException.broken("profile file: unreadable: " + file + " is not UTF-8", null);
        } catch (IOException | InvalidPathException e) {
            throw NoCredentialsException.broken("profile file: unreadable: " + file + ": " + e, e);
        }
    }

    /** Returns the {@code key = value} lines of a section. */
    static Map<String, String> section(String name, String text) {
        Map<String, String> values = new HashMap<>();
        boolean inside = false;
        String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (String line : withoutMark.lines().map(String::strip).toList()) {
            int equals = line.indexOf('=');
            if (line.startsWith("[") && line.endsWith("]")) {
                inside = line.substring(1, line.length() - 1).strip().equals(name);
            } else if (inside && !line.startsWith("#") && !line.startsWith(";") && equals > 0) {
                values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
            }
        }
        return values;
    }
}
