package io.dataarts.rerun.internal.answer;

import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.call.Failures;
import io.dataarts.rerun.internal.call.Secrets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says what to do about an answer, from what is publicly known of its code. For a refused signature, it says where ours and the gateway's
 * differ.
 *
 * <p>It compares the unmasked answer, because a mask would be a difference.
 */
final class Diagnosis {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final Pattern CLOCKS = Pattern.compile(
            "signature time:\\s*(\\d{8}T\\d{6}Z).{0,20}server time:\\s*(\\d{8}T\\d{6}Z)", Pattern.CASE_INSENSITIVE);
    private static final Pattern CANONICAL = Pattern.compile("canonicalRequest:\\s*(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final String PERMISSION =
            "the user needs the DAYU User permission and a workspace role that may operate: developer, operator or admin";

    private Diagnosis() {}

    /**
     * Returns what to do, null if nothing is known.
     *
     * @param retryAfter how long to wait; each throttled answer has it
     */
    static @Nullable String advice(int status, ErrorBody error, @Nullable Duration retryAfter, Attempt attempt) {
        String message = Objects.requireNonNullElse(error.message(), "");
        String code = Objects.requireNonNullElse(error.code(), "").replaceFirst("^APIGW\\.", "APIG.");
        if (message.toLowerCase(Locale.ROOT).contains("workspace does not exist")) {
            return "check the workspace id (not the name; 32 hexadecimal digits in all examples), and that it belongs to the project";
        }
        return switch (code) {
            case "DLF.0100", "DLF.1000" -> "the job does not exist in this workspace: check its name (also spaces around it) and workspace";
            case "DLF.0136" -> "only batch jobs can be rerun";
            case "DLF.0137" -> "the instance does not exist: take job id, plan time and submit time from the job instance list, and do not"
                    + " swap the times (in all examples the submit time is the earlier one)";
            case "DLF.3018" -> "the job name is not valid: the console allows Chinese characters, letters, digits, - _ and .";
            case "DLF.6888" -> PERMISSION;
            case "APIG.0101" -> "there is no such URL: check the endpoint and its region";
            case "APIG.0301", "APIG.0303" -> authentication(message, attempt);
            case "APIG.0307" -> "the token has expired, or is from another region: obtain a new one, scoped to the project";
            case "APIG.0308" -> throttled(retryAfter);
            default -> switch (status) {
                case 401 -> authentication(message, attempt);
                case 403 -> PERMISSION;
                case 429 -> throttled(retryAfter);
                default -> null;
            };
        };
    }

    private static String throttled(Duration retryAfter) {
        return "too many requests: call again after " + Failures.text(retryAfter) + ", and less often";
    }

    private static String authentication(String message, Attempt attempt) {
        if (attempt.credentials() instanceof IamToken) {
            return "check that the token is scoped to the project (not to the domain) and from its region";
        }
        Duration ahead = clockAhead(message);
        if (ahead != null) {
            return "this machine's clock is " + Failures.text(ahead.abs()) + (ahead.isNegative() ? " behind" : " ahead of")
                    + " the gateway's, and 15 min are allowed: correct the clock";
        }
        Matcher canonical = CANONICAL.matcher(message);
        return attempt.signature() != null && canonical.find()
                ? difference(attempt.signature().canonicalRequest(), canonical.group(1).strip(), attempt.call().secrets())
                : "check access key and secret key; more than five failures in a row lock an access key for five minutes";
    }

    /** Returns how far this machine's clock is ahead of the gateway's, null if the message does not say. */
    private static @Nullable Duration clockAhead(String message) {
        Matcher clocks = CLOCKS.matcher(message);
        try {
            return !clocks.find() ? null
                    : Duration.between(LocalDateTime.parse(clocks.group(2), DATE), LocalDateTime.parse(clocks.group(1), DATE));
        } catch (DateTimeException e) {
            return null; // these digits are not a date
        }
    }

    /** Describes the first line in which two canonical requests differ. The gateway writes {@code |} between lines. */
    private static String difference(String ours, String gateways, List<String> secrets) {
        String[] mine = ours.replace('\n', '|').split("\\|", -1); // a value may also hold a |
        String[] theirs = gateways.split("\\|", -1);
        int line = Arrays.mismatch(mine, theirs);
        if (line < 0) {
            return "the canonical requests are the same, so the secret key does not belong to the access key; more than five failures in a"
                    + " row lock an access key for five minutes";
        }
        String signed = line < mine.length ? mine[line] : "nothing";
        String received = line < theirs.length ? theirs[line] : "nothing";
        return "line " + (line + 1) + " of the canonical request differs: this client signed '" + Secrets.mask(signed, secrets)
                + "', the gateway received '" + Secrets.mask(received, secrets) + "': something on the way changed it";
    }
}
