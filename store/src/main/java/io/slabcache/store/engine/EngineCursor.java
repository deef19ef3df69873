package io.slabcache.store.engine;

import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Walks the stripes in order and each stripe's buckets in the order of their index hashes, a batch of items under the
 * stripe's lock at a time. Its place is the smallest index hash not yet visited, which stays meaningful when the table
 * is replaced by a larger one.
 */
final class EngineCursor implements StoreCursor {
    private static final int BATCH_ITEMS = 64;
    private static final long BATCH_BYTES = 1 << 20;

    private static final class Found {
        final byte[] key;
        final StoreItem item;

        Found(byte[] key, StoreItem item) {
            this.key = key;
            this.item = item;
        }
    }

    private final SlabEngine engine;
    private final EngineContext context;
    private final boolean withValues;
    private final ArrayDeque<Found> batch = new ArrayDeque<>();
    private int stripeNumber;
    /** Unsigned. */
    private long nextHash;

    private @Nullable Found current;

    EngineCursor(SlabEngine engine, EngineContext context, boolean withValues) {
        this.engine = engine;
        this.context = context;
        this.withValues = withValues;
    }

    @Override
    public boolean advance() {
        // also while the batch lasts, so that a closed store is noticed
        engine.run(this::fillBatch);
        current = batch.poll();
        return current != null;
    }

    @Override
    public byte[] key() {
        return current().key;
    }

    @Override
    public StoreItem item() {
        return current().item;
    }

    private Found current() {
        if (current == null) {
            throw new IllegalStateException("the cursor stands on no item");
        }
        return current;
    }

    private void fillBatch() {
        while (batch.isEmpty() && stripeNumber < context.stripes.length) {
            Stripe stripe = context.stripes[stripeNumber];
            stripe.lock.lock();
            try {
                IndexTable table = stripe.table();
                if (table == null || fillBatch(stripe, table)) {
                    stripeNumber++;
                    nextHash = 0;
                }
            } finally {
                stripe.lock.unlock();
            }
        }
    }

    /** Returns whether the stripe's last bucket has been visited. */
    private boolean fillBatch(Stripe stripe, IndexTable table) {
        long nowMillis = context.clock.millis();
        long bytes = 0;
        for (int bucket = table.bucketNumber((int) nextHash); bucket < table.bucketCount(); bucket++) {
            long line = table.bucketAt(bucket);
            while (line != 0) {
                bytes += collectLine(stripe, table, bucket, line, nowMillis);
                line = table.overflowLine(context.memory.getLong(line));
            }
            nextHash = table.firstHash(bucket + 1);
            if (batch.size() >= BATCH_ITEMS || bytes >= BATCH_BYTES) {
                return bucket + 1 == table.bucketCount();
            }
        }
        return true;
    }

    private long collectLine(Stripe stripe, IndexTable table, int bucket, long line, long nowMillis) {
        Items items = context.items;
        long bytes = 0;
        for (long location = line + Long.BYTES; location < line + IndexTable.LINE_SIZE; location += Long.BYTES) {
            long entry = context.memory.getLong(location);
            if (entry == 0 || Integer.toUnsignedLong(table.indexHash(bucket, entry)) < nextHash) {
                continue;
            }
            long item = IndexEntry.offset(entry);
            if (!stripe.isCleared(items.casToken(item))
                    && ItemLayout.expiry(items.expiryAndKeyLength(item)) > nowMillis) {
                batch.add(
                        new Found(items.key(item), withValues ? items.snapshot(item, entry) : items.head(item, entry)));
                bytes += Items.payload(items.keyLength(item), withValues ? items.valueLength(item) : 0);
            }
        }
        return bytes;
    }
}
