package io.slabcache.jcache.internal.remote;

import io.slabcache.client.BulkResult;
import io.slabcache.client.InterruptedOperationException;
import io.slabcache.client.ItemTooLargeException;
import io.slabcache.client.MemcachedException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the entries of an operation on many that a server failed for: they are left out and counted, or the
 * operation fails, when the other servers have done their part. Safe for use by several threads.
 */
final class BulkFailures {
    private final boolean leavesOut;
    private final LongAdder reads = new LongAdder();
    private final LongAdder writes = new LongAdder();

    /**
     * Creates the rule of one cache.
     *
     * @param leavesOut whether entries are left out whose server failed
     */
    BulkFailures(boolean leavesOut) {
        this.leavesOut = leavesOut;
    }

    /** Tells whether a failure is the server's, not the caller's own: a value too large, an interrupt. */
    static boolean isTheServers(@Nullable Throwable failure) {
        return failure instanceof MemcachedException
                && !(failure instanceof ItemTooLargeException)
                && !(failure instanceof InterruptedOperationException);
    }

    /** Returns how many entries reads have left out. */
    long reads() {
        return reads.sum();
    }

    /** Returns how many entries writes have left out. */
    long writes() {
        return writes.sum();
    }

    /** Leaves an entry of a read out, or throws. */
    void readFailed(MemcachedException failure) {
        requireLeftOut(failure);
        reads.increment();
    }

    /** Leaves those entries of a write out whose servers failed, or throws. */
    void writesFailed(BulkResult<?> results) {
        for (int i = 0; i < results.size(); i++) {
            MemcachedException failure = results.failure(i);
            if (failure != null) {
                writeFailed(failure);
            }
        }
    }

    /** Leaves an entry of a write out, or throws. */
    void writeFailed(MemcachedException failure) {
        requireLeftOut(failure);
        writes.increment();
    }

    private void requireLeftOut(MemcachedException failure) {
        if (!leavesOut || !isTheServers(failure)) {
            throw failure;
        }
    }
}
