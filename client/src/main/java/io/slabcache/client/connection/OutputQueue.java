package io.slabcache.client.connection;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that wait to be sent over one connection. Frames are written into chunks under the append lock; chunks are
 * sent outside of it by one thread at a time, which sends what others have appended meanwhile too. Nobody waits for the
 * network here: what the socket does not take stays, and {@link #isBlocked} tells the leader to wait for it.
 */
final class OutputQueue {
    /* Implementation notes

    Whoever has appended calls flush(). If another thread is at it, flush() returns at once, and the other finds the bytes:
    it looks for more after it has let go of `flushing`, and the bytes were counted in `appended` before flush() was called.

    What may have left. A write that fails, or one that is under way while the connection ends, may have sent any part of
    what it was given. So bytes count as handed out before they are written: `handedOut` is published when chunks are
    taken, under the append lock, and chunks are taken only when those before are sent. After stop() no more are taken.

    Chunks go round: spare -> filling (append lock) -> writing (the flusher) -> spare, at the flusher's next visit, or at
    once if they are many. */

    static final int CHUNK_SIZE = 64 * 1024;

    /**
     * Spare chunks that are kept after a burst, 2 MiB: enough for the largest item that a node takes by default and for one
     * behind it. Memory outside the heap is dear to get and to give back.
     */
    static final int SPARE_CHUNKS = 32;

    /** How many sent chunks are not left to the flusher's next visit. */
    private static final int MANY_CHUNKS = 4;

    private static final int FIRST_CAPACITY = 8;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final VarHandle FLUSHING;
    private static final VarHandle HANDED_OUT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            FLUSHING = lookup.findVarHandle(OutputQueue.class, "flushing", boolean.class);
            HANDED_OUT = lookup.findVarHandle(OutputQueue.class, "handedOut", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ReentrantLock appendLock;
    private final Supplier<ByteBuffer> newChunk;

    /** Guarded by the append lock. */
    private ByteBuffer[] filling = new ByteBuffer[FIRST_CAPACITY];

    /** Guarded by the append lock. */
    private int fillingCount;

    /** Guarded by the append lock. */
    private final @Nullable ByteBuffer[] spare = new @Nullable ByteBuffer[SPARE_CHUNKS];

    /** Guarded by the append lock. */
    private int spareCount;

    /** All bytes that were ever appended. Written under the append lock. */
    private volatile long appended;

    @SuppressWarnings("UnusedVariable") // through FLUSHING
    private volatile boolean flushing;

    /** Chunks on their way, ready to be read, the first perhaps in part. Guarded by {@link #flushing}. */
    private ByteBuffer[] writing = new ByteBuffer[FIRST_CAPACITY];

    /** Guarded by {@link #flushing}. */
    private int writingCount;

    /** Chunks of {@link #writing} that are sent. Guarded by {@link #flushing}. */
    private int writtenCount;

    /** All bytes that were ever sent. Written under {@link #flushing}. */
    private volatile long written;

    /** All bytes that were ever taken to be sent. Written under the append lock, before they are. */
    private volatile long handedOut;

    /** Whether no more is taken. Guarded by the append lock. */
    private boolean stopped;

    /** Whether the socket was full. Written under {@link #flushing}. */
    private volatile boolean blocked;

    OutputQueue(ReentrantLock appendLock) {
        this(appendLock, () -> ByteBuffer.allocateDirect(CHUNK_SIZE));
    }

    OutputQueue(ReentrantLock appendLock, Supplier<ByteBuffer> newChunk) {
        this.appendLock = appendLock;
        this.newChunk = newChunk;
    }

    /** Returns a buffer with room for at least so many bytes, at most a chunk. Under the append lock, and so is the writing. */
    ByteBuffer room(int length) {
        if (fillingCount > 0) {
            ByteBuffer last = filling[fillingCount - 1];
            if (last.remaining() >= length) {
                return last;
            }
        }
        if (fillingCount == filling.length) {
            filling = Arrays.copyOf(filling, 2 * fillingCount);
        }
        ByteBuffer chunk = takeSpare();
        filling[fillingCount++] = chunk;
        return chunk;
    }

    /** Under the append lock. */
    private ByteBuffer takeSpare() {
        if (spareCount == 0) {
            return newChunk.get();
        }
        ByteBuffer chunk = spare[--spareCount];
        spare[spareCount] = null;
        if (chunk == null) {
            throw new IllegalStateException("spare chunks must be there: spareCount=" + spareCount);
        }
        return chunk;
    }

    /** Appends bytes over as many chunks as it takes. Under the append lock. */
    void put(byte[] bytes) {
        int offset = 0;
        while (offset < bytes.length) {
            ByteBuffer target = room(1);
            int length = Math.min(target.remaining(), bytes.length - offset);
            target.put(bytes, offset, length);
            offset += length;
        }
    }

    /** Returns all bytes that were ever appended and counted. */
    long appended() {
        return appended;
    }

    /** Returns all bytes that were ever sent. */
    long written() {
        return written;
    }

    /** Returns how many of all bytes that were ever appended may have been sent. Once it is stopped, that stays. */
    long handedOut() {
        return handedOut;
    }

    /** Has nothing sent any more but what was taken already. Under the append lock. */
    void stop() {
        stopped = true;
    }

    /** Counts what was appended: from here on somebody has to flush it. Under the append lock. */
    void count(long bytes) {
        long before = appended;
        appended = before + bytes;
    }

    boolean isPending() {
        return appended != written;
    }

    /** Tells whether the socket was full, so that there is no use in trying before it says that it is not. */
    boolean isBlocked() {
        return blocked;
    }

    /**
     * Sends what there is, unless another thread is sending.
     *
     * @return false if the socket is full now, which the caller has to tell the leader
     */
    boolean flush(Transport transport) throws IOException {
        while ((isPending() || blocked) && FLUSHING.compareAndSet(this, false, true)) {
            boolean sent;
            try {
                sent = writeAll(transport);
                blocked = !sent;
                if (writtenCount > MANY_CHUNKS) {
                    giveBackWritten();
                }
            } finally {
                FLUSHING.setVolatile(this, false);
            }
            if (!sent) {
                return false;
            }
        }
        return true;
    }

    private boolean writeAll(Transport transport) throws IOException {
        if (!transport.flush()) {
            return false;
        }
        while (true) {
            while (writtenCount < writingCount) {
                if (write(transport) == 0 && writtenCount < writingCount) {
                    return false;
                }
            }
            if (!isPending()) {
                return transport.flush();
            }
            takeFilled();
        }
    }

    private long write(Transport transport) throws IOException {
        long taken = transport.write(writing, writingCount);
        long before = written;
        written = before + taken;
        while (writtenCount < writingCount && !writing[writtenCount].hasRemaining()) {
            writtenCount++;
        }
        return taken;
    }

    /** Gives sent chunks back and takes the filled ones. */
    private void takeFilled() throws ClosedChannelException {
        appendLock.lock();
        try {
            if (stopped) {
                throw new ClosedChannelException();
            }
            // Giving the lock back is fence enough.
            HANDED_OUT.setRelease(this, appended);
            recycleWritten();
            if (writing.length - writingCount < fillingCount) {
                writing = Arrays.copyOf(writing, 2 * (writingCount + fillingCount));
            }
            for (int i = 0; i < fillingCount; i++) {
                writing[writingCount++] = filling[i].flip();
            }
            fillingCount = 0;
        } finally {
            appendLock.unlock();
        }
    }

    private void giveBackWritten() {
        appendLock.lock();
        try {
            recycleWritten();
        } finally {
            appendLock.unlock();
        }
    }

    /** Under the append lock. */
    private void recycleWritten() {
        for (int i = 0; i < writtenCount && spareCount < SPARE_CHUNKS; i++) {
            spare[spareCount++] = writing[i].clear();
        }
        if (writtenCount > 0) {
            System.arraycopy(writing, writtenCount, writing, 0, writingCount - writtenCount);
            // What lies behind the end would keep dropped chunks from being freed.
            Arrays.fill(writing, writingCount - writtenCount, writingCount, NOTHING);
            writingCount -= writtenCount;
            writtenCount = 0;
        }
    }
}
