package io.dataarts.rerun.internal.credentials;

import java.io.File;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads an access key from the section {@code [basic]} of the profile file that the vendor's tools share.
 *
 * <p>The file in the user's home may be absent, or hold only sections of other tools. Any fault of a file that the variable names is an
 * error.
 *
 * @param home the user's home folder; it need not exist, or be a folder
 */
record ProfileSource(UnaryOperator<@Nullable String> environment, String home) implements CredentialSource {

    private static final String VARIABLE = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";
    private static final List<String> NAMES = List.of("ak", "sk", "security_token");

    @Override
    public Found find() {
        String given = environment.apply(VARIABLE);
        boolean named = given != null && !given.isBlank();
        String file = named ? given : new File(home, ".huaweicloud/credentials").getPath();
        String place = "profile file: " + file;
        Map<String, Map<String, String>> sections = sections(text(file, named));
        Map<String, String> values = sections.getOrDefault("basic", Map.of());
        boolean keyOutside = !Collections.disjoint(sections.get("").keySet(), NAMES);
        if (!named && !keyOutside && !sections.containsKey("basic")) {
            throw NoCredentialsException.absent("profile file: not found: " + file + " has no section [basic]: write ak and sk to one");
        }
        for (String name : NAMES) {
            if (values.getOrDefault(name, "").matches("[\"'].*")) {
                throw NoCredentialsException.broken(place + ": unreadable: " + name + " is in quotes: remove them", null);
            }
        }
        return Found.key(place, values::get, "ak", "sk", "security_token")
                .orElseThrow(() -> NoCredentialsException.broken(place + ": partial: has no ak and sk in a section [basic]", null));
    }

    private static String text(String file, boolean named) {
        try {
            if (named || new File(file).isAbsolute()) { // a home such as "?" would be a folder in the working directory
                return Files.readString(Path.of(file), StandardCharsets.UTF_8);
            }
        } catch (CharacterCodingException e) {
            throw NoCredentialsException.broken("profile file: unreadable: " + file + " is not UTF-8", null);
        } catch (IOException | InvalidPathException e) {
            if (named || new File(file).exists()) { // false also below /dev/null, or if this process may not look into the home
                String missing = VARIABLE + " names " + file + ", which does not exist";
                throw NoCredentialsException.broken(
                        "profile file: unreadable: " + (named && e instanceof NoSuchFileException ? missing : file + ": " + e), e);
            }
        }
        throw NoCredentialsException.absent("profile file: not found: write ak and sk to the section [basic] of " + file
                + ", or name another file in " + VARIABLE);
    }

    /** Returns the {@code key = value} lines of each section. The section without a name holds the lines before the first one. */
    static Map<String, Map<String, String>> sections(String text) {
        Map<String, String> values = new HashMap<>();
        Map<String, Map<String, String>> sections = new HashMap<>(Map.of("", values));
        String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
        for (String line : withoutMark.lines().map(String::strip).toList()) {
            int equals = line.indexOf('=');
            if (line.startsWith("[") && line.endsWith("]")) {
                values = sections.computeIfAbsent(line.substring(1, line.length() - 1).strip(), name -> new HashMap<>());
            } else if (!line.startsWith("#") && !line.startsWith(";") && equals > 0) {
                values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
            }
        }
        return sections;
    }
}
