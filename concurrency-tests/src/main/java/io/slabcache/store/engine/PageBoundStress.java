package io.slabcache.store.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** The page table's bounds by themselves, since the store around them leaves little of the race. */
@JCStressTest
@Description(
        "A writer links an item and lowers its page's bound while the sweeper resets the bound and looks at the items.")
@Outcome(id = "5", expect = ACCEPTABLE, desc = "The bound is the earliest expiry time in the page.")
@Outcome(expect = FORBIDDEN, desc = "The bound is later than the earliest expiry time: that item is never swept.")
@State
public class PageBoundStress {
    private static final int PAGE = 0;
    private static final long EARLY = 5;
    private static final long LATE = 7;

    private final PageTable pages = new PageTable(1, page -> true);
    private final AtomicLong earlyItem = new AtomicLong();
    private final AtomicLong lateItem = new AtomicLong(LATE);

    public PageBoundStress() {
        pages.lowerExpiryBound(PAGE, 1);
    }

    @Actor
    public void writeEarly() {
        earlyItem.setRelease(EARLY);
        pages.lowerExpiryBound(PAGE, EARLY);
    }

    @Actor
    public void sweep() {
        pages.resetExpiryBound(PAGE);
        for (AtomicLong item : new AtomicLong[] {earlyItem, lateItem}) {
            long expiry = item.getAcquire();
            if (expiry != 0) {
                pages.lowerExpiryBound(PAGE, expiry);
            }
        }
    }

    @Arbiter
    public void after(L_Result r) {
        r.r1 = pages.expiryBound(PAGE);
    }
}
