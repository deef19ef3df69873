package io.slabcache.concurrency;

import io.slabcache.store.Maintenance;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClock;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** What the tests share: stores, keys, and values that show whether they are whole. */
final class Race {
    /** The kind of an absent value. */
    static final int ABSENT = 0;

    /** The kind of a value that is a mixture or has another length than was written. */
    static final int TORN = -1;

    /** Stands for the exception of a closed store. */
    static final int CLOSED = -2;

    private static final int VALUE_LENGTH = 100;
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
