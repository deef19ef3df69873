package io.slabcache.server.net;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBufUtil;
import io.slabcache.protocol.testing.Exchange;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.server.auth.InlineAccess;
import io.slabcache.server.command.LoneNode;
import io.slabcache.server.command.ThreadState;
import io.slabcache.store.StoreStatistics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a client sends, however it is cut, and however late it takes its answers: a connection to a new node answers in whole
 * answers or closes. Nothing goes wrong in the node, no buffer and no chunk is lost, no more memory is used than the settings allow, a
 * client that takes its answers is read from again, and the answers do not depend on the cuts.
 *
 * <p>The build replays the inputs kept in the resources. To search: {@code mvn -Pfuzz -pl server -am test
 * -Dtest='ConnectionFuzzTest#open*' -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ConnectionFuzzTest {
    private static final ServerSettings SETTINGS = ServerSettings.builder()
            .memory(2 << 20)
            .maxItemSize(512 << 10)
            .maxPendingOutput(64 << 10)
            .maxTotalOutput(1 << 20)
            .build();

    /** A request's own objects and the longest answer that is not a value: those of stats and of dumps. */
    private static final long HEAP_FOR_ANYTHING = 8 << 20;

    /** So much of it is the test's own for each byte. */
    private static final int HEAP_FOR_BYTE = 16;

    /** Finding leaks costs some microseconds for each piece. */
    private static final int MOST_PIECES = 250;

    /** A buffer for an answer that has not been filled yet, and one that is being made smaller. */
    private static final int CHUNKS = 64 << 10;

    private static final byte[] OTHER = "set other 0 0 5\r\nvalue\r\nget other\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final long NOW = 1_700_000_000_000L;

    /** These tell of times, of places in memory or of other connections, or come when they come. */
    private static final Pattern CHANGING = Pattern.compile("stats|lru_crawler|watch|\\x80\\x10");

    /** A CAS token, which depends on a seed of the store. */
    private static final Pattern TOKEN = Pattern.compile("[0-9]{18,20}");

    private static final int REQUEST_MAGIC = 0x80;
    private static final int RESPONSE_MAGIC = 0x81;
    private static final int HEADER_LENGTH = 24;
    private static final int BODY_LENGTH_OFFSET = 8;
    private static final int CAS_OFFSET = 16;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();
    private static @Nullable InlineAccess users;

    @BeforeAll
    static void prepare(@TempDir Path directory) throws IOException {
        ByteBufUtil.setLeakListener((type, records) -> LEAKS.add(type + ": " + records));
        users = new InlineAccess(directory.resolve("users"), "alice", "wonderland");
    }

    @AfterAll
    static void collectLeaks() {
        ByteBufUtil.setLeakListener(null);
    }

    @FuzzTest(maxDuration = "5m")
    void openNode_anyBytes_answersOrCloses(byte[] data) {
        Target target = new Target(AccessRules::everybody, "STORED\r\nVALUE other 0 5\r\nvalue\r\nEND\r\n");
        assertModest(target, data);
        Outcome whole = target.talk(data, Integer.MAX_VALUE, false);
        Outcome bytes = target.talk(data, 1, false);
        Outcome late = target.talk(data, 7, true);
        if (!CHANGING.matcher(latin(data)).find()) {
            whole.assertSame(bytes);
            whole.assertSame(late);
        }
    }

    @FuzzTest(maxDuration = "5m")
    void nodeWithUsers_anyBytes_answersOrCloses(byte[] data) {
        Target target = new Target(
                Objects.requireNonNull(users)::newRules,
                "CLIENT_ERROR authentication failure\r\nCLIENT_ERROR unauthenticated\r\n");
        assertModest(target, data);
        target.talk(data, 3, true);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** What was answered to an input, and whether the store was ever short of room, in which it may choose what to drop. */
    private record Outcome(String answers, boolean closed, boolean hadRoom, long heap) {
        void assertSame(Outcome other) {
            boolean same = answers.equals(other.answers) && closed == other.closed;
            if (hadRoom && other.hadRoom && !same) {
                throw new AssertionError(
                        "answers must not depend on where requests are cut: one=" + this + ", other=" + other);
            }
        }
    }

    /**
     * Nodes of one kind.
     *
     * @param access makes the rules of a new one
     * @param served what another client is answered, who stores an item and reads it
     */
    private record Target(Supplier<AccessRules> access, String served) {
        Outcome talk(byte[] data, int atLeast, boolean late) {
            int piece = Math.max(atLeast, data.length / MOST_PIECES);
            try (LoneNode node = new LoneNode(SETTINGS, () -> NOW, access.get())) {
                ThreadState thread = new ThreadState(node.node());
                Exchange.Answer answer;
                long heap;
                try (EmbeddedConnection connection = new EmbeddedConnection(thread, SETTINGS).inPiecesOf(piece)) {
                    long before = THREADS.getCurrentThreadAllocatedBytes();
                    answer = (late ? connection.takingLate() : connection).exchange(data);
                    heap = THREADS.getCurrentThreadAllocatedBytes() - before;
                    assertBuffers(connection.mostMemory(), Math.min(piece, data.length));
                }
                StoreStatistics statistics = node.node().statistics().storeStatistics();
                boolean hadRoom = statistics.evicted() == 0 && statistics.rejected() == 0;
                assertWhole(data, answer.bytes());
                assertServes(thread);
                assertEmpty("the store's accounts must be right", node.drifts());
                assertEmpty("no buffer may be lost", LEAKS);
                return new Outcome(normal(data, answer.bytes()), answer.closed(), hadRoom, heap);
            }
        }

        private void assertServes(ThreadState thread) {
            try (EmbeddedConnection other = new EmbeddedConnection(thread, SETTINGS)) {
                String answer = latin(other.exchange(OTHER).bytes());
                if (!answer.equals(served)) {
                    throw new AssertionError("another client must be served: answer=" + answer);
                }
            }
        }
    }

    /** Whatever lengths an input tells of, it takes no more heap than what has arrived. */
    private static void assertModest(Target target, byte[] data) {
        Outcome outcome = target.talk(data, Integer.MAX_VALUE, false);
        long allowed = HEAP_FOR_ANYTHING
                + (long) HEAP_FOR_BYTE * (data.length + outcome.answers().length());
        if (outcome.heap() > allowed) {
            // once more: what is met for the first time is loaded, and instrumented by the fuzzer, in this thread too
            outcome = target.talk(data, Integer.MAX_VALUE, false);
        }
        if (outcome.heap() > allowed) {
            throw new AssertionError("too much heap: allocated=" + outcome.heap() + ", allowed=" + allowed);
        }
    }

    private static void assertBuffers(long used, int arrived) {
        long allowed = (long) SETTINGS.maxPendingOutput() + SETTINGS.maxItemSize() + CHUNKS + arrived;
        if (used > allowed) {
            throw new AssertionError("too much memory for buffers: used=" + used + ", allowed=" + allowed);
        }
    }

    private static void assertEmpty(String what, Iterable<String> found) {
        if (found.iterator().hasNext()) {
            throw new AssertionError(what + ": " + found);
        }
    }

    private static boolean isBinary(byte[] data) {
        return data.length > 0 && Byte.toUnsignedInt(data[0]) == REQUEST_MAGIC;
    }

    private static void assertWhole(byte[] data, byte[] answers) {
        if (!isBinary(data)) {
            if (answers.length > 0 && answers[answers.length - 1] != '\n') {
                throw new AssertionError("an answer must be whole lines: answers=" + latin(answers));
            }
            return;
        }
        int at = 0;
        while (at < answers.length) {
            if (Byte.toUnsignedInt(answers[at]) != RESPONSE_MAGIC || answers.length - at < HEADER_LENGTH) {
                throw new AssertionError("an answer must be whole frames: at=" + at + ", answers=" + latin(answers));
            }
            at += HEADER_LENGTH + ByteBuffer.wrap(answers).getInt(at + BODY_LENGTH_OFFSET);
        }
        if (at != answers.length) {
            throw new AssertionError("the last frame must be whole: at=" + at + ", length=" + answers.length);
        }
    }

    /** Returns the answers without what depends on the store's seed. */
    private static String normal(byte[] data, byte[] answers) {
        if (isBinary(data)) {
            byte[] masked = answers.clone();
            ByteBuffer frames = ByteBuffer.wrap(masked);
            int at = 0;
            while (at < masked.length) {
                frames.putLong(at + CAS_OFFSET, 0);
                at += HEADER_LENGTH + frames.getInt(at + BODY_LENGTH_OFFSET);
            }
            return latin(masked);
        }
        return TOKEN.matcher(latin(answers)).replaceAll("token");
    }
}
