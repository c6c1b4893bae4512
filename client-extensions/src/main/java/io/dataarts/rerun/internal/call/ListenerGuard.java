package io.dataarts.rerun.internal.call;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls listeners. What a listener throws changes nothing: this logs its first exception, and drops the others. Thread-safe. */
public final class ListenerGuard {

    private static final Logger LOG = LoggerFactory.getLogger("io.dataarts.rerun");

    private final Set<Object> reported = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    /** Makes a call to the listener. */
    public void call(Object listener, Runnable call) {
        try {
            call.run();
        } catch (Throwable e) { // not even an Error may hide what became of the rerun
            Failures.keepInterrupt(e);
            if (reported.add(listener)) {
                LOG.warn("the listener {} failed; its further failures are not logged", listener.getClass().getName(), e);
            }
        }
    }
}
