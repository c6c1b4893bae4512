package io.dataarts.contract.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;

/** The threads of the JVM at one moment. A test asserts later that no other thread is left. */
record Threads(Set<Thread> before) {

    private static final long LONG_ENOUGH_TO_END = 5_000;

    static Threads now() {
        return new Threads(Thread.getAllStackTraces().keySet());
    }

    void assertNoneLeft() throws InterruptedException {
        Set<Thread> left = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                // Threads of other groups belong to the JVM, or to another row.
                .filter(thread -> thread.getThreadGroup() == Thread.currentThread().getThreadGroup())
                .collect(Collectors.toSet());
        for (Thread thread : left) {
            thread.join(LONG_ENOUGH_TO_END);
        }
        assertThat(left).describedAs("threads left").noneMatch(Thread::isAlive);
    }
}
