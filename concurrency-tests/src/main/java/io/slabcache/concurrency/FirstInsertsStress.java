package io.slabcache.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreOutcome;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** Two threads add the same absent key. */
@JCStressTest
@Description("Two first inserts of one key.")
@Outcome(id = "1, 0, 1, 1", expect = ACCEPTABLE, desc = "The first won, the second found its item.")
@Outcome(id = "0, 1, 2, 1", expect = ACCEPTABLE, desc = "The second won, the first found its item.")
@Outcome(id = "1, 1, .*", expect = FORBIDDEN, desc = "Both believe that they added the item.")
@Outcome(id = ".*, 2", expect = FORBIDDEN, desc = "The key is there twice.")
@Outcome(expect = FORBIDDEN, desc = "Nobody won, or the winner's item is not there.")
@State
public class FirstInsertsStress {
    private static final SlabStore STORE = Race.open(64 << 20, new TestClock());

    private final byte[] key = Race.newKey();

    @Actor
    public void first(IIII_Result r) {
        r.r1 = STORE.add(key, Race.value(1), SlabStore.NO_EXPIRY) == StoreOutcome.DONE ? 1 : 0;
    }

    @Actor
    public void second(IIII_Result r) {
        r.r2 = STORE.add(key, Race.value(2), SlabStore.NO_EXPIRY) == StoreOutcome.DONE ? 1 : 0;
    }

    @Arbiter
    public void after(IIII_Result r) {
        r.r3 = Race.kind(STORE.getValue(key));
        while (STORE.delete(key)) {
            r.r4++;
        }
    }
}
