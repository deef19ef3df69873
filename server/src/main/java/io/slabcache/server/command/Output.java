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
     * Asks for permission for an answer that may be long. If there is none, too much waits for all clients together, and the client is to
     * be told that there is no memory.
     *
     * @param length how many bytes are going to be asked for by {@link #room}
     * @return whether the answer may be given
     */
    boolean affords(int length);

    /**
     * Tells whether so much waits for the client that it must take some before it is answered again.
     *
     * @return whether the next request is to be left alone
     */
    boolean isFull();

    /**
     * Has work done by another thread while the conversation waits: it returns {@link Progress#BLOCKED} from then on and is offered
     * nothing until the work's action has been done, by the connection's thread.
     *
     * @param place where the work is done
     * @param work what takes too long for a thread that serves others
     * @return false if too much of it is waiting already; then nothing happens
     */
    boolean leave(Workplace place, Detour.Work work);
}
