package io.dataarts.rerun.internal;

import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.IamToken;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the secrets of a request out of a text that came back: gateways echo what they refuse. */
final class Secrets {

    private static final Pattern SIGNATURE = Pattern.compile("(?i)(signature\\W{1,4})[0-9a-f]{32,}");

    private Secrets() {}

    static String mask(String text, @Nullable Credentials credentials) {
        String masked = SIGNATURE.matcher(text).replaceAll("$1****");
        for (String secret : secrets(credentials)) {
            masked = spellings(secret).matcher(masked).replaceAll("****");
        }
        return masked;
    }

    /** The secret as it is, and with signs escaped as JSON and URLs do: some servers escape the {@code =} of a token. */
    private static Pattern spellings(String secret) {
        StringBuilder pattern = new StringBuilder();
        for (char c : secret.toCharArray()) {
            if (Character.isLetterOrDigit(c)) {
                pattern.append(c);
            } else {
                String hex = Integer.toHexString(c);
                pattern.append("(?:\\\\?\\").append(c).append("|(?i:\\\\u00").append(hex).append("|%").append(hex).append("))");
            }
        }
        return Pattern.compile(pattern.toString());
    }

    /** Like {@link #mask}, for a text that was cut off, perhaps in the middle of a secret. */
    static String maskCutOff(String text, @Nullable Credentials credentials) {
        String masked = mask(text, credentials);
        int end = masked.length();
        for (String secret : secrets(credentials)) {
            for (int length = Math.min(secret.length(), masked.length()); length >= 4; length--) {
                if (masked.regionMatches(masked.length() - length, secret, 0, length)) {
                    end = Math.min(end, masked.length() - length);
                    break;
                }
            }
        }
        return masked.substring(0, end);
    }

    private static List<String> secrets(@Nullable Credentials credentials) {
        List<String> secrets = new ArrayList<>();
        if (credentials instanceof AccessKey key) {
            key.securityToken().ifPresent(secrets::add);
            secrets.add(key.secretKey());
            secrets.add(key.accessKeyId());
        } else if (credentials instanceof IamToken token) {
            secrets.add(token.value());
        }
        return secrets;
    }
}
