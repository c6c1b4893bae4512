package io.dataarts.rerun.internal.batch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The identities that a batch knows, each with a state from 1 to 3. A million takes some 25 MB.
 *
 * <p>Each part is a hash table of pairs of longs, and grows by itself. The state takes the place of the two lowest bits.
 */
final class Identities {

    private static final int PARTS = 256;
    private final long[][] parts = new long[PARTS][32];
    private final int[] sizes = new int[PARTS];

    /** Returns the identity of what the text names: the first 16 bytes of its SHA-256. */
    static UUID of(String text) {
        try {
            ByteBuffer hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Keeps the state of an identity, and returns its state before, 0 if it had none. */
    int put(UUID id, int state) {
        int part = (int) (id.getMostSignificantBits() >>> 56);
        if (sizes[part] * 5 >= parts[part].length * 2) { // it is full to 80 %
            grow(part);
        }
        long low = id.getLeastSignificantBits() & ~3;
        int at = find(parts[part], id.getMostSignificantBits(), low);
        int before = (int) parts[part][at + 1] & 3;
        sizes[part] += before == 0 ? 1 : 0;
        parts[part][at] = id.getMostSignificantBits();
        parts[part][at + 1] = low | state;
        return before;
    }

    private void grow(int part) {
        long[] old = parts[part];
        parts[part] = new long[old.length / 4 * 6];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i + 1] != 0) {
                System.arraycopy(old, i, parts[part], find(parts[part], old[i], old[i + 1] & ~3), 2);
            }
        }
    }

    /** Returns where the identity is, or the free place for it. */
    private static int find(long[] pairs, long high, long low) {
        int at = (int) Long.remainderUnsigned(low >>> 2, pairs.length / 2) * 2;
        while (pairs[at + 1] != 0 && (pairs[at] != high || (pairs[at + 1] & ~3) != low)) {
            at = (at + 2) % pairs.length;
        }
        return at;
    }
}
