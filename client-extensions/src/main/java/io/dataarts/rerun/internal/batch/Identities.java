package io.dataarts.rerun.internal.batch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;

/**
 * A set of identities: the first 8 bytes of a SHA-256. A million of them take some 10 MB, and two of them are the same by chance once in 30
 * million batches.
 */
final class Identities {

    private static final int PARTS_LOG = 14;

    /** Sorted arrays. Each has the identities whose first bits are its index. */
    private final long[][] parts = Collections.nCopies(1 << PARTS_LOG, new long[0]).toArray(long[][]::new);

    /** Returns the identity of what the text names. */
    static long of(String text) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    boolean contains(long id) {
        return Arrays.binarySearch(parts[part(id)], id) >= 0;
    }

    /** Adds an identity. Returns false if it is there already. */
    boolean add(long id) {
        long[] part = parts[part(id)];
        int place = -1 - Arrays.binarySearch(part, id);
        if (place < 0) {
            return false;
        }
        long[] larger = Arrays.copyOf(part, part.length + 1);
        System.arraycopy(part, place, larger, place + 1, part.length - place);
        larger[place] = id;
        parts[part(id)] = larger;
        return true;
    }

    private static int part(long id) {
        return (int) (id >>> Long.SIZE - PARTS_LOG);
    }
}
