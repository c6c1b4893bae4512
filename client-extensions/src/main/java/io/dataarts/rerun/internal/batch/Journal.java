package io.dataarts.rerun.internal.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.internal.Json;
import io.dataarts.rerun.internal.call.Attempt;
import io.dataarts.rerun.internal.check.Arguments;
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
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a batch: lines of JSON with a checksum each. The first is a header. Each other line says how a rerun stands, and replaces
 * what earlier lines say of it.
 *
 * <p>One thread writes, and forces the file once for all that wait for it. After a write or a force that failed, it writes no more.
 * Thread-safe.
 */
final class Journal implements AutoCloseable {

    private static final int FORMAT = 1;
    /** The length of the checksum's field, of the bracket that ends the record, and of the line feed. */
    private static final int SEAL = ",\"crc\":\"01234567\"}\n".length();
    private static final String LOCK = ".lock";
    private static final String REMOTE = "(nfs|cifs|smb|afs|afpfs|ceph|lustre|gpfs|beegfs|9p|virtiofs|vboxsf|drvfs|davfs|fuse\\.("
            + "sshfs|gluster|obsfs|s3fs|ceph|rclone|juicefs|goofys|gcsfuse|grpcfuse)).*";
    /**
     * With its path, names the system property of a journal that this JVM has open, whatever the class loader. Closing a second channel of
     * a lock file would release the lock of the whole process.
     */
    private static final String OPEN = "io.dataarts.rerun.journal ";

    private final Path path;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> new Thread(task, "dataarts-rerun-journal"));
    private final Queue<String> lines = new ConcurrentLinkedQueue<>(); // for the writer
    private final BlockingQueue<CountDownLatch> waiting = new LinkedBlockingQueue<>(); // one for each call that waits for a force
    private @Nullable FileChannel lock;
    private @Nullable FileChannel file;
    private long length; // of the file, unforced lines included
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
    static Journal open(Path given, Site site, Consumer<JsonNode> records, UnaryOperator<FileChannel> seam) {
        try {
            requireName(given);
            channel(given).close(); // so that it has a real path
            Path path = given.toRealPath();
            Arguments.require(!isRemote(Files.getFileStore(path).type()),
                    () -> "it is on a network file system, which may lose locks and writes. Use a local disk");
            Arguments.require(System.getProperties().putIfAbsent(OPEN + path, "") == null,
                    () -> "another batch of this process uses it. Wait for that");
            Journal journal = new Journal(path);
            try {
                journal.begin(site, records, seam);
                return journal;
            } catch (Throwable e) { // after an Error, too, another batch may use the file
                journal.release();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            throw refusal(given, e);
        }
    }

    /** Refuses a lock file, by any name, before anything opens it. Closing it would release the lock of a batch of this process. */
    private static void requireName(Path given) throws IOException {
        Path path = Files.exists(given) ? given.toRealPath() : given;
        Arguments.require(!path.toString().endsWith(LOCK), () -> "files with this name lock journals. Use another name");
        if (Files.exists(path)) {
            Arguments.require(Files.isRegularFile(path), () -> "it is no file. Use the path of a file");
            boolean hasLinks = path.getFileSystem().supportedFileAttributeViews().contains("unix");
            Arguments.require(!hasLinks || Files.getAttribute(path, "unix:nlink").equals(1), // as each name has a lock of its own
                    () -> "the file has several names (hard links), and a batch on each could run. Remove the others");
        }
    }

    static boolean isRemote(String type) {
        return type.matches(REMOTE);
    }

    private void begin(Site site, Consumer<JsonNode> records, UnaryOperator<FileChannel> seam) throws IOException {
        lock = channel(path.resolveSibling(path.getFileName() + LOCK));
        Arguments.require(lock.tryLock() != null, () -> "another process uses it. Wait for that");
        length = read(path, site, records);
        file = seam.apply(channel(path).truncate(length).position(length));
        if (length == 0) {
            append(seal(header(site).toString()));
            file.force(true);
        }
        forceFolder(); // also for a run that was killed before it did
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
        return e instanceof ConfigurationException refused ? refused
                : new ConfigurationException("The journal " + path + " cannot be used: " + (e instanceof IllegalArgumentException
                        ? e.getMessage() : e + ". Check the folder, its permissions and the disk"), e);
    }

    private static ObjectNode header(Site site) {
        List<String> address = site.address();
        return Json.MAPPER.createObjectNode().put("format", FORMAT)
                .put("endpoint", address.get(0)).put("project", address.get(1)).put("workspace", address.get(2));
    }

    /**
     * Reads the records of a journal, without a lock. Returns where the last whole one ends: a line without its end was never forced.
     *
     * @throws ConfigurationException if it cannot be used
     */
    static long read(Path path, Site site, Consumer<JsonNode> records) {
        ObjectNode header = header(site);
        long whole = 0;
        int number = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = input(path)) {
            for (int next; (next = in.read()) >= 0; ) {
                line.write(next);
                if (next == '\n') {
                    JsonNode record = check(line.toString(StandardCharsets.UTF_8), ++number, header);
                    if (number > 1) {
                        records.accept(record);
                    }
                    whole += line.size();
                    line.reset();
                }
            }
            String torn = line.toString(StandardCharsets.UTF_8);
            Arguments.require(whole > 0 || seal(header.toString()).startsWith(torn), () -> "it is no journal of a batch. Use another file");
            return whole;
        } catch (IOException | RuntimeException e) {
            throw refusal(path, e);
        }
    }

    private static InputStream input(Path path) throws IOException {
        requireName(path);
        return Files.exists(path) ? new BufferedInputStream(Files.newInputStream(path)) : InputStream.nullInputStream();
    }

    private static JsonNode check(String line, int number, ObjectNode header) {
        String json = line.substring(0, Math.max(0, line.length() - SEAL)) + "}";
        JsonNode record = Json.tree(json);
        Arguments.require(record.isObject() && line.equals(seal(json)), () -> number == 1
                ? "it is no journal of a batch, or an editor changed it. Restore it; if no batch used this file, use another one"
                : "line " + number + " is damaged. Restore it, or look in the console what ran and begin a new journal");
        Arguments.require(number > 1 || record.path("format").asInt() <= FORMAT, () -> "it has the format " + record.path("format")
                + ", and this version of the SDK knows " + FORMAT + ". Use the version that wrote it");
        Arguments.require(number > 1 || record.equals(header), () -> "it belongs to another studio: it has " + record + ", this one "
                + header + ". Use the same endpoint, project and workspace");
        return record;
    }

    /** Returns the record as a line, with its checksum as the last field: the CRC-32 of the record without it. */
    private static String seal(String json) {
        CRC32 crc = new CRC32();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        return json.substring(0, json.length() - 1) + ",\"crc\":\"" + HexFormat.of().toHexDigits((int) crc.getValue()) + "\"}\n";
    }

    /** Adds a record, which need not be on disk yet. */
    void add(ObjectNode record) {
        lines.add(seal(record.toString()));
        writer.execute(this::write);
    }

    /** Adds a record, and returns when it is on disk. */
    void addForced(ObjectNode record, Attempt attempt) throws IOException, InterruptedException {
        CountDownLatch onDisk = new CountDownLatch(1);
        lines.add(seal(record.toString()));
        waiting.add(onDisk);
        writer.execute(this::write);
        onDisk.await(attempt.nanosLeft(), TimeUnit.NANOSECONDS);
        attempt.requireTime();
        if (failure != null) {
            throw new IOException(failure());
        }
    }

    /** Returns why nothing can be written any more, null if it can. */
    @Nullable String failure() {
        return failure == null ? null : "the journal " + path + " cannot be written (" + failure
                + "): check the disk; a second run takes the outcomes that it lacks for UNKNOWN";
    }

    /** Writes the queued lines. Forces the file if a call waits for its line. */
    private void write() {
        List<CountDownLatch> group = new ArrayList<>();
        waiting.drainTo(group); // before the lines are taken, so that those of the calls are among them
        try {
            for (String line; failure == null && (line = lines.poll()) != null; ) {
                append(line);
            }
            if (failure == null && !group.isEmpty()) {
                file.force(false);
                if (Files.size(path) != length) {
                    throw new IOException("another file has taken its place, or a program has changed it");
                }
            }
        } catch (Throwable e) { // not even an Error may let the others wait for ever
            failure = e;
        }
        group.forEach(CountDownLatch::countDown);
    }

    private void append(String line) throws IOException {
        for (ByteBuffer left = StandardCharsets.UTF_8.encode(line); left.hasRemaining(); ) {
            length += file.write(left);
        }
    }

    /** Writes and forces what is left. */
    @Override
    public void close() {
        try {
            waiting.add(new CountDownLatch(1));
            CompletableFuture.runAsync(this::write, writer).join(); // which no interrupt ends
        } finally {
            release();
        }
    }

    private void release() {
        writer.shutdown();
        for (FileChannel each : Stream.of(file, lock).filter(Objects::nonNull).toList()) {
            try {
                each.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        System.clearProperty(OPEN + path); // when the lock is free
    }
}
