package io.slabcache.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClock;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who asks which items there are, or were, has no value copied to the heap. */
class ValuesLeftAloneTest {
    private static final long MEMORY = 16L << 20;
    private static final byte[] VALUE = new byte[500_000];

    /** More than there is room for. */
    private static final int ITEMS = 100;

    /** For lines, keys and the loading of classes. Values would be ten times as much. */
    private static final long FEW = 1 << 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Node node =
            Node.open(ServerSettings.builder().memory(MEMORY).build(), StoreClock.system(), AccessRules.everybody());

    @AfterEach
    void close() {
        node.close();
    }

    private void store(int items) {
        for (int i = 0; i < items; i++) {
            node.store.set(("key" + i).getBytes(StandardCharsets.US_ASCII), VALUE, SlabStore.NO_EXPIRY);
        }
    }

    @Test
    void dumps_largeValues_areNotCopied() {
        store(ITEMS);
        CollectedOutput out = new CollectedOutput(1 << 16);
        for (KeyDump.Form form : KeyDump.Form.values()) {
            long before = threads.getCurrentThreadAllocatedBytes();
            KeyDump dump = new KeyDump(form, node.store, new BitSet(), Long.MAX_VALUE);
            while (!dump.isDone()) {
                dump.proceed(ByteBuffer.allocate(0), out);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("%s", form)
                    .isLessThan(FEW);
        }
        assertThat(node.store.size()).isGreaterThan(20);
    }

    @Test
    void watchedEvictions_largeValues_areNotCopied() {
        LonePeer peer = new LonePeer();
        LongAnswer watch = node.events.watch(EnumSet.of(Event.EVICTIONS), peer);
        store(ITEMS);
        long evicted = node.store.statistics().evicted();
        long before = threads.getCurrentThreadAllocatedBytes();
        store(ITEMS);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(FEW);
        assertThat(node.store.statistics().evicted() - evicted).isGreaterThan(20);
        assertThat(peer.wakes).isPositive();
        watch.close();
    }
}
