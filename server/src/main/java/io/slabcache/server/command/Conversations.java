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
}
