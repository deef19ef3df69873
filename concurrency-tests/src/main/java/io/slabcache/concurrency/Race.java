package io.slabcache.concurrency;

import io.slabcache.store.Maintenance;
import io.slabcache.store.RemovalCause;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClock;
import io.slabcache.store.engine.EngineAudit;
import io.slabcache.store.engine.SlabEngine;
import io.slabcache.store.engine.SmallEngines;
import io.slabcache.store.testing.StoreSpec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the tests share: stores, keys, and values that show whether they are whole. */
final class Race {
    /** The kind of an absent value. */
    static final int ABSENT = 0;

    /** The kind of a value that is a mixture or has another length than was written. */
    static final int TORN = -1;

    /** Stands for the exception of a closed store. */
    static final int CLOSED = -2;

    /** The length of a value that makes an item of another slab class than those made here. */
    static final int OTHER_VALUE_LENGTH = 968;

    private static final int TINY_PAGES = 16;
    private static final int VALUE_LENGTH = 100;

    /** The size of an item with one of the keys and values made here. */
    static final int ITEM_SIZE = SmallEngines.itemSize(Long.BYTES, VALUE_LENGTH);

    /** The same for another slab class. */
    static final int OTHER_ITEM_SIZE = SmallEngines.itemSize(Long.BYTES, OTHER_VALUE_LENGTH);

    private static final AtomicLong KEYS = new AtomicLong();

    /** Ended, so that nothing but the actors touches the stores. */
    private static final Maintenance NONE = ended();

    private Race() {}

    private static Maintenance ended() {
        Maintenance maintenance = Maintenance.start("ended");
        maintenance.close();
        return maintenance;
    }

    static SlabStore open(long capacity, StoreClock clock) {
        return SlabStore.builder()
                .name("race")
                .capacity(capacity)
                .clock(clock)
                .maintenance(NONE)
                .build();
    }

    /** Opens a store of the smallest capacity, for a test that needs one to itself. */
    static SlabStore openSmall(StoreClock clock) {
        return open(1 << 20, clock);
    }

    /**
     * Opens an engine of a few small pages, for a test that needs one to itself and evicts or moves pages by hand.
     *
     * @param toldKind receives the kind of the last value that the listener was told of
     */
    static SlabEngine openTiny(AtomicInteger toldKind) {
        StoreSpec spec = new StoreSpec(new TestClock())
                .withListener((key, item, cause) -> toldKind.set(kind(item.value())), RemovalCause.EVICTED);
        return SmallEngines.open(spec, TINY_PAGES, SmallEngines::memory);
    }

    /** Stores an item of kind 1 so that it is the only one in its page, and leaves room for it on another page. */
    static void putAloneOnASecondPage(SlabEngine store, byte[] key) {
        byte[] first = newKey();
        store.set(first, value(3), SlabStore.NO_EXPIRY);
        for (int i = 1; i < SmallEngines.itemsPerPage(store, ITEM_SIZE); i++) {
            store.set(newKey(), value(3), SlabStore.NO_EXPIRY);
        }
        store.set(key, value(1), SlabStore.NO_EXPIRY);
        store.delete(first);
    }

    /** Returns how many of the store's counts are not what a walk over everything finds. */
    static int drifts(SlabStore store) {
        return EngineAudit.drifts((SlabEngine) store).size();
    }

    /** Closes a store that nobody uses any more; fails if one of its counts is off. */
    static void auditAndClose(SlabStore store) {
        List<String> drifts = EngineAudit.drifts((SlabEngine) store);
        store.close();
        if (!drifts.isEmpty()) {
            throw new IllegalStateException("the store's counts are off: drifts=" + drifts);
        }
    }

    /** Returns a key that was never used before. */
    static byte[] newKey() {
        return ByteBuffer.allocate(Long.BYTES).putLong(KEYS.incrementAndGet()).array();
    }

    /** Returns a value of a kind from 1 to 127. */
    static byte[] value(int kind) {
        byte[] value = new byte[VALUE_LENGTH];
        Arrays.fill(value, (byte) kind);
        return value;
    }

    static int kind(byte[] value) {
        if (value == null) {
            return ABSENT;
        }
        if (value.length != VALUE_LENGTH) {
            return TORN;
        }
        for (byte b : value) {
            if (b != value[0]) {
                return TORN;
            }
        }
        return value[0];
    }
}
