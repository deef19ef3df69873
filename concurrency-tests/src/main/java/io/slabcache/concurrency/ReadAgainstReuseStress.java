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

/** A read while the item's chunk is freed and given to another item. */
@JCStressTest
@Description("A read runs against a delete and an insert that takes over the chunk.")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "The read came before the delete.")
@Outcome(id = "0, 2", expect = ACCEPTABLE, desc = "The read came after the delete.")
@Outcome(id = "2, .*", expect = FORBIDDEN, desc = "The read returned the other item's value.")
@Outcome(id = "-1, .*", expect = FORBIDDEN, desc = "The read mixed the values of both items.")
@Outcome(expect = FORBIDDEN, desc = "The insert was lost.")
@State
public class ReadAgainstReuseStress {
    private static final SlabStore STORE = Race.open(64 << 20, new TestClock());

    private final byte[] key = Race.newKey();
    private final byte[] other = Race.newKey();

    public ReadAgainstReuseStress() {
        STORE.set(key, Race.value(1), SlabStore.NO_EXPIRY);
    }

    @Actor
    public void read(II_Result r) {
        r.r1 = Race.kind(STORE.getValue(key));
    }

    @Actor
    public void reuse() {
        STORE.delete(key);
        STORE.set(other, Race.value(2), SlabStore.NO_EXPIRY);
    }

    @Arbiter
    public void after(II_Result r) {
        r.r2 = Race.kind(STORE.getValue(other));
        STORE.delete(other);
    }
}
