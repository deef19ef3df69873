package io.slabcache.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.slabcache.store.Reservation;
import io.slabcache.store.SlabStore;
import io.slabcache.store.engine.SlabEngine;
import io.slabcache.store.engine.SmallEngines;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** A reservation is filled and given up while the evictor works in its slab class. */
@JCStressTest
@Description("A reservation is aborted against an eviction; results: evicted, the item, the value told of, counts off.")
@Outcome(
        id = "1, 0, 1, 0",
        expect = ACCEPTABLE,
        desc = "The item was evicted, and the reservation left nothing behind.")
@Outcome(id = ".*, .*, 2, .*", expect = FORBIDDEN, desc = "The reservation was evicted though it was never committed.")
@Outcome(
        id = "1, 0, 1, .*",
        expect = FORBIDDEN,
        desc = "A chunk leaked or was freed twice, or something was miscounted.")
@Outcome(expect = FORBIDDEN, desc = "The eviction missed the item, or took it without a word.")
@State
public class AbortAgainstEvictionStress {
    private final AtomicInteger told = new AtomicInteger();
    private final SlabEngine store = Race.openTiny(told);
    private final byte[] key = Race.newKey();
    private final byte[] other = Race.newKey();

    public AbortAgainstEvictionStress() {
        store.set(key, Race.value(1), SlabStore.NO_EXPIRY);
    }

    @Actor
    public void evict(IIII_Result r) {
        r.r1 = SmallEngines.evict(store, Race.ITEM_SIZE) ? 1 : 0;
    }

    @Actor
    public void reserveAndAbort() {
        byte[] value = Race.value(2);
        try (Reservation reservation = store.reserve(other, 0, other.length, value.length, SlabStore.NO_EXPIRY, 0)) {
            reservation.fill(value, 0, value.length);
        }
    }

    @Arbiter
    public void after(IIII_Result r) {
        r.r2 = Race.kind(store.getValue(key));
        r.r3 = told.get();
        r.r4 = Race.drifts(store);
        store.close();
    }
}
