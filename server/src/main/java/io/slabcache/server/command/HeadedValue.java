package io.slabcache.server.command;

import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreResult;
import java.nio.ByteBuffer;

/**
 * Copies a value from its slab to where it is sent from, behind a text whose length is known only when the value is there. Used by one
 * thread.
 *
 * <p>The value is copied behind as much room as the last head took: in most conversations it is where it belongs then, and moved if not.
 */
final class HeadedValue {
    /** The longest head: one with a key, an opaque and every number there is. */
    static final int MAX_HEAD_LENGTH = 512;

    /** A buffer with less room than this, heads apart, is left for a fresh one before the store is asked. */
    private static final int LIKELY_VALUE_LENGTH = 512;

    private static final byte[] LINE_END = {'\r', '\n'};

    private final SlabStore store;
    private final StoreResult result;
    private final ByteBuffer head = ByteBuffer.allocate(MAX_HEAD_LENGTH);

    /** How much longer the last head was than what the caller knew of it. */
    private int likelyRest = 16;

    private int guess;
    private boolean refused;
    private ByteBuffer target = ByteBuffer.allocate(0);

    HeadedValue(SlabStore store, StoreResult result) {
        this.store = store;
        this.result = result;
    }

    /**
     * Copies a value; what belongs to it goes to the result.
     *
     * @param known how many bytes of the head depend on the request alone
     * @return the value's length, or {@link SlabStore#MISS}; then nothing is to be finished
     */
    int read(byte[] key, int keyLength, int known, Output out) {
        return read(key, keyLength, known, false, 0, out);
    }

    /** Copies a value and gives the item another expiry time. */
    int readAndTouch(byte[] key, int keyLength, int known, long expiryMillis, Output out) {
        return read(key, keyLength, known, true, expiryMillis, out);
    }

    private int read(byte[] key, int keyLength, int known, boolean touches, long expiryMillis, Output out) {
        guess = Math.min(known + likelyRest, MAX_HEAD_LENGTH);
        refused = false;
        int wanted = LIKELY_VALUE_LENGTH;
        while (true) {
            ByteBuffer buffer = out.room(MAX_HEAD_LENGTH + wanted + LINE_END.length);
            int start = buffer.position();
            int limit = buffer.limit();
            int room = limit - start - MAX_HEAD_LENGTH - LINE_END.length;
            buffer.position(start + guess).limit(start + guess + room);
            int length;
            try {
                length = touches
                        ? store.getIntoAndTouch(key, 0, keyLength, expiryMillis, buffer, result)
                        : store.getInto(key, 0, keyLength, buffer, result);
            } finally {
                buffer.limit(limit).position(start);
            }
            if (length <= room) {
                target = buffer;
                likelyRest = guess - known;
                return length;
            }
            if (!out.affords(MAX_HEAD_LENGTH + length + LINE_END.length)) {
                // too much waits for all clients together: a cache may miss
                refused = true;
                return SlabStore.MISS;
            }
            // another value may have taken its place by then: hence the loop
            wanted = length;
        }
    }

    /** Tells whether the last read missed an item that is there, for want of room to send it. */
    boolean wasRefused() {
        return refused;
    }

    /** Begins an answer with an empty value, which needs no copy; returns its length. */
    int nothing(Output out) {
        target = out.room(MAX_HEAD_LENGTH + LINE_END.length);
        guess = 0;
        return 0;
    }

    /** Returns where to write the head, which {@link #finish} puts before the value. */
    ByteBuffer head() {
        return head.clear();
    }

    /** Completes the answer: head, value, line end. */
    void finish(int known, int valueLength) {
        ByteBuffer buffer = target;
        int start = buffer.position();
        head.flip();
        int headLength = head.remaining();
        if (headLength != guess) {
            buffer.put(start + headLength, buffer, start + guess, valueLength);
            likelyRest = Math.max(0, headLength - known);
        }
        buffer.put(head).position(start + headLength + valueLength).put(LINE_END);
    }
}
