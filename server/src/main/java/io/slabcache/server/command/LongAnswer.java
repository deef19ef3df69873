package io.slabcache.server.command;

import java.nio.ByteBuffer;

/** An answer that is written piece by piece, as the client takes it. Used by the connection's thread alone. */
interface LongAnswer {
    /**
     * Writes on.
     *
     * @param in what the client has sent meanwhile, to be left alone unless the answer has no end
     * @return {@link Progress#MORE} if there is nothing to write just now
     */
    Progress proceed(ByteBuffer in, Output out);

    /** Tells whether the answer is complete, so that the next request can have its turn. */
    boolean isDone();

    /** Tells whether the client is only to listen from now on: nothing more is expected from it. */
    default boolean isEndless() {
        return false;
    }

    /** Gives back what the answer holds. */
    void close();
}
