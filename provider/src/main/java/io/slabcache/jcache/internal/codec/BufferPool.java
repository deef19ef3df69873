package io.slabcache.jcache.internal.codec;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A few buffers for objects being serialized, shared by all threads and caches. Holds {@value #SLOTS} buffers of at
 * most {@value #MAX_KEPT_LENGTH} bytes and never waits: a thread that finds none takes a new one.
 */
final class BufferPool {
    static final int SLOTS = 16;
    static final int MAX_KEPT_LENGTH = 64 * 1024;

    private static final int FIRST_LENGTH = 512;

    private final AtomicReferenceArray<@Nullable Buffer> slots = new AtomicReferenceArray<>(SLOTS);

    /**
     * Takes a buffer.
     *
     * @return an empty buffer, the caller's until it gives it back
     */
    Buffer acquire() {
        Buffer buffer = slots.getAndSet(slot(), null);
        return buffer == null ? new Buffer() : buffer;
    }

    /**
     * Gives a buffer back; one that has become large is dropped.
     *
     * @param buffer the buffer, not used by the caller from now on
     */
    void release(Buffer buffer) {
        if (buffer.capacity() <= MAX_KEPT_LENGTH) {
            buffer.reset();
            slots.set(slot(), buffer);
        }
    }

    private static int slot() {
        return (int) Thread.currentThread().getId() & (SLOTS - 1);
    }

    /** A growing array, whose first bytes can be skipped. */
    static final class Buffer extends ByteArrayOutputStream {
        Buffer() {
            super(FIRST_LENGTH);
        }

        int capacity() {
            return buf.length;
        }

        /**
         * Starts an encoded object.
         *
         * @param headroom how many bytes are left free
         * @param tag the tag written behind them
         */
        void begin(int headroom, TypeTag tag) {
            if (headroom >= buf.length) {
                buf = new byte[headroom + FIRST_LENGTH];
            }
            Arrays.fill(buf, 0, headroom, (byte) 0);
            count = headroom;
            write(tag.code());
        }
    }
}
