package io.slabcache.store;

import io.slabcache.store.testing.EngineStores;
import io.slabcache.store.testing.ManualClock;
import io.slabcache.store.testing.ResidentMemory;
import io.slabcache.store.testing.StoreFixture;
import io.slabcache.store.testing.StoreSpec;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that opens a store of 256 MiB, fills it and closes it, so many times as it is told, and fails if the process
 * is more than five percent larger afterwards. {@link CloseLeakTest} runs it in a JVM of its own.
 */
final class CloseLeak {
    private static final Logger LOG = LoggerFactory.getLogger(CloseLeak.class);
    private static final long CAPACITY = 256L << 20;
    private static final int VALUE_LENGTH = 8000;
    private static final int WARM_UP_ROUNDS = 5;

    private CloseLeak() {}

    /**
     * Measures and reports.
     *
     * @param args the number of rounds
     */
    public static void main(String[] args) {
        int rounds = Integer.parseInt(args[0]);
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            openFillClose();
        }
        long before = ResidentMemory.bytes();
        for (int i = 0; i < rounds; i++) {
            openFillClose();
        }
        long after = ResidentMemory.bytes();
        LOG.info(
                "rounds of open, fill {} bytes, close: {}; resident before: {}, after: {}",
                CAPACITY,
                rounds,
                before,
                after);
        if (after > before + before / 20) {
            throw new IllegalStateException("memory was not given back: before=" + before + ", after=" + after);
        }
    }

    private static void openFillClose() {
        long empty = ResidentMemory.bytes();
        try (SlabStore store = EngineStores.openMaintained(new StoreSpec(new ManualClock()), CAPACITY)) {
            byte[] key = new byte[Integer.BYTES];
            byte[] value = StoreFixture.bytes(VALUE_LENGTH, 1);
            for (int i = 0; i < CAPACITY / VALUE_LENGTH; i++) {
                ByteBuffer.wrap(key).putInt(i);
                if (store.set(key, value, SlabStore.NO_EXPIRY) != StoreOutcome.DONE) {
                    throw new IllegalStateException("the store has no room: item=" + i);
                }
            }
            long full = ResidentMemory.bytes();
            if (full - empty < CAPACITY * 8 / 10) {
                throw new IllegalStateException("the store was not filled: empty=" + empty + ", full=" + full);
            }
        }
    }
}
