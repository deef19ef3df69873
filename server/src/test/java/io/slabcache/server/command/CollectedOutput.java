package io.slabcache.server.command;

import java.nio.ByteBuffer;

/** What a conversation answers, in memory. */
final class CollectedOutput implements Output {
    private ByteBuffer buffer;
    private long total;

    /**
     * Creates an empty output.
     *
     * @param capacity how many bytes there is room for before they are thrown away or the buffer is replaced
     */
    CollectedOutput(int capacity) {
        this.buffer = ByteBuffer.allocateDirect(capacity);
    }

    @Override
    public ByteBuffer room(int length) {
        if (buffer.remaining() < length) {
            drain();
            if (buffer.capacity() < length) {
                buffer = ByteBuffer.allocateDirect(length);
            }
        }
        return buffer;
    }

    @Override
    public boolean affords(int length) {
        return true;
    }

    @Override
    public boolean leave(Workplace place, Detour.Work work) {
        work.get().action().run();
        return true;
    }

    @Override
    public boolean isFull() {
        return !buffer.hasRemaining();
    }

    /** Throws away what was answered. */
    void drain() {
        total += buffer.position();
        buffer.clear();
    }

    /** Returns how many bytes were answered, those thrown away included. */
    long total() {
        return total + buffer.position();
    }
}
