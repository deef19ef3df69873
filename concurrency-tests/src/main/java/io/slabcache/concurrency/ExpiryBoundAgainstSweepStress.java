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

/** An item with an expiry time is written to a page while the sweep visits it. */
@JCStressTest
@Description("The lowering of a page's expiry bound by a writer runs against the sweep of that page.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The item was there and the next sweep found it.")
@Outcome(id = ".*, 1", expect = FORBIDDEN, desc = "The page's bound was lost: the expired item is never swept.")
@Outcome(expect = FORBIDDEN, desc = "The item was removed before its time.")
@State
public class ExpiryBoundAgainstSweepStress {
    private final TestClock clock = new TestClock();
    private final SlabStore store = Race.openSmall(clock);
    private final byte[] key = Race.newKey();

    public ExpiryBoundAgainstSweepStress() {
        store.set(Race.newKey(), Race.value(1), clock.in(1));
        clock.advance(1);
    }

    @Actor
    public void write() {
        store.set(key, Race.value(2), clock.in(10));
    }

    @Actor
    public void sweep() {
        store.maintain();
    }

    @Arbiter
    public void after(II_Result r) {
        r.r1 = store.contains(key) ? 1 : 0;
        store.maintain();
        clock.advance(10);
        store.maintain();
        r.r2 = (int) store.size();
        Race.auditAndClose(store);
    }
}
