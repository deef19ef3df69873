package io.slabcache.store.testing;

import io.slabcache.store.Reservation;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreResult;
import io.slabcache.store.WriteMode;
import java.nio.ByteBuffer;

/** The ways to write an item, which must all do the same. */
public enum WriteWay {
    /** Ranges of arrays. */
    ARRAY {
        @Override
        public StoreOutcome write(
                SlabStore store, WriteMode mode, long token, byte[] key, byte[] value, long expiry, int flags) {
            byte[] keys = pad(key);
            byte[] values = pad(value);
            return store.write(mode, token, keys, PAD, key.length, values, PAD, value.length, expiry, flags);
        }
    },
    /** Buffers. */
    BUFFER {
        @Override
        public StoreOutcome write(
                SlabStore store, WriteMode mode, long token, byte[] key, byte[] value, long expiry, int flags) {
            return store.write(
                    mode, token, BufferKind.DIRECT.of(key), BufferKind.HEAP_READ_ONLY.of(value), expiry, flags);
        }
    },
    /** An array and a buffer, told what came of it. */
    TOLD {
        @Override
        public StoreOutcome write(
                SlabStore store, WriteMode mode, long token, byte[] key, byte[] value, long expiry, int flags) {
            byte[] keys = pad(key);
            ByteBuffer values = BufferKind.DIRECT.of(value);
            return store.write(mode, token, keys, PAD, key.length, values, expiry, flags, new StoreResult());
        }
    },
    /** A reservation filled in two pieces. */
    RESERVATION {
        @Override
        public StoreOutcome write(
                SlabStore store, WriteMode mode, long token, byte[] key, byte[] value, long expiry, int flags) {
            try (Reservation reservation = store.reserve(key, 0, key.length, value.length, expiry, flags)) {
                if (reservation == null) {
                    return StoreOutcome.OUT_OF_MEMORY;
                }
                int half = value.length / 2;
                reservation.fill(value, 0, half);
                reservation.fill(ByteBuffer.wrap(value, half, value.length - half));
                return reservation.commit(mode, token);
            }
        }
    };

    private static final int PAD = 3;

    /**
     * Writes an item.
     *
     * @param store where to
     * @param mode the condition on the key's presence
     * @param token the token the present item must have, or 0
     * @param key the key
     * @param value the value
     * @param expiry the expiry time
     * @param flags the client flags
     * @return what was done
     */
    public abstract StoreOutcome write(
            SlabStore store, WriteMode mode, long token, byte[] key, byte[] value, long expiry, int flags);

    private static byte[] pad(byte[] bytes) {
        byte[] padded = new byte[bytes.length + 2 * PAD];
        System.arraycopy(bytes, 0, padded, PAD, bytes.length);
        return padded;
    }
}
