package io.dataarts.contract.size;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.dataarts.rerun.batch.RerunBatch;
import io.dataarts.rerun.error.Outcome;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * What a process needs to rerun a night.
 *
 * @param seconds the time from the first rerun to the last
 * @param cpuSeconds the processor time of the process until then
 * @param megabytes the memory allocated by it; the process collects no garbage
 * @param forceMillis the time to force a record to the disk, NaN if no journal is kept
 */
record Night(double seconds, double cpuSeconds, double megabytes, double forceMillis) {

    static final int AT_A_TIME = 4;
    private static final int FORCES = 200;

    /** Reruns a night. Arguments: batch, journal, loop or vendor; the endpoint; the number of reruns; a folder. */
    public static void main(String[] arguments) throws Exception {
        URI endpoint = URI.create(arguments[1]);
        int reruns = Integer.parseInt(arguments[2]);
        Path folder = Path.of(arguments[3]);
        long start = System.nanoTime();
        switch (arguments[0]) {
            case "batch", "journal" -> batch(endpoint, reruns, arguments[0].equals("journal") ? folder : null);
            case "loop" -> {
                try (SdkPeer peer = new SdkPeer(endpoint)) {
                    loop(reruns, id -> peer.studio().rerun(SdkPeer.rerun(id)));
                }
            }
            case "vendor" -> {
                try (VendorPeer peer = new VendorPeer(endpoint)) {
                    loop(reruns, peer::rerun);
                }
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpu = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
        double megabytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
        System.out.println(new ObjectMapper().writeValueAsString(new Night(seconds, cpu, megabytes,
                arguments[0].equals("journal") ? forceMillis(folder) : Double.NaN)));
        System.exit(0); // The vendor's SDK leaves threads running.
    }

    private static void batch(URI endpoint, int reruns, Path folder) {
        RerunBatch batch = RerunBatch.of(LongStream.rangeClosed(1, reruns).mapToObj(SdkPeer::rerun)).requestsAtATime(AT_A_TIME);
        if (folder != null) {
            batch.journal(folder.resolve("night.journal"));
        }
        try (SdkPeer peer = new SdkPeer(endpoint)) {
            if (batch.run(peer.studio().atMostPerSecond(100_000)).count(Outcome.ACCEPTED) != reruns) {
                throw new IllegalStateException("not all were accepted");
            }
        }
    }

    /** The loop that users write by hand. */
    private static void loop(int reruns, LongConsumer rerun) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        AtomicInteger accepted = new AtomicInteger();
        for (int i = 1; i <= reruns; i++) {
            long id = i;
            threads.execute(() -> {
                rerun.accept(id);
                accepted.incrementAndGet();
            });
        }
        threads.shutdown();
        if (!threads.awaitTermination(10, TimeUnit.MINUTES) || accepted.get() != reruns) {
            throw new IllegalStateException("not all were accepted");
        }
    }

    private static double forceMillis(Path folder) throws IOException {
        Path file = folder.resolve("forces");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long start = System.nanoTime();
            for (int i = 0; i < FORCES; i++) {
                channel.write(ByteBuffer.allocate(400));
                channel.force(false);
            }
            return (System.nanoTime() - start) / 1e6 / FORCES;
        } finally {
            Files.delete(file);
        }
    }
}
