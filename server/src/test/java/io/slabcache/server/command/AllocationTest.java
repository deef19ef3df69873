package io.slabcache.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.store.StoreClock;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request that finds its key, or stores an item, makes no object, in whatever protocol. */
class AllocationTest {
    private static final int WARM_UP_ROUNDS = 60_000;
    private static final int ROUNDS = 20_000;

    /** For class loading and the measurement itself; one object per round would be sixteen times as much. */
    private static final long SLACK = ROUNDS;

    private final Node node = Node.open(ServerSettings.builder().build(), StoreClock.system(), AccessRules.everybody());
    private final ThreadState thread = new ThreadState(node);
    private final CollectedOutput out = new CollectedOutput(1 << 16);

    @AfterEach
    void close() {
        node.close();
    }

    @ParameterizedTest
    @CsvSource({
        "text get, get key\\r\\n",
        "text gets of several, gets key key absent key\\r\\n",
        "text get and touch, gat 100 key\\r\\n",
        "text set, set key 0 0 100\\r\\n{100}\\r\\n",
        "text set with flags and expiry, set other 5 100 100\\r\\n{100}\\r\\n",
        "text set without a reply, set key 0 0 100 noreply\\r\\n{100}\\r\\n",
        "text incr, incr number 1\\r\\n",
        "text touch, touch key 0\\r\\n",
        "meta get, mg key v f c t k Oabc\\r\\n",
        "meta get without a value, mg key t f s\\r\\n",
        "meta set, ms key 100 T0 c k q\\r\\n{100}\\r\\n",
        "meta arithmetic, ma number v\\r\\n"
    })
    void text_steadyState_allocatesNothing(String name, String request) {
        prepare();
        String whole = request.replace("\\r\\n", "\r\n").replace("{100}", "x".repeat(100));
        assertAllocatesNothing(name, whole.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({
        "binary GET, 80000003 00000000 00000003 00000000 0000000000000000 6b6579",
        "binary GETKQ, 800d0003 00000000 00000003 00000000 0000000000000000 6b6579",
        "binary SET, 80010003 08000000 0000000f 00000000 0000000000000000 0000000000000000 6b6579 61626364",
        "binary SETQ with flags, 80110003 08000000 0000000f 00000000 0000000000000000 0000000100000064 6b6579 61626364",
        "binary TOUCH, 801c0003 04000000 00000007 00000000 0000000000000000 00000000 6b6579",
        "binary NOOP, 800a0000 00000000 00000000 00000000 0000000000000000"
    })
    void binary_steadyState_allocatesNothing(String name, String request) {
        prepare();
        byte[] bytes = HexFormat.of().parseHex(request.replace(" ", ""));
        assertAllocatesNothing(name, bytes);
    }

    @Test
    void newKeys_memoryUsedUp_allocateNothing() {
        Conversation conversation = Conversations.begin('s', thread, new LonePeer());
        String request = "set key0000000 0 0 1000\r\n" + "x".repeat(1000) + "\r\n";
        ByteBuffer in = ByteBuffer.allocateDirect(request.length()).put(request.getBytes(StandardCharsets.ISO_8859_1));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // more than the memory holds, so that each new item pushes out another
        newKeys(conversation, in, 0, 4 * WARM_UP_ROUNDS);
        long before = threads.getCurrentThreadAllocatedBytes();
        newKeys(conversation, in, 4 * WARM_UP_ROUNDS, ROUNDS);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(SLACK);
    }

    private void newKeys(Conversation conversation, ByteBuffer in, int first, int count) {
        for (int number = first; number < first + count; number++) {
            int rest = number;
            for (int digit = "set key000000".length(); rest > 0; digit--) {
                in.put(digit, (byte) ('0' + rest % 10));
                rest /= 10;
            }
            in.rewind();
            if (conversation.receive(in, out) != Progress.MORE) {
                throw new AssertionError("the request must be taken");
            }
            out.drain();
        }
    }

    private void prepare() {
        Conversation conversation = Conversations.begin('s', thread, new LonePeer());
        String items = "set key 5 0 100\r\n" + "x".repeat(100) + "\r\nset number 0 0 20\r\n" + "0".repeat(20) + "\r\n";
        conversation.receive(ByteBuffer.wrap(items.getBytes(StandardCharsets.ISO_8859_1)), out);
    }

    private void assertAllocatesNothing(String name, byte[] request) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Conversation conversation = Conversations.begin(Byte.toUnsignedInt(request[0]), thread, new LonePeer());
        ByteBuffer in = ByteBuffer.allocateDirect(request.length).put(request);
        rounds(conversation, in, WARM_UP_ROUNDS);
        long before = threads.getCurrentThreadAllocatedBytes();
        rounds(conversation, in, ROUNDS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).as(name).isLessThan(SLACK);
    }

    private void rounds(Conversation conversation, ByteBuffer in, int count) {
        for (int i = 0; i < count; i++) {
            in.rewind();
            if (conversation.receive(in, out) != Progress.MORE) {
                throw new AssertionError("the request must be taken");
            }
            out.drain();
        }
    }
}
