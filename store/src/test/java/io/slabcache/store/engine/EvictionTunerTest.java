package io.slabcache.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EvictionTunerTest {
    private final AtomicLong items = new AtomicLong();
    private final EvictionTuner tuner = new EvictionTuner("tuned", items::get);

    /** Spreads small numbers as the hash of keys does. */
    private static int hash(int key) {
        int mixed = (key ^ (key >>> 16)) * 0x7feb_352d;
        mixed = (mixed ^ (mixed >>> 15)) * 0x846c_a68b;
        return mixed ^ (mixed >>> 16);
    }

    private void request(int requests, IntSupplier keys) {
        for (int i = 0; i < requests; i++) {
            tuner.request(hash(keys.getAsInt()));
        }
    }

    private IntSupplier loop(int length) {
        int[] next = {0};
        return () -> next[0]++ % length;
    }

    /** Keys of a window that moves on, each asked for a few times while it is in the window. */
    private static IntSupplier shifting(int window, Random random) {
        int[] requests = {0};
        return () -> requests[0]++ / 8 + random.nextInt(window);
    }

    private static IntSupplier frequencies(int keys, double skew, Random random) {
        return () -> (int) (keys * Math.pow(random.nextDouble(), skew));
    }

    @ParameterizedTest
    @ValueSource(longs = {4000, 30_000, 300_000})
    void loop_choosesRetention_workingSetThatMovesOn_choosesRecency(long count) {
        items.set(count);
        tuner.evicted();
        int many = (int) count * 40;

        request(many, loop((int) (count * 6 / 5)));
        assertThat(tuner.policy()).isEqualTo(EvictionPolicy.RETENTION);

        request(many, shifting((int) (count * 6 / 5), new Random(1)));
        assertThat(tuner.policy()).isEqualTo(EvictionPolicy.RECENCY);
    }

    @Test
    void fixedFrequencies_doNotChooseRecency() {
        items.set(20_000);
        tuner.evicted();
        Random random = new Random(7);
        IntSupplier keys = frequencies(1_000_000, 4, random);
        for (int i = 0; i < 100; i++) {
            request(20_000, keys);
            assertThat(tuner.policy()).isNotEqualTo(EvictionPolicy.RECENCY);
        }
    }

    @Test
    void nothingEvictedYet_nothingIsSampled() {
        items.set(10_000);
        request(400_000, loop(12_000));
        assertThat(tuner.policy()).isEqualTo(EvictionPolicy.BALANCED);
    }

    @Test
    void fewItems_keepTheFirstPolicy_moreItems_areLookedAtSoon() {
        items.set(EvictionTuner.MIN_ITEMS - 1);
        tuner.evicted();
        request(400_000, loop(600));
        assertThat(tuner.policy()).isEqualTo(EvictionPolicy.BALANCED);

        items.set(2000);
        for (int i = 0; i < 300; i++) {
            tuner.evicted();
        }
        request(100_000, loop(2400));
        assertThat(tuner.policy()).isEqualTo(EvictionPolicy.RETENTION);
    }

    @Test
    void numberOfItemsChanges_sampleFollows() {
        items.set(1_000_000);
        tuner.evicted();
        request(4_000_000, loop(1_200_000));
        items.set(3000);
        request(4_000_000, shifting(3600, new Random(1)));
        assertThat(tuner.policy()).isEqualTo(EvictionPolicy.RECENCY);
        items.set(200_000);
        request(10_000_000, loop(240_000));
        assertThat(tuner.policy()).isEqualTo(EvictionPolicy.RETENTION);
    }

    @Test
    void manyThreads_policyIsThatOfTheirRequests() throws InterruptedException {
        items.set(4000);
        tuner.evicted();
        List<Thread> threads = new ArrayList<>();
        AtomicLong next = new AtomicLong();
        List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> request(400_000, () -> (int) (next.getAndIncrement() % 4800)));
            thread.setUncaughtExceptionHandler((failed, failure) -> {
                synchronized (failures) {
                    failures.add(failure);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(tuner.policy()).isEqualTo(EvictionPolicy.RETENTION);
    }
}
