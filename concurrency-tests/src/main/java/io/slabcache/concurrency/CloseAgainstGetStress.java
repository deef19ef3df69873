package io.slabcache.concurrency;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClosedException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A read while the store is closed. */
@JCStressTest
@Description("A get runs against the close of its store.")
@Outcome(id = "1, -2", expect = ACCEPTABLE, desc = "The get came before the close, which waited for it.")
@Outcome(id = "-2, -2", expect = ACCEPTABLE, desc = "The get came after the close and was refused.")
@Outcome(id = ".*, -2", expect = FORBIDDEN, desc = "The get read memory that was given back.")
@Outcome(expect = FORBIDDEN, desc = "A get after the close was not refused.")
@State
public class CloseAgainstGetStress {
    private final SlabStore store = Race.openSmall(new TestClock());
    private final byte[] key = Race.newKey();

    public CloseAgainstGetStress() {
        store.set(key, Race.value(1), SlabStore.NO_EXPIRY);
    }

    @Actor
    public void get(II_Result r) {
        r.r1 = getOrRefused();
    }

    @Actor
    public void close() {
        store.close();
    }

    @Arbiter
    public void after(II_Result r) {
        r.r2 = getOrRefused();
    }

    private int getOrRefused() {
        try {
            return Race.kind(store.getValue(key));
        } catch (StoreClosedException e) {
            return Race.CLOSED;
        }
    }
}
