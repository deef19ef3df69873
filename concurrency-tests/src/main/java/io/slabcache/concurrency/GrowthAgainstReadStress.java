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
import org.openjdk.jcstress.infra.results.II_Result;

/** Reads of an item while so many others are inserted that the index grows several times. */
@JCStressTest
@Description("Reads run against the growth of the index.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Every read found the item.")
@Outcome(id = ".*, 0", expect = FORBIDDEN, desc = "The growth lost the item.")
@Outcome(expect = FORBIDDEN, desc = "A read missed the item or returned another value while the index grew.")
@State
public class GrowthAgainstReadStress {
    private static final int READS = 200;
    private static final int INSERTS = 300;

    private final SlabStore store = Race.openSmall(new TestClock());
    private final byte[] key = Race.newKey();

    public GrowthAgainstReadStress() {
        store.set(key, Race.value(1), SlabStore.NO_EXPIRY);
    }

    @Actor
    public void read(II_Result r) {
        int wrong = 0;
        for (int i = 0; i < READS; i++) {
            wrong += Race.kind(store.getValue(key)) == 1 ? 0 : 1;
        }
        r.r1 = wrong;
    }

    @Actor
    public void grow() {
        for (int i = 0; i < INSERTS; i++) {
            store.set(Race.newKey(), Race.value(2), SlabStore.NO_EXPIRY);
        }
    }

    @Arbiter
    public void after(II_Result r) {
        r.r2 = Race.kind(store.getValue(key));
        Race.auditAndClose(store);
    }
}
