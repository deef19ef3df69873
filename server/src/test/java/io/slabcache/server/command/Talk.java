package io.slabcache.server.command;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A text conversation in a test's words. */
final class Talk {
    final LonePeer peer = new LonePeer();
    private final Conversation conversation;

    Talk(Node node) {
        conversation = Conversations.begin('m', new ThreadState(node), peer);
    }

    /** Says something and returns everything that is answered, however often the conversation pauses. */
    String answer(String request) {
        StringBuilder answers = new StringBuilder();
        ByteBuffer in = ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
        Progress progress;
        do {
            ByteBuffer taken = ByteBuffer.allocate(1 << 20);
            progress = conversation.receive(in, new Unbounded(taken));
            answers.append(new String(taken.array(), 0, taken.position(), StandardCharsets.ISO_8859_1));
        } while (progress == Progress.PAUSED);
        return progress == Progress.CLOSE ? answers + "<closed>" : answers.toString();
    }

    /** Ends the conversation. */
    void end() {
        conversation.abandon();
    }

    private record Unbounded(ByteBuffer buffer) implements Output {
        @Override
        public ByteBuffer room(int length) {
            return buffer;
        }

        @Override
        public boolean affords(int length) {
            return true;
        }

        @Override
        public boolean leave(Detour.Work work) {
            work.get().action().run();
            return true;
        }

        @Override
        public boolean isFull() {
            return false;
        }
    }
}
