package io.dataarts.contract.change.api;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has one element of each kind that an API can have. */
public abstract sealed class ApiSpecimen<T extends Number & Comparable<T>> extends HiddenSpecimen implements Closeable {

    public static final int LIMIT = 3;

    protected ApiSpecimen(T value) {
    }

    public static <X> X same(X value) {
        return value;
    }

    public @Nullable String maybe(List<? extends T> list, int[]... more) throws IOException {
        hidden();
        return null;
    }

    void hidden() {
    }

    private static final class Secret {
    }

    public static class Open {

        protected final String text = "";

        protected Open() {
        }
    }

    public enum Kind { B, A }

    public record Pair(int left, Map<String, ?> right) {
    }

    static final class Leaf extends ApiSpecimen<Integer> {

        Leaf() {
            super(1);
        }

        @Override
        public void close() {
        }
    }
}
