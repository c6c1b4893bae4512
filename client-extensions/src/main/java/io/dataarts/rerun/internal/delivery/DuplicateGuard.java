package io.dataarts.rerun.internal.delivery;

import feign.Request;
import feign.Request.HttpMethod;
import io.dataarts.rerun.error.DuplicateRerunException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.internal.answer.Answer;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.Failures;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request that equals one sent within the window, if the earlier request is in flight, accepted or unknown. If it was rejected or
 * not sent, an equal request may follow at once. Read-only requests always pass. Thread-safe.
 */
record DuplicateGuard(Duration window, Clock clock, Delivery next, Map<String, DuplicateGuard.Sent> known) implements Delivery {

    private static final Set<HttpMethod> READS = EnumSet.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /**
     * A request that was sent.
     *
     * @param first when its call began
     * @param last when its call ended; the call sent no attempt later
     * @param outcome null while it is in flight
     */
    record Sent(Instant first, Instant last, @Nullable Outcome outcome) {}

    DuplicateGuard(Duration window, Clock clock, Delivery next) {
        this(window, clock, next, new HashMap<>());
    }

    @Override
    public Answer deliver(Call call, Request request) {
        if (READS.contains(request.httpMethod())) {
            return next.deliver(call, request);
        }
        String key = key(request);
        Instant begin = clock.instant();
        enter(key, begin);
        try {
            return next.deliver(call, request);
        } finally {
            leave(key, begin, call.outcome());
        }
    }

    /** Returns the SHA-256 of method, URL, workspace and body. Bodies may be large, and a window may hold many. */
    private static String key(Request request) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            Collection<String> workspace = request.headers().getOrDefault("workspace", List.of());
            String head = request.httpMethod() + " " + request.url() + "\n" + workspace + "\n"; // no part holds a line break
            sha256.update(head.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256.digest(request.body() == null ? new byte[0] : request.body()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private synchronized void enter(String key, Instant now) {
        Instant start = now.minus(window);
        known.values().removeIf(sent -> sent.outcome != null && !sent.last.isAfter(start));
        Sent earlier = known.get(key);
        if (earlier != null) {
            String state = earlier.outcome == null ? "is still in flight"
                    : earlier.outcome == Outcome.ACCEPTED ? "was accepted" : "has an unknown outcome";
            throw new DuplicateRerunException(
                    "Not sent: the same request was sent at " + earlier.first + " and " + state + "; the duplicate guard refuses it for "
                            + Failures.text(window) + ". Check whether that rerun ran before you call again",
                    earlier.first);
        }
        known.put(key, new Sent(now, now, null));
    }

    private synchronized void leave(String key, Instant begin, Outcome outcome) {
        if (outcome == Outcome.NOT_SENT || outcome == Outcome.REJECTED) {
            known.remove(key);
        } else {
            known.put(key, new Sent(begin, clock.instant(), outcome));
        }
    }
}
