package io.slabcache.server.command;

import java.nio.ByteBuffer;

/** One connection's talk with the node in one protocol. Used by the connection's thread alone. */
public interface Conversation {
    /**
     * Carries out the requests in a client's bytes.
     *
     * @param in the bytes from position to limit; the position is moved behind what was taken
     * @param out receives the answers
     * @return why it stopped
     */
    Progress receive(ByteBuffer in, Output out);

    /**
     * Tells whether a request has begun to arrive and has not arrived whole.
     *
     * @return whether the client owes bytes
     */
    boolean isWithinRequest();

    /**
     * Tells whether the client only listens: it watches, and nothing is expected from it any more.
     *
     * @return whether it may be silent for as long as it likes
     */
    boolean isListening();

    /** Gives back what a request holds that will not arrive any more. */
    void abandon();
}
