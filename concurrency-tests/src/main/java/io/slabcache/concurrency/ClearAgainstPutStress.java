package io.slabcache.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.slabcache.store.SlabStore;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** An item is written anew while the store is cleared. */
@JCStressTest
@Description("A clear runs against a put over an older item; results: the item, another old item, the store's size.")
@Outcome(id = "0, 0, 0", expect = ACCEPTABLE, desc = "The put came before the clear.")
@Outcome(id = "2, 0, 1", expect = ACCEPTABLE, desc = "The put came after the clear.")
@Outcome(id = "1, .*", expect = FORBIDDEN, desc = "The older item outlived both.")
@Outcome(id = ".*, 1, .*", expect = FORBIDDEN, desc = "Another old item outlived the clear.")
@Outcome(expect = FORBIDDEN, desc = "The items were miscounted.")
@State
public class ClearAgainstPutStress {
    private final SlabStore store = Race.openSmall(new TestClock());
    private final byte[] key = Race.newKey();
    private final byte[] other = Race.newKey();

    public ClearAgainstPutStress() {
        store.set(key, Race.value(1), SlabStore.NO_EXPIRY);
        store.set(other, Race.value(1), SlabStore.NO_EXPIRY);
    }

    @Actor
    public void put() {
        store.set(key, Race.value(2), SlabStore.NO_EXPIRY);
    }

    @Actor
    public void clear() {
        store.clear();
    }

    @Arbiter
    public void after(III_Result r) {
        r.r3 = (int) store.size();
        r.r1 = Race.kind(store.getValue(key));
        r.r2 = Race.kind(store.getValue(other));
        Race.auditAndClose(store);
    }
}
