package io.slabcache.client.connection;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A connection ends while a caller sends: what may have left must be known when its requests fail. */
@JCStressTest
@Description(
        "A caller appends a frame of eight bytes and flushes while the connection is closed, which asks what has left.")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The end came first, and nothing has left.")
@Outcome(id = "8, 8", expect = ACCEPTABLE, desc = "The frame was taken first, and counts as sent.")
@Outcome(id = "0, 8", expect = FORBIDDEN, desc = "A frame has left that counts as certainly not sent.")
@Outcome(expect = FORBIDDEN, desc = "The frame left in part.")
@State
public class CloseAgainstSendStress {
    private static final int FRAME = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final OutputQueue output = new OutputQueue(lock);
    private final RecordingTransport transport = new RecordingTransport();

    @Actor
    public void call() {
        lock.lock();
        try {
            for (int i = 0; i < FRAME; i++) {
                output.room(1).put((byte) i);
            }
            output.count(FRAME);
        } finally {
            lock.unlock();
        }
        try {
            output.flush(transport);
        } catch (IOException e) {
            // The connection has ended, which the other actor sees to.
            return;
        }
    }

    @Actor
    public void close(II_Result r) {
        lock.lock();
        try {
            output.stop();
        } finally {
            lock.unlock();
        }
        r.r1 = (int) output.handedOut();
    }

    @Arbiter
    public void after(II_Result r) {
        r.r2 = transport.length;
    }
}
