package io.slabcache.server.command;

import java.nio.ByteBuffer;

/** What a conversation answers, in memory. */
final class CollectedOutput implements Output {
    private final int fullFrom;
    private ByteBuffer buffer;
    private long total;

    /**
     * Creates an empty output.
     *
     * @param capacity how many bytes there is room for before they are thrown away or the buffer is replaced
     * @param fullFrom so many bytes wait before no more is to be answered
     */
    CollectedOutput(int capacity, int fullFrom) {
        this.buffer = ByteBuffer.allocateDirect(capacity);
        this.fullFrom = fullFrom;
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
        return buffer.position() >= fullFrom;
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

    /** Returns the largest buffer that was ever needed. */
    int capacity() {
        return buffer.capacity();
    }
}
