package io.slabcache.server.command;

import java.nio.ByteBuffer;

/** Where a conversation puts its answers. Used by the connection's thread alone. */
public interface Output {
    /**
     * Returns a buffer for answers. What lies before its position is sent; so a caller that leaves the position where it was has
     * written nothing. The buffer is good until the next call.
     *
     * @param length how many bytes there must be room for
     * @return a buffer with at least that much remaining
     */
    ByteBuffer room(int length);

    /**
     * Tells whether so much waits for the client that it must take some before it is answered again.
     *
     * @return whether the next request is to be left alone
     */
    boolean isFull();
}
