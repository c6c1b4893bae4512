package io.dataarts.rerun.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.concurrent.atomic.AtomicBoolean;

/** How JSON is read and written. */
public final class Json {

    /** Initialized by the first thread that comes. Others wait for it, and cannot be interrupted meanwhile. */
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
     * Sets the mapper up once, on a thread of its own that ends afterwards. Most of that is the loading of classes, which a program's
     * first call would wait for, and which goes on while the studio is built.
     */
    public static void prepare() {
        if (PREPARED.compareAndSet(false, true)) {
            Thread thread = new Thread(Json::setUp, "dataarts-json");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void setUp() {
        try {
            mapper();
        } catch (LinkageError e) {
            // Who needs the mapper meets it again, with this as its cause.
        }
    }
}
