package io.dataarts.rerun.internal.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.internal.Json;
import io.dataarts.rerun.internal.call.Attempt;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a batch: a header, then a BEGIN before each rerun is sent and an END with its outcome, as lines of JSON with a checksum.
 *
 * <p>One thread writes, and forces the file once for all BEGINs that wait. After a write or a force that failed, it writes no more.
 * Thread-safe.
 */
final class Journal implements AutoCloseable {

    private static final int FORMAT = 1;
    /** The length of the checksum's field, of the bracket that ends the record, and of the line feed. */
    private static final int SEAL = ",\"crc\":\"01234567\"}\n".length();
    private static final String LOCK = ".lock";
    private static final String REMOTE = "(nfs|cifs|smb|afs|afpfs|ceph|lustre|gpfs|beegfs|9p|virtiofs|vboxsf|drvfs|davfs|fuse\\.("
            + "sshfs|gluster|obsfs|s3fs|ceph|rclone|juicefs|goofys|gcsfuse|grpcfuse)).*";
    /** The journals that this JVM has open. Closing a second channel of a lock file would release the lock of the whole process. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    /** Takes a record of an earlier run. */
    @FunctionalInterface
    interface Records {
        void take(JsonNode record) throws IOException;
    }

    /** @param onDisk completes when the line is forced, null if nobody waits for it */
    private record Line(byte[] bytes, @Nullable CompletableFuture<Void> onDisk) {}

    private final Path path;
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    private final Thread writer = new Thread(this::write, "dataarts-rerun-journal");
    private @Nullable Object key;
    private @Nullable FileChannel lock;
    private @Nullable FileChannel file;
    private volatile @Nullable Throwable failure;

    private Journal(Path path) {
        this.path = path;
    }

    /**
     * Opens a journal, or begins one.
     *
     * @param records take what it holds
     * @param seam changes the file, for tests
     * @throws ConfigurationException if it cannot be used
     */
    static Journal open(Path given, Site site, Records records, UnaryOperator<FileChannel> seam) {
        try {
            channel(given).close(); // so that it has a real path
            Path path = given.toRealPath();
            requireOneName(path);
            if (isRemote(Files.getFileStore(path).type())) {
                throw new IOException("it is on a network file system, which may lose locks and writes. Use a local disk");
            }
            if (!OPEN.add(path)) {
                throw new IOException("another batch of this process uses it. Wait for that, or use another journal");
            }
            Journal journal = new Journal(path);
            try {
                journal.begin(site, records, seam);
                return journal;
            } catch (IOException | RuntimeException e) {
                journal.release();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            throw refusal(given, e);
        }
    }

    /** Refuses a file with a second name, whose batches would take another lock, and a file that is a lock itself. */
    private static void requireOneName(Path path) throws IOException {
        if (path.toString().endsWith(LOCK)) {
            throw new IOException("files with this name lock journals. Use another name");
        }
        if (path.getFileSystem().supportedFileAttributeViews().contains("unix") && !Files.getAttribute(path, "unix:nlink").equals(1)) {
            throw new IOException("the file has several names (hard links), and a batch on each could run."
                    + " Copy the file, and use the copy");
        }
    }

    static boolean isRemote(String type) {
        return type.matches(REMOTE);
    }

    private void begin(Site site, Records records, UnaryOperator<FileChannel> seam) throws IOException {
        lock = channel(path.resolveSibling(path.getFileName() + LOCK));
        if (lock.tryLock() == null) {
            throw new IOException("another process uses it. Wait for that, or use another journal");
        }
        key = fileKey();
        long whole = read(path, site, records);
        file = seam.apply(channel(path).truncate(whole).position(whole));
        if (whole == 0) {
            file.write(ByteBuffer.wrap(seal(header(site).toString())));
            file.force(true);
            forceFolder();
        }
        writer.setDaemon(true);
        writer.start();
    }

    private void forceFolder() {
        try (FileChannel folder = FileChannel.open(path.getParent())) {
            folder.force(true);
        } catch (IOException e) {
            // Windows cannot force a folder.
        }
    }

    private static FileChannel channel(Path path) throws IOException {
        boolean isPosix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), isPosix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0]);
    }

    private static ConfigurationException refusal(Path path, Exception e) {
        boolean isTold = e.getClass() == IOException.class;
        return new ConfigurationException("The journal " + path + " cannot be used: "
                + (isTold ? e.getMessage() : e + ". Check the folder, its permissions and the disk"), e);
    }

    private static ObjectNode header(Site site) {
        List<String> address = site.address();
        return Json.MAPPER.createObjectNode().put("format", FORMAT)
                .put("endpoint", address.get(0)).put("project", address.get(1)).put("workspace", address.get(2));
    }

    /**
     * Reads what a journal holds, without a lock.
     *
     * @throws ConfigurationException if it cannot be used
     */
    static void readOnly(Path path, Site site, Records records) {
        try {
            read(path, site, records);
        } catch (IOException | RuntimeException e) {
            throw refusal(path, e);
        }
    }

    /** Reads the records, and returns where the last whole one ends. A line without its end was never forced. */
    private static long read(Path path, Site site, Records records) throws IOException {
        ObjectNode header = header(site);
        long whole = 0;
        int number = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = Files.exists(path) ? new BufferedInputStream(Files.newInputStream(path)) : InputStream.nullInputStream()) {
            for (int next; (next = in.read()) >= 0; ) {
                line.write(next);
                if (next == '\n') {
                    JsonNode record = check(line.toString(StandardCharsets.UTF_8), ++number, header);
                    if (number > 1) {
                        records.take(record);
                    }
                    whole += line.size();
                    line.reset();
                }
            }
        }
        if (number == 0 && !new String(seal(header.toString()), StandardCharsets.UTF_8).startsWith(line.toString(StandardCharsets.UTF_8))) {
            throw new IOException("it is no journal of a batch. Use another file");
        }
        return whole;
    }

    private static JsonNode check(String line, int number, ObjectNode header) throws IOException {
        String json = line.substring(0, Math.max(0, line.length() - SEAL)) + "}";
        JsonNode record = Json.tree(json);
        if (!record.isObject() || !line.equals(new String(seal(json), StandardCharsets.UTF_8))) {
            throw new IOException(number == 1
                    ? "it is no journal of a batch, or an editor changed it. Restore it; if no batch used this file, use another one"
                    : "line " + number + " is damaged. Restore it, or look in the console what ran and begin a new journal");
        }
        if (number == 1 && record.path("format").asInt() > FORMAT) {
            throw new IOException("it has the format " + record.path("format") + ", and this version of the SDK knows " + FORMAT
                    + ". Use the version that wrote it");
        }
        if (number == 1 && !record.equals(header)) {
            throw new IOException("it belongs to another studio: it has " + record + ", this one " + header
                    + ". Use the same endpoint, project and workspace, or another journal");
        }
        return record;
    }

    /** Returns the record as a line, with its checksum as the last field: the CRC-32 of the record without it. */
    private static byte[] seal(String json) {
        CRC32 crc = new CRC32();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        return (json.substring(0, json.length() - 1) + ",\"crc\":\"" + HexFormat.of().toHexDigits((int) crc.getValue()) + "\"}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Adds a record, which need not be on disk yet. */
    void add(ObjectNode record) {
        lines.add(new Line(seal(record.toString()), null));
    }

    /** Adds a record, and returns when it is on disk. */
    void addForced(ObjectNode record, Attempt attempt) throws IOException, InterruptedException {
        Line line = new Line(seal(record.toString()), new CompletableFuture<>());
        lines.add(line);
        try {
            line.onDisk.get(attempt.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            attempt.requireTime();
            throw new IOException("the disk is too slow", e);
        }
        if (failure != null) {
            throw new IOException(failure());
        }
    }

    /** Returns why nothing can be written any more, null if it can. */
    @Nullable String failure() {
        return failure == null ? null : "the journal " + path + " cannot be written (" + failure + "): check the disk";
    }

    /** Writes until the line without bytes, which closes. After a failure, lets all go on that wait. */
    private void write() {
        List<Line> group = new ArrayList<>();
        do {
            group.clear();
            try {
                group.add(lines.take());
                lines.drainTo(group);
                for (Line line : failure == null ? group : List.<Line>of()) {
                    for (ByteBuffer left = ByteBuffer.wrap(line.bytes); left.hasRemaining(); ) {
                        file.write(left);
                    }
                }
                if (failure == null && group.stream().anyMatch(line -> line.onDisk != null)) {
                    requireSameFile();
                    file.force(false);
                }
            } catch (Throwable e) { // not even an Error may let the others wait for ever
                failure = e;
            }
            group.stream().map(Line::onDisk).filter(Objects::nonNull).forEach(waiting -> waiting.complete(null));
        } while (group.stream().noneMatch(line -> line.bytes.length == 0));
    }

    private void requireSameFile() throws IOException {
        Object now = fileKey();
        if (!Objects.equals(now, key)) {
            throw new IOException("another file has taken its place");
        }
    }

    private @Nullable Object fileKey() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** Writes and forces what is left. */
    @Override
    public void close() {
        Line last = new Line(new byte[0], new CompletableFuture<>());
        lines.add(last);
        last.onDisk.join(); // which no interrupt ends
        release();
    }

    private void release() {
        try {
            for (FileChannel each : Stream.of(file, lock).filter(Objects::nonNull).toList()) {
                each.close();
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            OPEN.remove(path); // when the lock is free
        }
    }
}
