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

/** Leadership is handed to a caller at the moment at which its time is up. */
@JCStressTest
@Description("The leader makes a waiting caller the next leader while that caller abandons its request.")
@Outcome(id = "1, 0, 3", expect = ACCEPTABLE, desc = "The caller leads now, and knows it.")
@Outcome(id = "0, 1, 4", expect = ACCEPTABLE, desc = "The caller left first; the leader looks for somebody else.")
@Outcome(id = "1, 1, .*", expect = FORBIDDEN, desc = "Leadership was given to somebody who has left: nobody leads.")
@Outcome(expect = FORBIDDEN, desc = "The request is neither led nor left.")
@State
public class PromotionAgainstTimeoutStress {
    private final TestRequest request = new TestRequest();

    @Actor
    public void handOn(III_Result r) {
        r.r1 = request.promote() ? 1 : 0;
    }

    @Actor
    public void timeOut(III_Result r) {
        r.r2 = request.abandon() ? 1 : 0;
    }

    @Arbiter
    public void after(III_Result r) {
        r.r3 = request.state();
    }
}
