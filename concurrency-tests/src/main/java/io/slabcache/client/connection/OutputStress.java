package io.slabcache.client.connection;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two callers send at the same time; one of them may leave its bytes to the other. */
@JCStressTest
@Description("Two threads append a frame of eight bytes each and flush, over a socket that takes five bytes at a time.")
@Outcome(id = "16, 1", expect = ACCEPTABLE, desc = "Both frames were sent, one after the other.")
@Outcome(id = "(0|8), .*", expect = FORBIDDEN, desc = "A frame was left behind: each thought the other would send it.")
@Outcome(expect = FORBIDDEN, desc = "The frames are mixed up, in part or twice on the wire.")
@State
public class OutputStress {
    private static final int FRAME = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final OutputQueue output = new OutputQueue(lock);
    private final RecordingTransport transport = new RecordingTransport();

    @Actor
    public void one() {
        send((byte) 1);
    }

    @Actor
    public void two() {
        send((byte) 2);
    }

    private void send(byte content) {
        lock.lock();
        try {
            for (int i = 0; i < FRAME; i++) {
                output.room(1).put(content);
            }
            output.count(FRAME);
        } finally {
            lock.unlock();
        }
        try {
            output.flush(transport);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Arbiter
    public void after(II_Result r) {
        r.r1 = transport.length;
        boolean whole = transport.length == 2 * FRAME && transport.taken[0] != transport.taken[FRAME];
        for (int i = 0; i < transport.length; i++) {
            whole &= transport.taken[i] == transport.taken[i / FRAME * FRAME];
        }
        r.r2 = whole ? 1 : 0;
    }
}
