package io.slabcache.client.connection;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The bytes of an established connection, in the clear or through TLS, never blocking. One thread reads and one thread
 * writes at a time; the two may be different threads at the same time. Closing is safe from any thread.
 */
interface Transport extends Closeable {
    /** Returns the channel, in non-blocking mode, to wait on. */
    SocketChannel channel();

    /**
     * Reads what there is.
     *
     * @param target receives at most its remaining bytes
     * @return how many were read, 0 if none are there, -1 at the end of the stream
     */
    int read(ByteBuffer target) throws IOException;

    /** Tells whether {@link #read} may have bytes that no selector tells of. */
    boolean hasBufferedInput();

    /**
     * Takes bytes from the buffers, as many as the socket takes.
     *
     * @param sources drained in their order
     * @param count how many of the array's elements count
     * @return how many bytes were taken, 0 if the socket is full
     */
    long write(ByteBuffer[] sources, int count) throws IOException;

    /**
     * Pushes bytes that {@link #write} took and the socket did not.
     *
     * @return whether the socket has all of them
     */
    boolean flush() throws IOException;
}
