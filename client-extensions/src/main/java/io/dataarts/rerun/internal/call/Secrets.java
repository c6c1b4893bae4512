package io.dataarts.rerun.internal.call;

import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.Credentials;
import io.dataarts.rerun.auth.IamToken;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Masks the secrets of a request in what came back. Gateways echo what they refuse: whole, escaped or truncated. */
public final class Secrets {

    private static final String MASK = "****";
    /**
     * Finds by name secrets that the SDK does not know. Examples: the signature that the gateway expected, or a token that a proxy changed.
     */
    private static final Pattern NAMED = Pattern.compile("(signature\\W{1,4})[0-9a-f]{32,}"
            + "|(x-(?:security|auth|subject|metadata)-token(?:[\"\\\\]*\\s*[:=]\\s*[\"\\\\]*|[ \\t]+))(?=[^\\s\"'|,;]{16})[^\\r\\n\"'|,;]+",
            Pattern.CASE_INSENSITIVE);
    /** A match this short at the end of the text may be a coincidence. In characters. */
    private static final int BY_CHANCE = 3;

    /** A match this long is no coincidence, wherever it ends. In characters. */
    private static final int NO_CHANCE = 12;

    /** Limits the walk, in case causes form a cycle. */
    private static final int MAX_FAILURES = 1000;

    private Secrets() {}

    /** Returns the text without the secrets. Also masks the beginning of a secret, if it ends the text or is long. */
    public static String mask(String text, Collection<String> secrets) {
        String named = NAMED.matcher(text).replaceAll("$1$2" + MASK);
        StringBuilder masked = new StringBuilder(named.length());
        for (int at = 0; at < named.length(); ) {
            int end = at;
            for (String secret : secrets) {
                end = Math.max(end, endOf(secret, named, at));
            }
            if (end > at) {
                masked.append(MASK);
                at = end;
            } else {
                masked.append(named.charAt(at++));
            }
        }
        return masked.toString();
    }

    /** Returns the failure, or null if a secret shows in it, in a cause, or in a suppressed exception. */
    public static @Nullable Throwable without(Collection<String> secrets, @Nullable Throwable failure) {
        Queue<Throwable> rest = new ArrayDeque<>(failure == null ? List.of() : List.of(failure));
        for (int looked = 0; looked < MAX_FAILURES && !rest.isEmpty(); looked++) {
            Throwable next = rest.remove();
            if (shows(secrets, next.toString()) || shows(secrets, next.getMessage())) {
                return null;
            }
            rest.addAll(List.of(next.getSuppressed()));
            if (next.getCause() != null) {
                rest.add(next.getCause());
            }
        }
        return failure;
    }

    private static boolean shows(Collection<String> secrets, @Nullable String text) {
        return text != null && !mask(text, secrets).equals(text);
    }

    /** Adds the secrets of the credentials. */
    public static void add(@Nullable Credentials credentials, List<String> secrets) {
        if (credentials instanceof AccessKey key) {
            key.securityToken().ifPresent(secrets::add);
            secrets.add(key.secretKey());
            secrets.add(key.accessKeyId());
        } else if (credentials instanceof IamToken token) {
            secrets.add(token.value());
        }
    }

    /** Returns where the secret that starts here ends, the start if none starts here. */
    private static int endOf(String secret, String text, int start) {
        int at = start;
        for (int i = 0; i < secret.length(); i++) {
            if (at >= text.length()) {
                return i > BY_CHANCE ? at : start;
            }
            int next = after(secret.charAt(i), text, at);
            if (next < 0) {
                return i >= NO_CHANCE ? at : start;
            }
            at = next;
        }
        return at;
    }

    /** Returns the index after the expected character, -1 if another is there. JSON or a URL may have escaped it. */
    private static int after(char expected, String text, int at) {
        char found = text.charAt(at);
        if (found == '\\' || found == '%') {
            String hex = Integer.toHexString(expected);
            for (String escaped : List.of("\\" + expected, "\\u00" + hex, "%" + hex)) {
                int there = Math.min(escaped.length(), text.length() - at);
                if (text.regionMatches(true, at, escaped, 0, there)) {
                    return at + there;
                }
            }
        }
        return found == expected ? at + 1 : -1;
    }
}
