package io.slabcache.client.connection;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The queue of unanswered requests: one thread appends while another takes answers. */
@JCStressTest
@Description("Two requests are appended while the leader looks for the oldest twice and removes what it finds.")
@Outcome(id = "0, 0, 12", expect = ACCEPTABLE, desc = "The leader looked before anything was there; both are left.")
@Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "The leader found the first at its second look.")
@Outcome(id = "1, 0, 2", expect = ACCEPTABLE, desc = "The leader found the first before the second was there.")
@Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "The leader found both in their order.")
@Outcome(
        expect = FORBIDDEN,
        desc = "A request was lost, met twice, out of order, or not there although it was counted.")
@State
public class InFlightStress {
    private final InFlight queue = new InFlight(2);
    private final Request first = new TestRequest();
    private final Request second = new TestRequest();

    @Actor
    public void append() {
        queue.add(first);
        queue.add(second);
    }

    @Actor
    public void lead(III_Result r) {
        r.r1 = removeOldest();
        r.r2 = removeOldest();
    }

    @Arbiter
    public void after(III_Result r) {
        int left = 0;
        while (!queue.isEmpty()) {
            left = left * 10 + removeOldest();
        }
        r.r3 = left;
    }

    private int removeOldest() {
        if (queue.isEmpty()) {
            return 0;
        }
        Request oldest = queue.oldest();
        queue.removeOldest();
        if (oldest == first) {
            return 1;
        }
        return oldest == second ? 2 : -1;
    }
}
