package io.slabcache.jcache.internal;

import io.slabcache.store.KeyLengthException;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClock;
import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreStatistics;
import io.slabcache.store.ValueLengthException;
import io.slabcache.store.WriteMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A backing in this process: the slab store. No outcome is ever unknown, and a lease is nothing but the key's absence. */
final class SlabBacking implements Backing, PrefixLookup {
    /** Stands for the token of any item, and of none. */
    private static final long ANY_TOKEN = 0;

    private static final ScratchArray SCRATCH = new ScratchArray();

    private final BackingSettings settings;
    private final StoreClock clock;
    private final SlabStore store;

    SlabBacking(BackingSettings settings, StoreClock clock, SlabStore store) {
        this.settings = settings;
        this.clock = clock;
        this.store = store;
    }

    @Override
    public long millis() {
        return clock.millis();
    }

    @Override
    public @Nullable StoreItem get(byte[] key) {
        try {
            return store.get(key);
        } catch (KeyLengthException e) {
            throw tooLong(key, e);
        }
    }

    @Override
    public byte @Nullable [] getValue(byte[] key) {
        try {
            return store.getValue(key);
        } catch (KeyLengthException e) {
            throw tooLong(key, e);
        }
    }

    /** Copies short values into an array that is used again, so that what is left for the collector is the value alone. */
    @Override
    public <V> @Nullable V read(byte[] key, ValueReader<V> reader) {
        byte[] scratch = SCRATCH.take();
        try {
            int length = valueInto(key, scratch);
            if (length == SlabStore.MISS) {
                return null;
            }
            if (length <= scratch.length) {
                return reader.read(scratch, 0, length);
            }
            if (length <= ScratchArray.MAX_KEPT_LENGTH) {
                scratch = ScratchArray.ofAtLeast(length);
            }
        } finally {
            SCRATCH.giveBack(scratch);
        }
        byte[] value = getValue(key);
        return value == null ? null : reader.read(value, 0, value.length);
    }

    private int valueInto(byte[] key, byte[] target) {
        try {
            return store.getInto(key, 0, key.length, target, 0, target.length);
        } catch (KeyLengthException e) {
            throw tooLong(key, e);
        }
    }

    @Override
    public boolean contains(byte[] key) {
        try {
            return store.contains(key);
        } catch (KeyLengthException e) {
            throw tooLong(key, e);
        }
    }

    @Override
    public void requireFits(byte[] key, byte[] value) {
        try {
            store.checkItemLength(key.length, value.length);
        } catch (ValueLengthException e) {
            throw tooLarge(key, value, e);
        }
    }

    @Override
    public void set(byte[] key, byte[] value, long expiryMillis) {
        write(WriteMode.SET, ANY_TOKEN, key, value, expiryMillis);
    }

    @Override
    public Outcome replaceIf(byte[] key, @Nullable StoreItem seen, Change next) {
        StoreOutcome outcome;
        if (next instanceof Change.Write write) {
            outcome = seen == null
                    ? write(WriteMode.ADD, ANY_TOKEN, key, write.value(), write.expiryMillis())
                    : write(WriteMode.SET, seen.casToken(), key, write.value(), write.expiryMillis());
        } else if (seen == null) {
            throw new IllegalArgumentException(
                    "a touch or a delete must be of an entry that was seen: cache=" + settings.name());
        } else if (next instanceof Change.Touch touch) {
            outcome = store.touch(key, 0, key.length, seen.casToken(), touch.expiryMillis());
        } else {
            outcome = store.delete(key, 0, key.length, seen.casToken());
        }
        return outcome == StoreOutcome.DONE ? Outcome.DONE : Outcome.LOST;
    }

    @Override
    public List<@Nullable StoreItem> getAll(List<byte[]> keys) {
        List<@Nullable StoreItem> items = new ArrayList<>(keys.size());
        for (byte[] key : keys) {
            items.add(get(key));
        }
        return items;
    }

    @Override
    public <V> List<@Nullable V> readAll(List<byte[]> keys, ValueReader<V> reader) {
        List<@Nullable V> values = new ArrayList<>(keys.size());
        for (byte[] key : keys) {
            values.add(read(key, reader));
        }
        return values;
    }

    @Override
    public void setAll(List<byte[]> keys, List<byte[]> values, long expiryMillis) {
        for (int i = 0; i < keys.size(); i++) {
            set(keys.get(i), values.get(i), expiryMillis);
        }
    }

    @Override
    public long deleteAll(Collection<byte[]> keys) {
        long deleted = 0;
        for (byte[] key : keys) {
            if (store.delete(key)) {
                deleted++;
            }
        }
        return deleted;
    }

    @Override
    public @Nullable Lease acquireLease(byte[] key) {
        return contains(key) ? null : new Lease(key, Lease.NOTHING);
    }

    @Override
    public Outcome fill(Lease lease, byte[] value, long expiryMillis) {
        return replaceIf(lease.key(), null, Change.write(value, expiryMillis));
    }

    /** Does nothing: a lease holds nothing here. */
    @Override
    public void release(Lease lease) {}

    @Override
    public StoreCursor entries() {
        return store.entries();
    }

    @Override
    public void clear() {
        store.clear();
    }

    @Override
    public List<byte[]> keysWithPrefix(byte[] prefix) {
        return store.keysWithPrefix(prefix);
    }

    @Override
    public BackingStatistics statistics() {
        StoreStatistics statistics = store.statistics();
        return new BackingStatistics(
                statistics.items(),
                statistics.capacity(),
                statistics.usedBytes(),
                statistics.payloadBytes(),
                statistics.evicted(),
                statistics.expired(),
                statistics.rejected(),
                0,
                0,
                statistics.slabClasses());
    }

    @Override
    public void close() {
        store.close();
    }

    private StoreOutcome write(WriteMode mode, long token, byte[] key, byte[] value, long expiryMillis) {
        StoreOutcome outcome;
        try {
            outcome = store.write(mode, token, key, 0, key.length, value, 0, value.length, expiryMillis, 0);
        } catch (ValueLengthException e) {
            throw tooLarge(key, value, e);
        } catch (KeyLengthException e) {
            throw tooLong(key, e);
        }
        if (outcome == StoreOutcome.OUT_OF_MEMORY) {
            StoreStatistics statistics = store.statistics();
            throw new BackingException(
                    "there must be room for an entry, or others that can be evicted for it: cache=" + settings.name()
                            + ", keyBytes=" + key.length + ", valueBytes=" + value.length + ", capacity="
                            + statistics.capacity() + ", usedBytes=" + statistics.usedBytes() + ", entries="
                            + statistics.items(),
                    null);
        }
        return outcome;
    }

    private BackingException tooLarge(byte[] key, byte[] value, ValueLengthException e) {
        return new BackingException(
                "an entry must not be larger than the cache's limit (max-item-size): cache=" + settings.name()
                        + ", keyBytes=" + key.length + ", valueBytes=" + value.length + ", maxItemSize="
                        + settings.maxItemSize() + ", capacity=" + settings.capacity(),
                e);
    }

    private BackingException tooLong(byte[] key, KeyLengthException e) {
        return new BackingException(
                "an encoded key must have 1 to " + SlabStore.MAX_KEY_LENGTH + " bytes: cache=" + settings.name()
                        + ", keyBytes=" + key.length,
                e);
    }
}
