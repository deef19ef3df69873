package io.slabcache.server.command;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.store.StoreClock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Whatever a client sends, however it is cut, and however slowly it takes its answers: the conversation goes on or ends, throws nothing,
 * and leaves no memory behind that the next client could use.
 */
class ConversationFuzzTest {
    private static final int MEMORY = 2 << 20;
    private static final int MAX_ITEM_SIZE = 512 << 10;
    private static final int OUTPUT = 64 << 10;
    /** A value and its head need a buffer in one piece, and nothing needs a larger one. */
    private static final int MAX_BUFFER = MAX_ITEM_SIZE + 4096;

    private static final byte[] CHECK =
            ("set check 0 0 200000\r\n" + "x".repeat(200_000) + "\r\n").getBytes(StandardCharsets.US_ASCII);

    private static @Nullable Node node;
    private static @Nullable ThreadState state;

    @BeforeAll
    static void open() {
        node = Node.open(
                ServerSettings.builder()
                        .memory(MEMORY)
                        .maxItemSize(MAX_ITEM_SIZE)
                        .build(),
                StoreClock.system(),
                AccessRules.everybody());
        state = new ThreadState(node);
    }

    @AfterAll
    static void close() {
        Objects.requireNonNull(node).close();
    }

    @FuzzTest
    void receive_anyBytes_goesOnOrEndsAndLeavesNothing(byte[] data) {
        ThreadState thread = Objects.requireNonNull(state);
        talk(thread, data, data.length, OUTPUT);
        talk(thread, data, 1, OUTPUT);
        talk(thread, data, 7, 1);
        // a reservation that was not given back would take its room for ever
        Conversation check = Conversations.begin('s', thread, new LonePeer());
        CollectedOutput out = new CollectedOutput(OUTPUT, OUTPUT);
        check.receive(ByteBuffer.wrap(CHECK), out);
        if (out.total() != "STORED\r\n".length()) {
            throw new AssertionError("an item must find room afterwards: answerLength=" + out.total());
        }
    }

    private static void talk(ThreadState thread, byte[] data, int piece, int fullFrom) {
        if (data.length == 0) {
            return;
        }
        CollectedOutput out = new CollectedOutput(OUTPUT, fullFrom);
        Conversation conversation = Conversations.begin(Byte.toUnsignedInt(data[0]), thread, new LonePeer());
        int from = 0;
        while (from < data.length) {
            int length = Math.min(piece, data.length - from);
            ByteBuffer in = ByteBuffer.wrap(data, from, length);
            Progress progress = conversation.receive(in, out);
            if (in.position() < from || in.limit() != from + length) {
                throw new AssertionError("the position must go on within the bytes: position=" + in.position());
            }
            if (progress == Progress.CLOSE) {
                break;
            }
            boolean isLeft = in.hasRemaining();
            if (progress == Progress.MORE && isLeft) {
                throw new AssertionError("all bytes must be taken: remaining=" + in.remaining());
            }
            if (progress == Progress.BLOCKED || progress == Progress.PAUSED) {
                out.drain();
            }
            from = in.position();
        }
        if (out.capacity() > MAX_BUFFER) {
            throw new AssertionError("no answer is so long: capacity=" + out.capacity());
        }
        conversation.abandon();
    }
}
