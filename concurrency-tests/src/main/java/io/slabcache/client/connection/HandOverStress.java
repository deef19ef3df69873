package io.slabcache.client.connection;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The hand-over of leadership between two callers that may both lead. */
@JCStressTest
@Description("Two callers ask over one connection at the same time; one leads, the other is woken or made the leader.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both callers have their answers.")
@Outcome(id = "2, .*", expect = FORBIDDEN, desc = "The first was forgotten: nobody led, or nobody sent its bytes.")
@Outcome(id = ".*, 2", expect = FORBIDDEN, desc = "The second was forgotten: nobody led, or nobody sent its bytes.")
@Outcome(expect = FORBIDDEN, desc = "The connection is out of step or was closed.")
@State
public class HandOverStress {
    private static final SharedConnection CONNECTION = new SharedConnection();

    @Actor
    public void first(II_Result r) {
        r.r1 = CONNECTION.call(true);
    }

    @Actor
    public void second(II_Result r) {
        r.r2 = CONNECTION.call(true);
    }
}
