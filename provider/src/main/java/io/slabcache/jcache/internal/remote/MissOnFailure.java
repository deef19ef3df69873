package io.slabcache.jcache.internal.remote;

import io.slabcache.jcache.internal.Backing;
import io.slabcache.jcache.internal.BackingException;
import io.slabcache.jcache.internal.BackingStatistics;
import io.slabcache.jcache.internal.Change;
import io.slabcache.jcache.internal.Lease;
import io.slabcache.jcache.internal.Outcome;
import io.slabcache.jcache.internal.ValueReader;
import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A backing whose servers may fail without its callers being told: what cannot be read is absent, what cannot be written
 * is dropped, and both are counted. What is the caller's own doing stays a failure: a value too large, an interrupt.
 */
final class MissOnFailure implements Backing {
    private final Backing backing;
    private final LongAdder failedReads = new LongAdder();
    private final LongAdder droppedWrites = new LongAdder();

    MissOnFailure(Backing backing) {
        this.backing = backing;
    }

    @Override
    public long millis() {
        return backing.millis();
    }

    @Override
    public @Nullable StoreItem get(byte[] key) {
        try {
            return backing.get(key);
        } catch (BackingException e) {
            countRead(e);
            return null;
        }
    }

    @Override
    public <V> @Nullable V read(byte[] key, ValueReader<V> reader) {
        try {
            return backing.read(key, reader);
        } catch (BackingException e) {
            countRead(e);
            return null;
        }
    }

    @Override
    public @Nullable StoreItem getToRemove(byte[] key) {
        try {
            return backing.getToRemove(key);
        } catch (BackingException e) {
            countWrite(e);
            return null;
        }
    }

    @Override
    public boolean contains(byte[] key) {
        try {
            return backing.contains(key);
        } catch (BackingException e) {
            countRead(e);
            return false;
        }
    }

    @Override
    public void requireFits(byte[] key, byte[] value) {
        backing.requireFits(key, value);
    }

    @Override
    public void set(byte[] key, byte[] value, long expiryMillis) {
        try {
            backing.set(key, value, expiryMillis);
        } catch (BackingException e) {
            countWrite(e);
        }
    }

    @Override
    public Outcome replaceIf(byte[] key, @Nullable StoreItem seen, Change next) {
        try {
            return backing.replaceIf(key, seen, next);
        } catch (BackingException e) {
            countWrite(e);
            return Outcome.DROPPED;
        }
    }

    @Override
    public List<@Nullable StoreItem> getAll(List<byte[]> keys) {
        try {
            return backing.getAll(keys);
        } catch (BackingException e) {
            countRead(e);
            return Collections.nCopies(keys.size(), null);
        }
    }

    @Override
    public <V> List<@Nullable V> readAll(List<byte[]> keys, ValueReader<V> reader) {
        try {
            return backing.readAll(keys, reader);
        } catch (BackingException e) {
            countRead(e);
            return Collections.nCopies(keys.size(), null);
        }
    }

    @Override
    public void setAll(List<byte[]> keys, List<byte[]> values, long expiryMillis) {
        try {
            backing.setAll(keys, values, expiryMillis);
        } catch (BackingException e) {
            countWrite(e);
        }
    }

    @Override
    public long deleteAll(Collection<byte[]> keys) {
        try {
            return backing.deleteAll(keys);
        } catch (BackingException e) {
            countWrite(e);
            return 0;
        }
    }

    @Override
    public boolean holdsLeases() {
        return backing.holdsLeases();
    }

    /** Gives a lease that holds nothing where none can be had: the value is loaded and not stored. */
    @Override
    public @Nullable Lease acquireLease(byte[] key) {
        try {
            return backing.acquireLease(key);
        } catch (BackingException e) {
            countRead(e);
            return new Lease(key, Lease.NOTHING);
        }
    }

    @Override
    public Outcome fill(Lease lease, byte[] value, long expiryMillis) {
        if (!lease.isHeld()) {
            droppedWrites.increment();
            return Outcome.DROPPED;
        }
        try {
            return backing.fill(lease, value, expiryMillis);
        } catch (BackingException e) {
            countWrite(e);
            backing.release(lease);
            return Outcome.DROPPED;
        }
    }

    @Override
    public void release(Lease lease) {
        if (lease.isHeld()) {
            backing.release(lease);
        }
    }

    @Override
    public StoreCursor entries() {
        try {
            return new TolerantCursor(backing.entries());
        } catch (BackingException e) {
            countRead(e);
            return NoEntries.INSTANCE;
        }
    }

    @Override
    public StoreCursor entriesToRemove() {
        try {
            return new TolerantCursor(backing.entriesToRemove());
        } catch (BackingException e) {
            countWrite(e);
            return NoEntries.INSTANCE;
        }
    }

    @Override
    public void clear() {
        try {
            backing.clear();
        } catch (BackingException e) {
            countWrite(e);
        }
    }

    @Override
    public void destroy() {
        try {
            backing.destroy();
        } catch (BackingException e) {
            countWrite(e);
        }
    }

    @Override
    public BackingStatistics statistics() {
        BackingStatistics below = backing.statistics();
        return BackingStatistics.remote(
                below.expirations(),
                below.failedReads() + failedReads.sum(),
                below.droppedWrites() + droppedWrites.sum());
    }

    @Override
    public void close() {
        backing.close();
    }

    private void countRead(BackingException e) {
        requireTolerable(e);
        failedReads.increment();
    }

    private void countWrite(BackingException e) {
        requireTolerable(e);
        droppedWrites.increment();
    }

    private static void requireTolerable(BackingException e) {
        if (!BulkFailures.isTheServers(e.getCause())) {
            throw e;
        }
    }

    /** A cursor that ends where it fails. */
    private final class TolerantCursor implements StoreCursor {
        private final StoreCursor cursor;

        private TolerantCursor(StoreCursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public boolean advance() {
            try {
                return cursor.advance();
            } catch (BackingException e) {
                countRead(e);
                return false;
            }
        }

        @Override
        public byte[] key() {
            return cursor.key();
        }

        @Override
        public StoreItem item() {
            return cursor.item();
        }
    }

    /** A cursor at its end. */
    private enum NoEntries implements StoreCursor {
        /** The only one. */
        INSTANCE;

        @Override
        public boolean advance() {
            return false;
        }

        @Override
        public byte[] key() {
            throw new IllegalStateException("the cursor must be at an entry");
        }

        @Override
        public StoreItem item() {
            throw new IllegalStateException("the cursor must be at an entry");
        }
    }
}
