package io.slabcache.bench.hitratio;

import io.slabcache.store.Maintenance;
import io.slabcache.store.SlabStore;
import io.slabcache.store.SlabStoreBuilder;
import io.slabcache.store.WriteMode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The slab engine itself, through its public interface. It lives by a {@link TraceClock} and is maintained at intervals of that, as its
 * thread would: a replay lasts seconds, in which the rebalancer, which samples once a second, would not get to move pages.
 */
final class SlabTracedCache implements TracedCache {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LONGEST_VALUE = 16_384;

    /** How often the capacity is corrected when it must hold a number of entries. */
    private static final int CORRECTIONS = 4;

    /** The period of a store's own maintenance thread, a fifth of a second. */
    private static final int REQUESTS_BETWEEN_MAINTENANCE = TraceClock.REQUESTS_PER_SECOND / 5;

    /** A thread that has ended: the stores are maintained by calls alone. */
    private static final Maintenance NONE = ended();

    /** By the entries wanted: tried once, since all comparisons by entries have values of one length. */
    private static final Map<Long, Long> CAPACITIES = new ConcurrentHashMap<>();

    private final TraceClock clock = new TraceClock();
    private final SlabStore store;
    private final byte[] key = new byte[KEY_LENGTH];
    private final byte[] value = new byte[LONGEST_VALUE];
    private final byte[] target = new byte[LONGEST_VALUE];

    private SlabTracedCache(long capacity) {
        store = SlabStore.builder()
                .name("hitratio")
                .capacity(Math.max(SlabStoreBuilder.MIN_CAPACITY, capacity))
                .clock(clock)
                .maintenance(NONE)
                .build();
    }

    private static Maintenance ended() {
        Maintenance maintenance = Maintenance.start("hitratio");
        maintenance.close();
        return maintenance;
    }

    /** Opens one: by bytes with these as its capacity, by entries with the capacity at which it holds about so many. */
    static SlabTracedCache of(Room room) {
        return new SlabTracedCache(
                room.kind() == Room.Kind.BYTES
                        ? room.bytes()
                        : CAPACITIES.computeIfAbsent(room.entries(), SlabTracedCache::capacityFor));
    }

    /** Returns how many values are held once it is full. */
    private static long heldBy(long capacity, long offered) {
        try (SlabTracedCache cache = new SlabTracedCache(capacity)) {
            for (long key = 0; key < offered; key++) {
                cache.request(HitRatioRun.spread(key), Workload.VALUE_LENGTH);
            }
            return cache.entries();
        }
    }

    private static long capacityFor(long entries) {
        long capacity = entries * (KEY_LENGTH + Workload.VALUE_LENGTH + 64L);
        for (int i = 0; i < CORRECTIONS; i++) {
            long missing = entries - heldBy(capacity, entries + entries / 2);
            capacity += missing * (KEY_LENGTH + Workload.VALUE_LENGTH + 48L);
        }
        return capacity;
    }

    @Override
    public boolean request(long wanted, int valueLength) {
        if (clock.request() % REQUESTS_BETWEEN_MAINTENANCE == 0) {
            store.maintain();
        }
        LONG.set(key, 0, wanted);
        int length = store.getInto(key, 0, KEY_LENGTH, target, 0, LONGEST_VALUE);
        if (length != SlabStore.MISS) {
            if (length != valueLength) {
                throw new IllegalStateException(
                        "a value must come back as long as it was: length=" + length + ", valueLength=" + valueLength);
            }
            return true;
        }
        store.write(WriteMode.SET, 0, key, 0, KEY_LENGTH, value, 0, valueLength, SlabStore.NO_EXPIRY, 0);
        return false;
    }

    /** Returns how many pages have moved between slab classes. */
    long pagesMoved() {
        return store.statistics().pagesMoved();
    }

    @Override
    public long entries() {
        return store.size();
    }

    @Override
    public void close() {
        store.close();
    }
}
