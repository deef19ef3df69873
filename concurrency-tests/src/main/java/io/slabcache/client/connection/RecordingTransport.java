package io.slabcache.client.connection;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A socket that takes a few bytes at a time, or none while it is full, and keeps them. */
final class RecordingTransport implements Transport {
    private static final int BYTES_AT_ONCE = 5;
    private static final int CAPACITY = 64;

    final byte[] taken = new byte[CAPACITY];
    int length;

    /** Whether it takes nothing. */
    volatile boolean full;

    @Override
    public SocketChannel channel() {
        throw new UnsupportedOperationException("there is no channel");
    }

    @Override
    public int read(ByteBuffer target) {
        return 0;
    }

    @Override
    public boolean hasBufferedInput() {
        return false;
    }

    @Override
    public long write(ByteBuffer[] sources, int count) {
        int before = length;
        for (int i = 0; i < count && !full; i++) {
            while (sources[i].hasRemaining() && length - before < BYTES_AT_ONCE) {
                taken[length++] = sources[i].get();
            }
        }
        return length - before;
    }

    @Override
    public boolean flush() {
        return true;
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
