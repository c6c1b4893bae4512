package example;

import io.dataarts.rerun.CallEvent;
import io.dataarts.rerun.CallListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.springframework.stereotype.Component;

/** Measures calls and their attempts by operation and outcome. */
@Component
class CallMetrics implements CallListener {

    private final MeterRegistry registry;
    private volatile CallEvent lastCall;

    CallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void onAttempt(CallEvent event) {
        registry.counter("dataarts.attempts", tags(event)).increment();
    }

    @Override
    public void onCall(CallEvent event) {
        registry.timer("dataarts.calls", tags(event)).record(event.duration());
        lastCall = event;
    }

    CallEvent lastCall() {
        return lastCall;
    }

    private static Tags tags(CallEvent event) {
        return Tags.of("operation", event.operation(), "outcome", event.outcome().name());
    }
}
