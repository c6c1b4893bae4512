package io.dataarts.rerun.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.concurrent.atomic.AtomicBoolean;

/** How JSON is read and written. */
public final class Json {

    /** Initialized by the first thread that comes; others wait for it. */
    private static final class Shared {

        static final ObjectMapper MAPPER = JsonMapper.builder()
                .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    private static final AtomicBoolean PREPARED = new AtomicBoolean();

    private Json() {}

    /** The mapper, which is thread-safe. */
    public static ObjectMapper mapper() {
        return Shared.MAPPER;
    }

    /**
     * Sets the mapper up on a thread that ends with that, once. It takes a third of the first call of a JVM, most of it for loading
     * classes, and goes on beside what else that call needs.
     */
    public static void prepare() {
        if (PREPARED.compareAndSet(false, true)) {
            // A reference to the method would load the mapper's class at once.
            Thread thread = new Thread(() -> mapper(), "dataarts-json");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
