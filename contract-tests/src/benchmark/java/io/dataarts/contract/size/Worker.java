package io.dataarts.contract.size;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/**
 * Runs one peer in its own JVM, so that the JIT compiles its code without the profile of another peer.
 *
 * <p>It reads one command per line, which lets the peers take turns. It ends when its standard input ends.
 */
final class Worker {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Peer peer;

    private Worker(Peer peer) {
        this.peer = peer;
    }

    /** Runs a peer. Arguments: its name, the endpoint and, if it does not sign, the signed request in Base64. */
    public static void main(String[] arguments) throws Exception {
        byte[] signed = Base64.getDecoder().decode(arguments.length < 3 ? "" : arguments[2]);
        ObjectMapper json = new ObjectMapper();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (Peer peer = Peer.of(arguments[0], URI.create(arguments[1]), signed)) {
            Worker worker = new Worker(peer);
            for (String line; (line = commands.readLine()) != null; ) {
                String[] command = line.split(" ");
                Object answer = command[0].equals("heap")
                        ? usedHeap()
                        : worker.round(Integer.parseInt(command[1]), Integer.parseInt(command[2]), command[0].equals("virtual"));
                System.out.println(json.writeValueAsString(answer));
            }
        }
        System.exit(0); // Some peers leave threads running.
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private Round round(int threads, int calls, boolean virtual) throws Exception {
        if (!virtual) {
            return round(threads, calls, Thread::new);
        }
        Path file = Files.createTempFile("pinned", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withoutThreshold();
            recording.start();
            Round round = round(threads, calls, virtualThreads());
            recording.stop();
            recording.dump(file);
            return round.withPinned(RecordingFile.readAllEvents(file).size());
        } finally {
            Files.delete(file);
        }
    }

    private Round round(int threads, int calls, ThreadFactory factory) throws InterruptedException {
        long[] nanos = new long[calls];
        LongAdder bytes = new LongAdder();
        LongAdder cpu = new LongAdder();
        LongAdder errors = new LongAdder();
        AtomicReference<String> firstError = new AtomicReference<>();
        CountDownLatch ready = new CountDownLatch(threads);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(threads);
        AtomicInteger next = new AtomicInteger(); // Shared, so that all threads are busy until the end.
        for (int t = 0; t < threads; t++) {
            factory.newThread(() -> {
                ready.countDown();
                await(go);
                long cpuBefore = cpuTime();
                long allocated = THREADS.getCurrentThreadAllocatedBytes();
                for (int i; (i = next.getAndIncrement()) < calls; ) {
                    long start = System.nanoTime();
                    try {
                        peer.call();
                    } catch (Exception e) {
                        errors.increment();
                        firstError.compareAndSet(null, e.toString());
                    }
                    nanos[i] = System.nanoTime() - start;
                }
                bytes.add(THREADS.getCurrentThreadAllocatedBytes() - allocated);
                cpu.add(cpuTime() - cpuBefore);
                done.countDown();
            }).start();
        }
        ready.await();
        long start = System.nanoTime();
        go.countDown();
        done.await();
        return Round.of(threads, nanos, System.nanoTime() - start, bytes.sum(), cpu.sum(), errors.sum(), firstError.get(), 0);
    }

    /** Returns the processor time of this thread; 0 for a virtual thread if the JVM cannot measure it. */
    private static long cpuTime() {
        try {
            return THREADS.getCurrentThreadCpuTime();
        } catch (UnsupportedOperationException e) {
            return 0;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a factory of virtual threads. Uses reflection, because this class is compiled for Java 17. */
    private static ThreadFactory virtualThreads() throws ReflectiveOperationException {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory) Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }
}
