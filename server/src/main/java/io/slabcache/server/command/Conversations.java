package io.slabcache.server.command;

import io.slabcache.protocol.Magic;

/** The protocols of a node. */
public final class Conversations {
    private Conversations() {}

    /**
     * Begins the conversation that a client's first byte asks for.
     *
     * @param firstByte the byte, unsigned
     * @param thread the state of the connection's thread
     * @param peer the connection
     * @return the conversation
     */
    public static Conversation begin(int firstByte, ThreadState thread, Peer peer) {
        return Magic.of(firstByte) == Magic.REQUEST
                ? new BinaryConversation(thread, peer)
                : new TextConversation(thread, peer);
    }

    /**
     * Tells whether the protocol that a client's first byte asks for is spoken.
     *
     * @param firstByte the byte, unsigned
     * @param thread the state of the connection's thread
     * @return false for text where only the binary protocol is spoken
     */
    public static boolean isSpoken(int firstByte, ThreadState thread) {
        return Magic.of(firstByte) == Magic.REQUEST || !thread.access().isBinaryOnly();
    }
}
