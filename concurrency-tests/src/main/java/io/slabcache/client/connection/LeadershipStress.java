package io.slabcache.client.connection;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Leadership alone, without a socket, so that the two meet more often: who appends against who gives leadership up. */
@JCStressTest
@Description("Two callers append a request and try to lead. Who leads takes all answers, gives up, and looks again.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Both requests were answered, and nobody leads.")
@Outcome(id = "[12], .*", expect = FORBIDDEN, desc = "A request is in flight and nobody will read its answer.")
@Outcome(expect = FORBIDDEN, desc = "Leadership was never given up.")
@State
public class LeadershipStress {
    private final ReentrantLock appendLock = new ReentrantLock();
    private final InFlight inFlight = new InFlight(2);
    private final Leadership leadership = new Leadership();

    @Actor
    public void first() {
        call();
    }

    @Actor
    public void second() {
        call();
    }

    private void call() {
        Request request = new TestRequest();
        appendLock.lock();
        try {
            inFlight.add(request);
        } finally {
            appendLock.unlock();
        }
        // As a connection does it.
        boolean leads = leadership.tryTake(Leadership.CALLER);
        while (leads) {
            while (inFlight.oldest() != null) {
                inFlight.removeOldest();
            }
            leadership.set(Leadership.NOBODY);
            leads = !inFlight.isEmpty() && leadership.tryTake(Leadership.CALLER);
        }
    }

    @Arbiter
    public void after(II_Result r) {
        r.r1 = inFlight.size();
        r.r2 = leadership.isFree() ? 1 : 0;
    }
}
