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

/** A caller sends at the moment at which a full socket takes bytes again. */
@JCStressTest
@Description("A frame waits at a full socket. The leader finds room and flushes while a caller appends another frame.")
@Outcome(
        id = "0, 16",
        expect = ACCEPTABLE,
        desc = "Everything was sent, or the leader waits for the socket and sends it.")
@Outcome(expect = FORBIDDEN, desc = "Bytes wait and nobody will send them.")
@State
public class BlockedOutputStress {
    private static final int FRAME = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final OutputQueue output = new OutputQueue(lock);
    private final RecordingTransport transport = new RecordingTransport();

    public BlockedOutputStress() {
        transport.full = true;
        append();
        flush();
    }

    @Actor
    public void lead() {
        transport.full = false;
        flush();
    }

    @Actor
    public void call() {
        append();
        // As a connection does it: a blocked socket is the leader's business.
        if (!output.isBlocked()) {
            flush();
        }
    }

    @Arbiter
    public void after(II_Result r) {
        // The leader looks at these before it waits: pending output is sent at once unless it has to wait for the
        // socket.
        if (output.isPending() || output.isBlocked()) {
            flush();
        }
        r.r1 = output.isPending() ? 1 : 0;
        r.r2 = transport.length;
    }

    private void append() {
        lock.lock();
        try {
            for (int i = 0; i < FRAME; i++) {
                output.room(1).put((byte) i);
            }
            output.count(FRAME);
        } finally {
            lock.unlock();
        }
    }

    private void flush() {
        try {
            output.flush(transport);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
