package io.dataarts.rerun.internal.delivery;

import feign.Request;
import feign.Request.HttpMethod;
import io.dataarts.rerun.error.DuplicateRerunException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.internal.answer.Answer;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.Failures;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request that equals one sent within the window, if the earlier request is in flight, accepted or unknown. If it was rejected or
 * not sent, an equal request may follow at once. Read-only requests always pass. Thread-safe.
 */
record DuplicateGuard(Duration window, Clock clock, Delivery next, Map<DuplicateGuard.Key, DuplicateGuard.Sent> known) implements Delivery {

    private static final Set<HttpMethod> READS = EnumSet.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    record Key(HttpMethod method, String url, Collection<String> workspace, ByteBuffer body) {}

    /**
     * A request that was sent.
     *
     * @param first when its call began
     * @param last when its call ended; the call sent no attempt later
     * @param outcome null while it is in flight
     */
    record Sent(Instant first, Instant last, @Nullable Outcome outcome) {}

    DuplicateGuard(Duration window, Clock clock, Delivery next) {
        this(window, clock, next, new LinkedHashMap<>());
    }

    @Override
    public Answer deliver(Call call, Request request) {
        if (READS.contains(request.httpMethod())) {
            return next.deliver(call, request);
        }
        ByteBuffer body = ByteBuffer.wrap(request.body() == null ? new byte[0] : request.body());
        Key key = new Key(request.httpMethod(), request.url(), request.headers().getOrDefault("workspace", List.of()), body);
        Instant begin = clock.instant();
        enter(key, begin);
        try {
            return next.deliver(call, request);
        } finally {
            leave(key, begin, call.outcome());
        }
    }

    private synchronized void enter(Key key, Instant now) {
        for (Iterator<Sent> oldest = known.values().iterator(); oldest.hasNext(); ) {
            Sent sent = oldest.next();
            if (sent.last.plus(window).isAfter(now)) {
                break;
            }
            if (sent.outcome != null) {
                oldest.remove();
            }
        }
        Sent earlier = known.get(key);
        if (earlier != null && (earlier.outcome == null || earlier.last.plus(window).isAfter(now))) { // the clock may have been set back
            String state = earlier.outcome == null ? "is still in flight"
                    : earlier.outcome == Outcome.ACCEPTED ? "was accepted" : "has an unknown outcome";
            throw new DuplicateRerunException(
                    "Not sent: the same request was sent at " + earlier.first + " and " + state + "; the duplicate guard refuses it for "
                            + Failures.text(window) + ". Check whether that rerun ran before you call again",
                    earlier.first);
        }
        known.put(key, new Sent(now, now, null));
    }

    private synchronized void leave(Key key, Instant begin, Outcome outcome) {
        known.remove(key);
        if (outcome != Outcome.NOT_SENT && outcome != Outcome.REJECTED) {
            known.put(key, new Sent(begin, clock.instant(), outcome)); // again the latest
        }
    }
}
