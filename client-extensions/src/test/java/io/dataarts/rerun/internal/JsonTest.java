package io.dataarts.rerun.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.ser.DefaultSerializerProvider;
import io.dataarts.rerun.DataArtsStudio;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    @DisplayName("the mapper is set up while a studio is built, on a daemon thread that ends afterwards")
    void builder_whenFirst_thenMapperSetUpOnThreadOfItsOwn() throws Exception {
        Fresh fresh = new Fresh("");

        Thread thread = threadOf(fresh);

        assertThat(thread).isNotSameAs(Thread.currentThread());
        assertThat(thread.getName()).isEqualTo("dataarts-json");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(ended(thread)).isTrue();
        assertThat(fresh.has(DefaultSerializerProvider.Impl.class)).isTrue(); // part of a mapper
    }

    @Test
    @DisplayName("a Jackson that cannot be used ends that thread alone, and not the application by its handler of what nobody caught")
    void builder_whenJacksonIncomplete_thenThreadEndsQuietly() throws Exception {
        List<Throwable> uncaught = new ArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
        try {
            assertThat(ended(threadOf(new Fresh(JsonMapper.class.getName() + "$Builder")))).isTrue();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(uncaught).isEmpty();
    }

    private static Thread threadOf(Fresh fresh) throws Exception {
        fresh.loadClass(DataArtsStudio.class.getName()).getMethod("builder").invoke(null);
        return fresh.loaderOfMapper.get(1, TimeUnit.MINUTES);
    }

    private static boolean ended(Thread thread) throws InterruptedException {
        thread.join(60_000);
        return !thread.isAlive();
    }

    /** Loads the SDK and Jackson anew, as in a JVM that has just begun, except for one class. */
    private static final class Fresh extends ClassLoader {

        final CompletableFuture<Thread> loaderOfMapper = new CompletableFuture<>();
        private final String missing;

        Fresh(String missing) {
            super(JsonTest.class.getClassLoader());
            this.missing = missing;
        }

        boolean has(Class<?> type) {
            return findLoadedClass(type.getName()) != null;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.dataarts.") && !name.startsWith("com.fasterxml.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known == null ? load(name) : known;
            }
        }

        private Class<?> load(String name) throws ClassNotFoundException {
            if (name.equals(ObjectMapper.class.getName())) {
                loaderOfMapper.complete(Thread.currentThread());
            }
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null || name.equals(missing)) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
