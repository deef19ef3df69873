package io.slabcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.testing.ChildJvm;
import io.slabcache.store.testing.EngineStores;
import io.slabcache.store.testing.ManualClock;
import io.slabcache.store.testing.StoreFixture;
import io.slabcache.store.testing.StoreSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closing a store gives all its memory back, at once, and takes nothing from under an operation. */
@EnabledOnOs(OS.LINUX)
class CloseLeakTest {
    private static final Logger LOG = LoggerFactory.getLogger(CloseLeakTest.class);

    @Test
    void close_someRoundsOfOpenFillClose_givesTheMemoryBack() throws IOException, InterruptedException {
        LOG.info("{}", ChildJvm.run(CloseLeak.class, "10").strip());
    }

    @Test
    @Tag("long")
    void close_hundredRoundsOfOpenFillClose_givesTheMemoryBack() throws IOException, InterruptedException {
        LOG.info("{}", ChildJvm.run(CloseLeak.class, "100").strip());
    }

    @Test
    void close_readersAndWritersInFlight_areRefusedAndNoneCrashes() throws Exception {
        for (int round = 0; round < 50; round++) {
            SlabStore store = EngineStores.openMaintained(new StoreSpec(new ManualClock()), 16 << 20);
            CountDownLatch running = new CountDownLatch(4);
            CompletableFuture<?>[] workers = new CompletableFuture<?>[4];
            for (int i = 0; i < workers.length; i++) {
                boolean writes = i % 2 == 0;
                workers[i] = CompletableFuture.runAsync(
                        () -> useUntilClosed(store, writes, running), StoreFixture.NEW_THREADS);
            }
            assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
            store.close();
            CompletableFuture.allOf(workers).get(30, TimeUnit.SECONDS);
        }
    }

    /** Ends when the store is closed; any other exception fails the test. */
    private static void useUntilClosed(SlabStore store, boolean writes, CountDownLatch running) {
        byte[] key = new byte[Integer.BYTES];
        byte[] value = StoreFixture.bytes(50_000, 1);
        try {
            for (int i = 0; ; i++) {
                ByteBuffer.wrap(key).putInt(i & 63);
                if (writes) {
                    store.set(key, value, SlabStore.NO_EXPIRY);
                } else {
                    byte[] read = store.getValue(key);
                    assertThat(read == null || Arrays.equals(read, value)).isTrue();
                }
                if (i == 100) {
                    running.countDown();
                }
            }
        } catch (StoreClosedException e) {
            running.countDown();
        }
    }
}
