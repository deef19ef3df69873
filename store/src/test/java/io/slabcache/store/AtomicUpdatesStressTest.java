package io.slabcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.testing.EngineStores;
import io.slabcache.store.testing.ManualClock;
import io.slabcache.store.testing.StoreSpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several threads count and add to the same few items while others read them and the store moves its pages: nothing is lost or torn. */
class AtomicUpdatesStressTest {
    private static final int WRITERS = 3;
    private static final int ROUNDS = 40_000;
    private static final int COUNTERS = 4;
    private static final int RECORD_LENGTH = 12;
    private static final int APPENDS = 300;

    private final SlabStore store = EngineStores.openMaintained(new StoreSpec(new ManualClock()), 8 << 20);

    @AfterEach
    void closeStore() {
        store.close();
    }

    private static byte[] key(String name, int number) {
        return (name + number).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void count_manyThreads_losesNoCountAndShowsNoTornOne() throws Exception {
        for (int i = 0; i < COUNTERS; i++) {
            store.set(key("counter", i), new byte[] {'0'}, SlabStore.NO_EXPIRY);
        }
        long[] sums = new long[COUNTERS];
        List<Callable<long[]>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int seed = writer;
            writers.add(() -> countAtRandom(new SplittableRandom(seed)));
        }
        for (long[] added : runWithReader(writers, this::readCounters)) {
            for (int i = 0; i < COUNTERS; i++) {
                sums[i] += added[i];
            }
        }
        for (int i = 0; i < COUNTERS; i++) {
            byte[] value = store.getValue(key("counter", i));
            assertThat(value).isNotNull();
            assertThat(new String(value, StandardCharsets.US_ASCII).trim()).isEqualTo(Long.toString(sums[i]));
        }
    }

    private long[] countAtRandom(SplittableRandom random) {
        long[] added = new long[COUNTERS];
        StoreResult result = new StoreResult();
        for (int i = 0; i < ROUNDS; i++) {
            int counter = random.nextInt(COUNTERS);
            // from one digit to nineteen
            long delta = random.nextLong(1L << random.nextInt(1, 46));
            byte[] key = key("counter", counter);
            assertThat(store.count(CounterMode.INCREMENT, 0, key, 0, key.length, delta, result))
                    .isEqualTo(StoreOutcome.DONE);
            assertThat(result.counter()).isGreaterThanOrEqualTo(added[counter] + delta);
            added[counter] += delta;
        }
        return added;
    }

    /** Counters only go up, as whole numbers. */
    private void readCounters(AtomicBoolean ended) {
        long[] seen = new long[COUNTERS];
        ByteBuffer target = ByteBuffer.allocate(20);
        StoreResult result = new StoreResult();
        while (!ended.get()) {
            for (int i = 0; i < COUNTERS; i++) {
                byte[] key = key("counter", i);
                int length = store.getInto(key, 0, key.length, target.clear(), result);
                long number = Long.parseLong(new String(target.array(), 0, length, StandardCharsets.US_ASCII));
                assertThat(number).isGreaterThanOrEqualTo(seen[i]);
                assertThat(result.casToken()).isNotZero();
                seen[i] = number;
            }
        }
    }

    @Test
    void concatenate_manyThreads_losesNoPieceAndShowsNoTornOne() throws Exception {
        for (int i = 0; i < COUNTERS; i++) {
            store.set(key("list", i), new byte[0], SlabStore.NO_EXPIRY);
        }
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            char name = (char) ('A' + writer);
            writers.add(() -> concatenateAll(name));
        }
        runWithReader(writers, this::readLists);
        for (int i = 0; i < COUNTERS; i++) {
            byte[] value = store.getValue(key("list", i));
            assertThat(value).isNotNull();
            String list = new String(value, StandardCharsets.US_ASCII);
            checkOrder(list);
            assertThat(list).hasSize(WRITERS * APPENDS * RECORD_LENGTH);
        }
    }

    private boolean concatenateAll(char name) {
        for (int i = 0; i < APPENDS; i++) {
            for (int list = 0; list < COUNTERS; list++) {
                byte[] key = key("list", list);
                byte[] piece = "<%c%8d %s".formatted(name, i, ">").getBytes(StandardCharsets.US_ASCII);
                WriteMode mode = list % 2 == 0 ? WriteMode.APPEND : WriteMode.PREPEND;
                assertThat(store.write(mode, 0, key, 0, key.length, piece, 0, piece.length, SlabStore.NO_EXPIRY, 0))
                        .isEqualTo(StoreOutcome.DONE);
            }
        }
        return true;
    }

    private void readLists(AtomicBoolean ended) {
        while (!ended.get()) {
            for (int i = 0; i < COUNTERS; i++) {
                byte[] value = store.getValue(key("list", i));
                assertThat(value).isNotNull();
                checkOrder(new String(value, StandardCharsets.US_ASCII));
            }
        }
    }

    /** Whole records; those of one writer in its order, or backwards if they were put in front. */
    private static void checkOrder(String list) {
        assertThat(list.length() % RECORD_LENGTH).isZero();
        int[] first = {-1, -1, -1};
        int[] last = {-1, -1, -1};
        int step = 0;
        for (int at = 0; at < list.length(); at += RECORD_LENGTH) {
            assertThat(list.charAt(at)).isEqualTo('<');
            assertThat(list.charAt(at + RECORD_LENGTH - 1)).isEqualTo('>');
            int writer = list.charAt(at + 1) - 'A';
            int number = Integer.parseInt(list.substring(at + 2, at + 10).trim());
            if (first[writer] < 0) {
                first[writer] = number;
            } else {
                step = step == 0 ? number - last[writer] : step;
                assertThat(number - last[writer]).isEqualTo(step);
            }
            last[writer] = number;
        }
        assertThat(step).isBetween(-1, 1);
    }

    private interface Reader {
        void read(AtomicBoolean ended) throws Exception;
    }

    private <T> List<T> runWithReader(List<Callable<T>> writers, Reader reader) throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(writers.size() + 1);
        try {
            Future<Boolean> reading = threads.submit(() -> {
                reader.read(ended);
                return true;
            });
            List<T> results = new ArrayList<>();
            try {
                for (Future<T> written : threads.invokeAll(writers)) {
                    results.add(written.get());
                }
            } finally {
                ended.set(true);
            }
            assertThat(reading.get()).isTrue();
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
