package io.slabcache.client.connection;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The answer comes at the moment at which its caller's time is up. */
@JCStressTest
@Description("The leader ends a request with an answer while its caller abandons it.")
@Outcome(id = "1, 42", expect = ACCEPTABLE, desc = "The answer came first, and the caller has all of it.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The caller left first; the leader swallows the answer.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "The caller saw the end of its request and not the answer.")
@Outcome(expect = FORBIDDEN, desc = "Both or neither have ended the request.")
@State
public class AnswerAgainstTimeoutStress {
    private final TestRequest request = new TestRequest();

    @Actor
    public void lead(II_Result r) {
        request.answer = TestRequest.ANSWER;
        r.r1 = request.end(Request.DONE) ? 1 : 0;
    }

    @Actor
    public void timeOut(II_Result r) {
        if (request.abandon()) {
            r.r2 = 1;
        } else {
            r.r2 = request.state() == Request.DONE ? request.answer : -1;
        }
    }
}
