package io.slabcache.store.testing;

import static io.slabcache.store.SlabStore.NO_EXPIRY;

import io.slabcache.store.RemovalCause;
import io.slabcache.store.Reservation;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClosedException;
import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreStatistics;
import io.slabcache.store.WriteMode;
import io.slabcache.store.engine.EngineAudit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** One life of a store: opened, used by several threads against a {@link StressOracle}, closed. */
public final class StressRun {
    /** How a life ends. */
    public enum End {
        /** The threads come to rest and everything is compared. */
        AT_REST,
        /** The store is closed under their hands. */
        IN_FLIGHT
    }

    private static final List<WriteWay> WAYS = List.of(WriteWay.values());
    private static final int THREADS = 4;
    private static final int HOT_KEYS = 64;
    private static final int OPERATIONS_PER_PHASE = 20_000;

    private final long seed;
    private final End end;
    private final ManualClock clock = new ManualClock();
    private final StressOracle oracle;
    private final SlabStore store;
    private final AtomicLong budget;
    private final AtomicLong outOfMemory = new AtomicLong();

    /**
     * Opens the store.
     *
     * @param seed decides what each thread does
     * @param keyCount how many keys there are
     * @param operations how many operations the threads do together
     * @param end how it ends
     * @param factory opens the store under test
     */
    public StressRun(long seed, int keyCount, long operations, End end, Function<StoreSpec, SlabStore> factory) {
        this.seed = seed;
        this.end = end;
        budget = new AtomicLong(operations);
        oracle = new StressOracle(clock, keyCount);
        store = factory.apply(
                new StoreSpec(clock).withListener(oracle::removed, RemovalCause.EVICTED, RemovalCause.EXPIRED));
    }

    /**
     * What a life came to.
     *
     * @param violations what the store did wrong
     * @param statistics its figures when it had come to rest, or null if it had not
     * @param outOfMemory how many writes found no room
     */
    public record Result(List<String> violations, @Nullable StoreStatistics statistics, long outOfMemory) {}

    /**
     * Lives it.
     *
     * @return what came of it
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public Result run() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        for (int i = 0; i < THREADS; i++) {
            threads.execute(new Worker(new SplittableRandom(seed * THREADS + i)));
        }
        StoreStatistics statistics = null;
        if (end == End.IN_FLIGHT) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(10))
                    .until(() -> budget.get() <= 0 || !oracle.violations().isEmpty());
            store.close();
        }
        threads.shutdown();
        if (!threads.awaitTermination(10, TimeUnit.MINUTES)) {
            oracle.violation("the threads do not end");
            threads.shutdownNow();
        }
        if (end == End.AT_REST && oracle.violations().isEmpty()) {
            statistics = checkAtRest();
        }
        store.close();
        return new Result(List.copyOf(oracle.violations()), statistics, outOfMemory.get());
    }

    /** Compares the whole store with the oracle when nobody writes any more. */
    private StoreStatistics checkAtRest() {
        StoreFixture.sweep(store);
        BitSet met = new BitSet();
        long payload = 0;
        StoreCursor cursor = store.entries();
        while (cursor.advance()) {
            StressOracle.Key key = oracle.key(StressValue.numberOf(cursor.key()));
            if (met.get(key.number)) {
                oracle.violation("met twice at rest: key=" + key.number);
            }
            met.set(key.number);
            key.checkExact(cursor.item(), 0, clock.millis());
            payload += key.bytes.length + cursor.item().value().length;
        }
        for (int i = 0; i < oracle.keyCount(); i++) {
            StressOracle.Key key = oracle.key(i);
            readExactly(key);
            if (met.get(i) != (key.present() != 0)) {
                oracle.violation("the cursor and a get disagree: met=" + met.get(i) + ", " + key.at(key.present()));
            }
        }
        StoreStatistics statistics = store.statistics();
        if (statistics.items() != met.cardinality() || store.size() != met.cardinality()) {
            oracle.violation("items miscounted: counted=" + statistics.items() + ", found=" + met.cardinality());
        }
        if (statistics.payloadBytes() != payload) {
            oracle.violation("bytes miscounted: counted=" + statistics.payloadBytes() + ", found=" + payload);
        }
        EngineAudit.drifts(store).forEach(oracle::violation);
        try {
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> oracle.unmetClaim() == null);
        } catch (ConditionTimeoutException e) {
            oracle.violation(String.valueOf(oracle.unmetClaim()));
        }
        return statistics;
    }

    /** Reads under the key's lock. */
    private @Nullable StoreItem readExactly(StressOracle.Key key) {
        long floor = key.floor();
        long now = clock.millis();
        StoreItem item = store.get(key.bytes);
        key.checkExact(item, floor, now);
        return item;
    }

    /** Does operations of all kinds until there are enough of them or the store is closed. */
    private final class Worker implements Runnable {
        private static final int BATCH = 100;

        private final SplittableRandom random;
        private int phase;

        Worker(SplittableRandom random) {
            this.random = random;
        }

        @Override
        public void run() {
            try {
                long left = budget.addAndGet(-BATCH);
                while (oracle.violations().isEmpty() && (left > -BATCH || end == End.IN_FLIGHT)) {
                    phase = (int) (left / OPERATIONS_PER_PHASE & 3);
                    for (int i = 0; i < BATCH; i++) {
                        step();
                    }
                    left = budget.addAndGet(-BATCH);
                }
            } catch (StoreClosedException e) {
                if (end != End.IN_FLIGHT) {
                    oracle.violation("closed by nobody: " + e);
                }
            } catch (RuntimeException | Error e) {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                oracle.violation("thrown: " + trace);
            }
        }

        private void step() {
            int choice = random.nextInt(100_000);
            if (choice < 40_000) {
                read();
            } else if (choice < 99_000) {
                StressOracle.Key key = anyKey();
                key.lock.lock();
                try {
                    change(key, random.nextInt(100));
                } finally {
                    key.lock.unlock();
                }
            } else if (choice < 99_900) {
                clock.advance(random.nextInt(3));
            } else if (choice < 99_990) {
                store.maintain();
            } else if (choice < 99_998) {
                walk();
            } else {
                oracle.clear(store::clear);
            }
        }

        /** Half of all operations meet on few keys. */
        private StressOracle.Key anyKey() {
            return oracle.key(random.nextInt(random.nextBoolean() ? HOT_KEYS : oracle.keyCount()));
        }

        private void read() {
            StressOracle.Key key = anyKey();
            long floor = key.floor();
            long now = clock.millis();
            if (random.nextInt(4) == 0) {
                readInto(key, floor, now);
                return;
            }
            StoreItem item = store.get(key.bytes);
            if (item != null) {
                key.checkRead(item, floor, now);
            }
        }

        /** Reads into a buffer with the caller's room, which may be too small. */
        private void readInto(StressOracle.Key key, long floor, long now) {
            ByteBuffer target = random.nextBoolean() ? ByteBuffer.allocate(2000) : ByteBuffer.allocateDirect(2000);
            int length = store.getInto(ByteBuffer.wrap(key.bytes), target);
            if (length >= 0 && length <= 2000) {
                byte[] value = new byte[length];
                target.flip().get(value);
                key.checkRead(new StoreItem(value, NO_EXPIRY, 1, 0), floor, now);
            }
        }

        private void change(StressOracle.Key key, int kind) {
            if (kind < 15) {
                readExactly(key);
            } else if (kind < 45) {
                write(key, WriteMode.SET, 0, false);
            } else if (kind < 57) {
                write(key, WriteMode.ADD, 0, false);
            } else if (kind < 67) {
                write(key, WriteMode.REPLACE, 0, false);
            } else if (kind < 80) {
                compareAndSet(key);
            } else if (kind < 88) {
                touch(key);
            } else if (kind < 96) {
                delete(key);
            } else {
                abandon(key);
            }
        }

        private void compareAndSet(StressOracle.Key key) {
            StoreItem item = readExactly(key);
            if (item != null) {
                boolean wrong = random.nextInt(4) == 0;
                write(key, WriteMode.SET, wrong ? item.casToken() - 1 : item.casToken(), wrong);
            }
        }

        private void write(StressOracle.Key key, WriteMode mode, long token, boolean wrongToken) {
            boolean wasPresent = key.present() != 0;
            long clears = oracle.clearsDone();
            long now = clock.millis();
            long expiry = random.nextInt(3) == 0 ? clock.in(random.nextInt(60) - 2) : NO_EXPIRY;
            long version = key.issue();
            byte[] value = StressValue.valueOf(key.number, version, length());
            StoreOutcome outcome = WAYS.get(random.nextInt(WAYS.size()))
                    .write(store, mode, token, key.bytes, value, expiry, key.flagsOf(version));
            if (outcome == StoreOutcome.DONE) {
                if (wrongToken || (!wasPresent && (mode == WriteMode.REPLACE || token != 0))) {
                    oracle.violation("done although it must not: mode=" + mode + ", wrongToken=" + wrongToken + ", "
                            + key.at(version));
                    return;
                }
                if (wasPresent && mode == WriteMode.ADD) {
                    key.missed();
                }
                key.written(version, expiry, now, clears, mode == WriteMode.REPLACE || token != 0);
                return;
            }
            key.refused(version);
            boolean conditional = mode != WriteMode.SET || token != 0;
            switch (outcome) {
                case NOT_FOUND -> {
                    if (!conditional || mode == WriteMode.ADD) {
                        oracle.violation("not found: mode=" + mode + ", " + key.at(version));
                    }
                    key.missed();
                }
                case EXISTS -> {
                    boolean legal = mode == WriteMode.ADD || wrongToken;
                    if (!legal || !wasPresent) {
                        oracle.violation(
                                "exists: mode=" + mode + ", wasPresent=" + wasPresent + ", " + key.at(version));
                    }
                }
                default -> outOfMemory.incrementAndGet();
            }
        }

        private void touch(StressOracle.Key key) {
            boolean wasPresent = key.present() != 0;
            long now = clock.millis();
            long expiry = random.nextInt(3) == 0 ? NO_EXPIRY : clock.in(random.nextInt(60) - 2);
            if (!store.touch(key.bytes, expiry)) {
                key.missed();
            } else if (wasPresent) {
                key.touched(expiry, now);
            } else {
                oracle.violation("touched although absent: key=" + key.number);
            }
        }

        private void delete(StressOracle.Key key) {
            boolean wasPresent = key.present() != 0;
            if (!store.delete(key.bytes)) {
                key.missed();
            } else if (wasPresent) {
                key.deleted();
            } else {
                oracle.violation("deleted although absent: key=" + key.number);
            }
        }

        /** Fills a reservation and gives it up; the value must never be seen. */
        private void abandon(StressOracle.Key key) {
            byte[] value = StressValue.valueOf(key.number, Long.MAX_VALUE, length());
            Reservation reservation = store.reserve(key.bytes, 0, key.bytes.length, value.length, NO_EXPIRY, 0);
            if (reservation == null) {
                outOfMemory.incrementAndGet();
                return;
            }
            try (reservation) {
                reservation.fill(value, 0, value.length);
            }
        }

        /** Walks over the items, or some of them. */
        private void walk() {
            long[] floors = oracle.floors();
            long now = clock.millis();
            int steps = random.nextInt(4) == 0 ? Integer.MAX_VALUE : random.nextInt(1000);
            BitSet met = new BitSet();
            StoreCursor cursor = store.entries();
            while (steps-- > 0 && cursor.advance()) {
                int number = StressValue.numberOf(cursor.key());
                if (met.get(number)) {
                    oracle.violation("met twice: key=" + number);
                }
                met.set(number);
                oracle.key(number).checkRead(cursor.item(), floors[number], now);
            }
        }

        /** Sizes from small to chained; most change little, so that many writes are in place, and the mix changes. */
        private int length() {
            int choice = random.nextInt(1000);
            if (choice < 3) {
                return 33_000 + random.nextInt(30_000);
            }
            if (choice < 30) {
                return 1000 + random.nextInt(9000);
            }
            int typical = 40 + phase * 150;
            return StressValue.MIN_LENGTH + typical + (choice < 600 ? 0 : random.nextInt(typical));
        }
    }
}
