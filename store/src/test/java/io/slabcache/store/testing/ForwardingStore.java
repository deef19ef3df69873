package io.slabcache.store.testing;

import io.slabcache.store.CounterMode;
import io.slabcache.store.Reservation;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreResult;
import io.slabcache.store.StoreStatistics;
import io.slabcache.store.WriteMode;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands every call on to another store; to be extended by what behaves otherwise. */
public class ForwardingStore implements SlabStore {
    private final SlabStore delegate;

    /**
     * Wraps a store.
     *
     * @param delegate receives every call
     */
    public ForwardingStore(SlabStore delegate) {
        this.delegate = delegate;
    }

    /**
     * Returns the store that is wrapped.
     *
     * @return the store
     */
    public final SlabStore delegate() {
        return delegate;
    }

    @Override
    public @Nullable StoreItem get(byte[] key, int keyOffset, int keyLength) {
        return delegate.get(key, keyOffset, keyLength);
    }

    @Override
    public @Nullable StoreItem get(ByteBuffer key) {
        return delegate.get(key);
    }

    @Override
    public byte @Nullable [] getValue(byte[] key, int keyOffset, int keyLength) {
        return delegate.getValue(key, keyOffset, keyLength);
    }

    @Override
    public int getInto(byte[] key, int keyOffset, int keyLength, byte[] target, int targetOffset, int targetLength) {
        return delegate.getInto(key, keyOffset, keyLength, target, targetOffset, targetLength);
    }

    @Override
    public int getInto(ByteBuffer key, ByteBuffer target) {
        return delegate.getInto(key, target);
    }

    @Override
    public int getInto(byte[] key, int keyOffset, int keyLength, ByteBuffer target, StoreResult result) {
        return delegate.getInto(key, keyOffset, keyLength, target, result);
    }

    @Override
    public @Nullable StoreItem getAndTouch(byte[] key, int keyOffset, int keyLength, long expiryMillis) {
        return delegate.getAndTouch(key, keyOffset, keyLength, expiryMillis);
    }

    @Override
    public int getIntoAndTouch(
            byte[] key, int keyOffset, int keyLength, long expiryMillis, ByteBuffer target, StoreResult result) {
        return delegate.getIntoAndTouch(key, keyOffset, keyLength, expiryMillis, target, result);
    }

    @Override
    public boolean contains(byte[] key, int keyOffset, int keyLength) {
        return delegate.contains(key, keyOffset, keyLength);
    }

    @Override
    public StoreOutcome write(
            WriteMode mode,
            long casToken,
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength,
            long expiryMillis,
            int clientFlags) {
        return delegate.write(
                mode, casToken, key, keyOffset, keyLength, value, valueOffset, valueLength, expiryMillis, clientFlags);
    }

    @Override
    public StoreOutcome write(
            WriteMode mode, long casToken, ByteBuffer key, ByteBuffer value, long expiryMillis, int clientFlags) {
        return delegate.write(mode, casToken, key, value, expiryMillis, clientFlags);
    }

    @Override
    public StoreOutcome write(
            WriteMode mode,
            long casToken,
            byte[] key,
            int keyOffset,
            int keyLength,
            ByteBuffer value,
            long expiryMillis,
            int clientFlags,
            StoreResult result) {
        return delegate.write(mode, casToken, key, keyOffset, keyLength, value, expiryMillis, clientFlags, result);
    }

    @Override
    public StoreOutcome touch(
            byte[] key, int keyOffset, int keyLength, long casToken, long expiryMillis, StoreResult result) {
        return delegate.touch(key, keyOffset, keyLength, casToken, expiryMillis, result);
    }

    @Override
    public int peek(byte[] key, int keyOffset, int keyLength, StoreResult result) {
        return delegate.peek(key, keyOffset, keyLength, result);
    }

    @Override
    public StoreOutcome addClaimed(byte[] key, int keyOffset, int keyLength, long expiryMillis, StoreResult result) {
        return delegate.addClaimed(key, keyOffset, keyLength, expiryMillis, result);
    }

    @Override
    public StoreOutcome claim(byte[] key, int keyOffset, int keyLength, long casToken) {
        return delegate.claim(key, keyOffset, keyLength, casToken);
    }

    @Override
    public StoreOutcome invalidate(
            byte[] key, int keyOffset, int keyLength, long casToken, long expiryMillis, StoreResult result) {
        return delegate.invalidate(key, keyOffset, keyLength, casToken, expiryMillis, result);
    }

    @Override
    public int itemLength(int keyLength, int valueLength, int clientFlags) {
        return delegate.itemLength(keyLength, valueLength, clientFlags);
    }

    @Override
    public StoreOutcome count(
            CounterMode mode, long casToken, byte[] key, int keyOffset, int keyLength, long delta, StoreResult result) {
        return delegate.count(mode, casToken, key, keyOffset, keyLength, delta, result);
    }

    @Override
    public StoreOutcome touch(byte[] key, int keyOffset, int keyLength, long casToken, long expiryMillis) {
        return delegate.touch(key, keyOffset, keyLength, casToken, expiryMillis);
    }

    @Override
    public StoreOutcome delete(byte[] key, int keyOffset, int keyLength, long casToken) {
        return delegate.delete(key, keyOffset, keyLength, casToken);
    }

    @Override
    public @Nullable Reservation reserve(
            byte[] key, int keyOffset, int keyLength, int valueLength, long expiryMillis, int clientFlags) {
        return delegate.reserve(key, keyOffset, keyLength, valueLength, expiryMillis, clientFlags);
    }

    @Override
    public void checkItemLength(int keyLength, int valueLength) {
        delegate.checkItemLength(keyLength, valueLength);
    }

    @Override
    public void clear() {
        delegate.clear();
    }

    @Override
    public StoreCursor entries() {
        return delegate.entries();
    }

    @Override
    public StoreCursor entriesWithoutValues() {
        return delegate.entriesWithoutValues();
    }

    @Override
    public List<byte[]> keysWithPrefix(byte[] prefix) {
        return delegate.keysWithPrefix(prefix);
    }

    @Override
    public long size() {
        return delegate.size();
    }

    @Override
    public StoreStatistics statistics() {
        return delegate.statistics();
    }

    @Override
    public void maintain() {
        delegate.maintain();
    }

    @Override
    public void close() {
        delegate.close();
    }
}
