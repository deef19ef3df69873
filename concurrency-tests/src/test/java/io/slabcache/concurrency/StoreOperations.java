package io.slabcache.concurrency;

import io.slabcache.store.RemovalCause;
import io.slabcache.store.Reservation;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.WriteMode;
import io.slabcache.store.engine.EngineAudit;
import io.slabcache.store.engine.SlabEngine;
import io.slabcache.store.engine.SmallEngines;
import io.slabcache.store.memory.Memory;
import io.slabcache.store.testing.StoreSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;

/** The operations of a store that Lincheck runs against each other; heirs open the store and fill it. */
@Param(name = "key", gen = IntGen.class, conf = "0:3")
@Param(name = "expiry", gen = IntGen.class, conf = "0:2")
@Param(name = "large", gen = BooleanGen.class)
@Param(name = "thread", gen = ThreadIdGen.class)
public abstract class StoreOperations {
    /** How many keys the operations use; those beyond are only there to be evicted. */
    static final int KEYS_USED = 4;

    private static final long START = 1_700_000_000_000L;
    private static final int MOST_THREADS = 8;

    private final AtomicLong clock = new AtomicLong(START);
    /** What the present operation of a thread was told of. */
    private final ThreadLocal<List<Act.Told>> told = ThreadLocal.withInitial(ArrayList::new);

    private final SlabEngine engine;
    private final SlabStore store;
    /** By thread, how many values it has made. */
    private final int[] valuesMade = new int[MOST_THREADS];
    /** By thread and key, the item that it read last. */
    private final StoreItem[][] lastRead = new StoreItem[MOST_THREADS][KEYS_USED];

    /**
     * Opens the store.
     *
     * @param pages how many pages it has
     * @param allocation gives its memory
     */
    protected StoreOperations(int pages, LongFunction<Memory> allocation) {
        StoreSpec spec =
                new StoreSpec(clock::get).withListener(this::removed, RemovalCause.EVICTED, RemovalCause.EXPIRED);
        engine = SmallEngines.open(spec, pages, allocation);
        store = wrap(engine);
    }

    /** Puts something between the operations and the engine. */
    SlabStore wrap(SlabEngine opened) {
        return opened;
    }

    /** Tells whether the listener hears of a removal. */
    boolean hears(RemovalCause cause) {
        return true;
    }

    /** Returns how long a value is. */
    abstract int length(boolean large);

    /** Stores the values that are there at the start. */
    final void fill(int firstKey, int lastKey) {
        for (int key = firstKey; key <= lastKey; key++) {
            if (store.set(keyBytes(key), value(initialValue(key)), SlabStore.NO_EXPIRY) != StoreOutcome.DONE) {
                throw new IllegalStateException("no room for the values at the start: key=" + key);
            }
        }
        if (!told.get().isEmpty()) {
            throw new IllegalStateException("the values at the start do not fit: told=" + told.get());
        }
    }

    /**
     * Stores keys that no operation uses until no stripe's table may take another without growing.
     *
     * @param firstKey the first of these keys
     * @param mostKeys how many are looked at to find enough of them
     */
    final void fillTables(int firstKey, int mostKeys) {
        byte[] value = value(initialValue(0));
        for (int key = firstKey; key < firstKey + mostKeys; key++) {
            byte[] bytes = keyBytes(key);
            if (SmallEngines.roomInTable(engine, bytes) > 0 && SmallEngines.hasRoomInBucket(engine, bytes)) {
                store.set(bytes, value, SlabStore.NO_EXPIRY);
            }
        }
        for (int key = 0; key < KEYS_USED; key++) {
            if (SmallEngines.roomInTable(engine, keyBytes(key)) > 0) {
                throw new IllegalStateException("too few keys to fill the tables: mostKeys=" + mostKeys);
            }
        }
    }

    /** Returns how many pages the index has. */
    final int indexPages() {
        return store.statistics().indexPages();
    }

    /** Returns the value that a key has at the start. */
    static int initialValue(int key) {
        return 2 * (key + 1);
    }

    /** Returns the bytes of a key. */
    static byte[] keyBytes(int key) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(key).array();
    }

    private static int keyOf(byte[] key) {
        return ByteBuffer.wrap(key).getInt();
    }

    private int newValue(int thread, boolean large) {
        int serial = (thread + 1) * 1000 + valuesMade[thread]++;
        return 2 * serial + (large ? 1 : 0);
    }

    private byte[] value(int number) {
        ByteBuffer bytes = ByteBuffer.allocate(length(number % 2 != 0));
        while (bytes.hasRemaining()) {
            bytes.putInt(number);
        }
        return bytes.array();
    }

    private int numberOf(byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        if (value.length < Integer.BYTES || value.length % Integer.BYTES != 0) {
            return Act.TORN;
        }
        int number = bytes.getInt();
        boolean whole = number > 0 && value.length == length(number % 2 != 0);
        while (whole && bytes.hasRemaining()) {
            whole = bytes.getInt() == number;
        }
        return whole ? number : Act.TORN;
    }

    private static long expiryMillis(int expiry) {
        return expiry == 0 ? SlabStore.NO_EXPIRY : START + expiry;
    }

    private void removed(byte[] key, StoreItem item, RemovalCause cause) {
        if (hears(cause)) {
            told.get().add(new Act.Told(keyOf(key), numberOf(item.value()), cause));
        }
    }

    private Act act(Act.Kind kind, int key, int written, int expected, long expiry, StoreOutcome outcome) {
        return act(kind, key, written, expected, expiry, outcome, 0);
    }

    private Act act(Act.Kind kind, int key, int written, int expected, long expiry, StoreOutcome outcome, int found) {
        Act act = new Act(kind, key, written, expected, expiry, outcome, found, told.get());
        told.get().clear();
        return act;
    }

    private Act write(WriteMode mode, Act.Kind kind, int key, int expiry, boolean large, int thread) {
        int value = newValue(thread, large);
        byte[] bytes = value(value);
        byte[] keyBytes = keyBytes(key);
        StoreOutcome outcome =
                store.write(mode, 0, keyBytes, 0, keyBytes.length, bytes, 0, bytes.length, expiryMillis(expiry), 0);
        return act(kind, key, value, 0, expiry, outcome);
    }

    @Operation
    public Act get(@Param(name = "key") int key, @Param(name = "thread") int thread) {
        StoreItem item = store.get(keyBytes(key));
        lastRead[thread][key] = item;
        boolean expires = item != null && item.expiryMillis() != SlabStore.NO_EXPIRY;
        long expiry = expires ? item.expiryMillis() - START : 0;
        return act(Act.Kind.GET, key, 0, 0, expiry, null, item == null ? 0 : numberOf(item.value()));
    }

    @Operation
    public Act contains(@Param(name = "key") int key) {
        boolean found = store.contains(keyBytes(key));
        return act(Act.Kind.CONTAINS, key, 0, 0, 0, null, found ? 1 : 0);
    }

    @Operation
    public Act set(
            @Param(name = "key") int key,
            @Param(name = "expiry") int expiry,
            @Param(name = "large") boolean large,
            @Param(name = "thread") int thread) {
        return write(WriteMode.SET, Act.Kind.SET, key, expiry, large, thread);
    }

    @Operation
    public Act add(
            @Param(name = "key") int key,
            @Param(name = "expiry") int expiry,
            @Param(name = "large") boolean large,
            @Param(name = "thread") int thread) {
        return write(WriteMode.ADD, Act.Kind.ADD, key, expiry, large, thread);
    }

    @Operation
    public Act replace(
            @Param(name = "key") int key, @Param(name = "large") boolean large, @Param(name = "thread") int thread) {
        return write(WriteMode.REPLACE, Act.Kind.REPLACE, key, 0, large, thread);
    }

    /** Replaces what the same thread read last, or reads if it has read nothing. */
    @Operation
    public Act compareAndSet(
            @Param(name = "key") int key, @Param(name = "large") boolean large, @Param(name = "thread") int thread) {
        StoreItem expected = lastRead[thread][key];
        if (expected == null) {
            return get(key, thread);
        }
        int value = newValue(thread, large);
        StoreOutcome outcome =
                store.compareAndSet(keyBytes(key), expected.casToken(), value(value), SlabStore.NO_EXPIRY);
        return act(Act.Kind.COMPARE_AND_SET, key, value, numberOf(expected.value()), 0, outcome);
    }

    @Operation
    public Act touch(@Param(name = "key") int key, @Param(name = "expiry") int expiry) {
        byte[] bytes = keyBytes(key);
        StoreOutcome outcome = store.touch(bytes, 0, bytes.length, 0, expiryMillis(expiry));
        return act(Act.Kind.TOUCH, key, 0, 0, expiry, outcome);
    }

    @Operation
    public Act delete(@Param(name = "key") int key) {
        byte[] bytes = keyBytes(key);
        StoreOutcome outcome = store.delete(bytes, 0, bytes.length, 0);
        return act(Act.Kind.DELETE, key, 0, 0, 0, outcome);
    }

    /** Sets through a reservation, or gives the reservation up. */
    @Operation
    public Act reserve(
            @Param(name = "key") int key, @Param(name = "large") boolean commit, @Param(name = "thread") int thread) {
        int value = newValue(thread, false);
        byte[] bytes = value(value);
        byte[] keyBytes = keyBytes(key);
        Reservation reservation = store.reserve(keyBytes, 0, keyBytes.length, bytes.length, SlabStore.NO_EXPIRY, 0);
        if (reservation == null) {
            return act(Act.Kind.ABANDON, key, 0, 0, 0, StoreOutcome.OUT_OF_MEMORY);
        }
        reservation.fill(bytes, 0, bytes.length);
        if (commit) {
            return act(Act.Kind.SET, key, value, 0, 0, reservation.commit(WriteMode.SET, 0));
        }
        reservation.abort();
        return act(Act.Kind.ABANDON, key, 0, 0, 0, null);
    }

    @Operation
    public Act clear() {
        store.clear();
        return act(Act.Kind.CLEAR, 0, 0, 0, 0, null);
    }

    @Operation
    public Act sweep() {
        store.maintain();
        return act(Act.Kind.SWEEP, 0, 0, 0, 0, null);
    }

    @Operation
    public Act tick() {
        clock.incrementAndGet();
        return act(Act.Kind.TICK, 0, 0, 0, 0, null);
    }

    /** After each run: nothing has leaked, and every count is what a walk over everything finds. */
    @Validate
    public void audit() {
        List<String> drifts = EngineAudit.drifts(engine);
        engine.close();
        if (!drifts.isEmpty()) {
            throw new IllegalStateException("the engine's accounts are off: drifts=" + drifts);
        }
    }
}
