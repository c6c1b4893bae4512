package io.dataarts.rerun.internal.delivery;

import feign.Request;
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
 * Refuses a request that equals one sent within the window, as far as that one is under way, accepted or unknown. What was not sent
 * or rejected may be sent again at once. Requests that only read pass. Thread-safe.
 */
final class DuplicateGuard implements Delivery {

    private static final Set<Request.HttpMethod> READS =
            EnumSet.of(Request.HttpMethod.GET, Request.HttpMethod.HEAD, Request.HttpMethod.OPTIONS);

    private record Key(Request.HttpMethod method, String url, Collection<String> workspace, ByteBuffer body) {}

    private static final class Entry {
        private final Instant sent;
        private Instant last; // no attempt was sent later
        private @Nullable Outcome outcome; // null while under way

        Entry(Instant sent) {
            this.sent = sent;
            this.last = sent;
        }
    }

    private final Duration window;
    private final Clock clock;
    private final Delivery next;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(); // by what was last, oldest first

    DuplicateGuard(Duration window, Clock clock, Delivery next) {
        this.window = window;
        this.clock = clock;
        this.next = next;
    }

    @Override
    public Answer deliver(Call call, Request request) {
        if (READS.contains(request.httpMethod())) {
            return next.deliver(call, request);
        }
        byte[] body = request.body() == null ? new byte[0] : request.body();
        Key key = new Key(
                request.httpMethod(), request.url(), request.headers().getOrDefault("workspace", List.of()), ByteBuffer.wrap(body));
        Entry entry = enter(key);
        try {
            return next.deliver(call, request);
        } finally {
            leave(key, entry, call.outcome());
        }
    }

    private synchronized Entry enter(Key key) {
        Instant now = clock.instant();
        for (Iterator<Entry> oldest = entries.values().iterator(); oldest.hasNext(); ) {
            Entry entry = oldest.next();
            if (entry.last.plus(window).isAfter(now)) {
                break;
            }
            if (entry.outcome != null) {
                oldest.remove();
            }
        }
        Entry first = entries.get(key);
        if (first != null && (first.outcome == null || first.last.plus(window).isAfter(now))) { // the clock may have been set back
            String state = first.outcome == null
                    ? "is still under way"
                    : first.outcome == Outcome.ACCEPTED ? "was accepted" : "has an unknown outcome";
            throw new DuplicateRerunException(
                    "Not sent: the same request was sent at " + first.sent + " and " + state + "; the duplicate guard refuses it for "
                            + Failures.text(window) + ". Look at what that one did before you call again",
                    first.sent);
        }
        Entry entry = new Entry(now);
        entries.put(key, entry);
        return entry;
    }

    private synchronized void leave(Key key, Entry entry, Outcome outcome) {
        entry.outcome = outcome;
        entries.remove(key);
        if (outcome != Outcome.NOT_SENT && outcome != Outcome.REJECTED) {
            entry.last = clock.instant();
            entries.put(key, entry); // again the latest
        }
    }
}
