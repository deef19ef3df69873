package io.slabcache.jcache.internal.remote;

import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A walk over the keys that the servers listed at its beginning; the entries are fetched as it goes. */
final class RemoteCursor implements StoreCursor {
    /** How many entries are fetched together. */
    private static final int BATCH = 100;

    private final WireKeys keys;
    private final Runnable openCheck;
    private final Fetcher fetcher;
    private List<Entry> batch = List.of();
    private int next;
    private @Nullable Entry current;

    /**
     * Creates a cursor before the first entry.
     *
     * @param keys the keys to visit
     * @param openCheck called at every step; throws if the cache is closed
     * @param fetcher fetches their entries
     */
    RemoteCursor(WireKeys keys, Runnable openCheck, Fetcher fetcher) {
        this.keys = keys;
        this.openCheck = openCheck;
        this.fetcher = fetcher;
    }

    @Override
    public boolean advance() {
        openCheck.run();
        while (next == batch.size()) {
            current = null;
            List<byte[]> wires = keys.next(BATCH);
            if (wires.isEmpty()) {
                return false;
            }
            batch = fetcher.fetch(wires);
            next = 0;
        }
        current = batch.get(next++);
        return true;
    }

    @Override
    public byte[] key() {
        return requireCurrent().key().clone();
    }

    @Override
    public StoreItem item() {
        return requireCurrent().item();
    }

    private Entry requireCurrent() {
        Entry entry = current;
        if (entry == null) {
            throw new IllegalStateException("the cursor must be at an entry");
        }
        return entry;
    }

    /** Fetches entries. */
    @FunctionalInterface
    interface Fetcher {
        /**
         * Fetches entries.
         *
         * @param wires their keys on the servers
         * @return those that are present
         */
        List<Entry> fetch(List<byte[]> wires);
    }

    /** An entry with its key. */
    static final class Entry {
        private final byte[] key;
        private final StoreItem item;

        Entry(byte[] key, StoreItem item) {
            this.key = key;
            this.item = item;
        }

        private byte[] key() {
            return key;
        }

        private StoreItem item() {
            return item;
        }
    }
}
