package io.slabcache.server.command;

import io.slabcache.protocol.Magic;
import org.jspecify.annotations.Nullable;

/** The protocols of a node. */
public final class Conversations {
    private Conversations() {}

    /**
     * Begins the conversation that a client's first byte asks for.
     *
     * @param firstByte the byte, unsigned
     * @param thread the state of the connection's thread
     * @return the conversation, or null if no protocol begins so
     */
    public static @Nullable Conversation begin(int firstByte, ThreadState thread) {
        return Magic.of(firstByte) == Magic.REQUEST ? new BinaryConversation(thread) : null;
    }
}
