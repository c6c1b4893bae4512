package io.dataarts.rerun.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dataarts.rerun.DataArtsStudio;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    @DisplayName("the mapper is set up beside the building of a studio, on a daemon thread that ends with it")
    void builder_whenFirst_thenMapperOnThreadOfItsOwn() throws Exception {
        Fresh fresh = new Fresh();

        fresh.loadClass(DataArtsStudio.class.getName()).getMethod("builder").invoke(null);

        Thread thread = fresh.loaderOfMapper.get(1, TimeUnit.MINUTES);
        assertThat(thread).isNotSameAs(Thread.currentThread());
        assertThat(thread.getName()).isEqualTo("dataarts-json");
        assertThat(thread.isDaemon()).isTrue();
        thread.join(60_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    @DisplayName("all share one mapper")
    void mapper_thenAlwaysTheSame() {
        assertThat(Json.mapper()).isSameAs(Json.mapper());
    }

    /** Loads the SDK and Jackson anew, as in a JVM that has just begun. */
    private static final class Fresh extends ClassLoader {

        final CompletableFuture<Thread> loaderOfMapper = new CompletableFuture<>();

        Fresh() {
            super(JsonTest.class.getClassLoader());
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
                if (file == null) {
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
