package io.slabcache.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

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
import org.openjdk.jcstress.infra.results.III_Result;

/** An item is updated while the evictor has chosen it. */
@JCStressTest
@Description("An eviction runs against an update of the candidate; results: the item, the value told of, counts off.")
@Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "The eviction came first, and the update stored the item anew.")
@Outcome(id = "0, 2, 0", expect = ACCEPTABLE, desc = "The update came first, and the new value was evicted.")
@Outcome(id = "0, 1, .*", expect = FORBIDDEN, desc = "The update was lost: the old value was evicted after it.")
@Outcome(id = "2, 2, .*", expect = FORBIDDEN, desc = "The new value was told of and is still there.")
@Outcome(id = "(2, 1|0, 2), .*", expect = FORBIDDEN, desc = "A chunk leaked, or something was miscounted.")
@Outcome(expect = FORBIDDEN, desc = "The item went without a word, or is a mixture.")
@State
public class EvictionAgainstUpdateStress {
    private final AtomicInteger told = new AtomicInteger();
    private final SlabEngine store = Race.openTiny(told);
    private final byte[] key = Race.newKey();

    public EvictionAgainstUpdateStress() {
        store.set(key, Race.value(1), SlabStore.NO_EXPIRY);
    }

    @Actor
    public void evict() {
        SmallEngines.evict(store, Race.ITEM_SIZE);
    }

    @Actor
    public void update() {
        store.set(key, Race.value(2), SlabStore.NO_EXPIRY);
    }

    @Arbiter
    public void after(III_Result r) {
        r.r1 = Race.kind(store.getValue(key));
        r.r2 = told.get();
        r.r3 = Race.drifts(store);
        store.close();
    }
}
