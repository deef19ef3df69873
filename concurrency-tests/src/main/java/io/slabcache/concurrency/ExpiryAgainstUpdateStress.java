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

/** A read that finds the item expired, and so removes it, while the item is written anew. */
@JCStressTest
@Description("The removal of an expired item runs against its update.")
@Outcome(id = "0, 2", expect = ACCEPTABLE, desc = "The read met the expired item or nothing, then it was written.")
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "The read came after the update.")
@Outcome(id = "1, .*", expect = FORBIDDEN, desc = "The read returned the expired item.")
@Outcome(id = ".*, 0", expect = FORBIDDEN, desc = "The removal took the new item with it.")
@Outcome(expect = FORBIDDEN, desc = "A torn or wrong value.")
@State
public class ExpiryAgainstUpdateStress {
    private static final TestClock CLOCK = new TestClock();
    private static final SlabStore STORE = Race.open(64 << 20, CLOCK);

    private final byte[] key = Race.newKey();

    public ExpiryAgainstUpdateStress() {
        STORE.set(key, Race.value(1), CLOCK.in(1));
        CLOCK.advance(1);
    }

    @Actor
    public void read(II_Result r) {
        r.r1 = Race.kind(STORE.getValue(key));
    }

    @Actor
    public void update() {
        STORE.set(key, Race.value(2), SlabStore.NO_EXPIRY);
    }

    @Arbiter
    public void after(II_Result r) {
        r.r2 = Race.kind(STORE.getValue(key));
        STORE.delete(key);
    }
}
