package io.slabcache.server.command;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A text conversation in a test's words. */
final class Talk {
    final LonePeer peer = new LonePeer();

    /** Work that is done elsewhere, until {@link #workElsewhere}; done at once while this is null. */
    @Nullable
    Deque<Detour.Work> elsewhere;

    /** Whether there is too much to do elsewhere. */
    boolean refusesWork;

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

    /** Does what is to be done elsewhere. */
    void workElsewhere() {
        Deque<Detour.Work> kept = Objects.requireNonNull(elsewhere);
        while (!kept.isEmpty()) {
            kept.remove().get().action().run();
        }
    }

    /** Ends the conversation. */
    void end() {
        conversation.abandon();
    }

    private final class Unbounded implements Output {
        private final ByteBuffer buffer;

        Unbounded(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public ByteBuffer room(int length) {
            return buffer;
        }

        @Override
        public boolean affords(int length) {
            return true;
        }

        @Override
        public boolean leave(Workplace place, Detour.Work work) {
            Deque<Detour.Work> kept = elsewhere;
            if (refusesWork) {
                return false;
            }
            if (kept == null) {
                work.get().action().run();
            } else {
                kept.add(work);
            }
            return true;
        }

        @Override
        public boolean isFull() {
            return false;
        }
    }
}
