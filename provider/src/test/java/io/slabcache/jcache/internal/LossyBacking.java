package io.slabcache.jcache.internal;

import io.slabcache.store.StoreClock;
import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A backing on the heap whose only atomic step is {@link #replaceIf}, and which loses that step at random, as if another
 * process had come first: half of the time without a trace, half of the time with another token on the same value. It
 * can also be told to lose the answer to a step.
 */
final class LossyBacking implements Backing, PrefixLookup {
    private static final int PERCENT = 100;

    private final BackingSettings settings;
    private final RemovalSink sink;
    private final StoreClock clock;
    private final int loss;
    private final int unknown;
    private final long seed;
    private final Map<ByteKey, Held> entries = new ConcurrentHashMap<>();
    private final AtomicLong tokens = new AtomicLong(1);
    private final AtomicLong expirations = new AtomicLong();

    /** Guarded by itself. */
    private final SplittableRandom random;

    private volatile boolean closed;

    LossyBacking(BackingSettings settings, RemovalSink sink, StoreClock clock, long seed, int loss, int unknown) {
        this.settings = settings;
        this.sink = sink;
        this.clock = clock;
        this.loss = loss;
        this.unknown = unknown;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public long millis() {
        return clock.millis();
    }

    @Override
    public @Nullable StoreItem get(byte[] key) {
        Held held = live(key);
        return held == null ? null : item(held);
    }

    @Override
    public void requireFits(byte[] key, byte[] value) {
        if (settings.maxItemSize() != 0 && key.length + value.length > settings.maxItemSize()) {
            throw new BackingException(
                    "an entry must not be larger than the limit: keyBytes=" + key.length + ", valueBytes="
                            + value.length + ", maxItemSize=" + settings.maxItemSize(),
                    null);
        }
    }

    @Override
    public void set(byte[] key, byte[] value, long expiryMillis) {
        Outcome outcome;
        do {
            StoreItem present = get(key);
            outcome = replaceIf(key, present, Change.write(value, expiryMillis));
            if (outcome == Outcome.UNKNOWN) {
                throw new BackingException("nobody can tell whether the value was stored: seed=" + seed, null);
            }
        } while (outcome != Outcome.DONE);
    }

    @Override
    public Outcome replaceIf(byte[] key, @Nullable StoreItem seen, Change next) {
        requireOpen();
        if (next instanceof Change.Write write) {
            requireFits(key, write.value());
        }
        ByteKey id = new ByteKey(key);
        Held present = live(key);
        if (happens(unknown)) {
            return Outcome.UNKNOWN;
        }
        if (happens(loss)) {
            if (present != null && seen != null && isHeads()) {
                entries.replace(id, present, held(present.key, present.value, present.expiryMillis));
            }
            return Outcome.LOST;
        }
        if (present == null ? seen != null : seen == null || seen.casToken() != present.token) {
            return Outcome.LOST;
        }
        boolean done;
        if (next instanceof Change.Write write) {
            Held replacement = held(key, write.value(), write.expiryMillis());
            done = present == null
                    ? entries.putIfAbsent(id, replacement) == null
                    : entries.replace(id, present, replacement);
        } else if (present == null) {
            throw new IllegalArgumentException("a touch or a delete needs a token: seed=" + seed);
        } else if (next instanceof Change.Touch touch) {
            done = entries.replace(
                    id, present, new Held(present.key, present.value, touch.expiryMillis(), present.token));
        } else {
            done = entries.remove(id, present);
        }
        return done ? Outcome.DONE : Outcome.LOST;
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
    public void setAll(List<byte[]> keys, List<byte[]> values, long expiryMillis) {
        for (int i = 0; i < keys.size(); i++) {
            set(keys.get(i), values.get(i), expiryMillis);
        }
    }

    @Override
    public long deleteAll(Collection<byte[]> keys) {
        long deleted = 0;
        for (byte[] key : keys) {
            StoreItem present = get(key);
            Outcome outcome = Outcome.LOST;
            while (present != null && outcome != Outcome.DONE) {
                outcome = replaceIf(key, present, Change.DELETE);
                if (outcome == Outcome.UNKNOWN) {
                    throw new BackingException("nobody can tell whether the entry was removed: seed=" + seed, null);
                }
                if (outcome == Outcome.LOST) {
                    present = get(key);
                }
            }
            deleted += present == null ? 0 : 1;
        }
        return deleted;
    }

    @Override
    public @Nullable Lease acquireLease(byte[] key) {
        return get(key) == null ? new Lease(key, Lease.NOTHING) : null;
    }

    @Override
    public Outcome fill(Lease lease, byte[] value, long expiryMillis) {
        return replaceIf(lease.key(), null, Change.write(value, expiryMillis));
    }

    @Override
    public void release(Lease lease) {
        requireOpen();
    }

    @Override
    public StoreCursor entries() {
        requireOpen();
        return new HeldCursor(new ArrayList<>(entries.values()).iterator());
    }

    @Override
    public void clear() {
        requireOpen();
        entries.clear();
    }

    @Override
    public List<byte[]> keysWithPrefix(byte[] prefix) {
        requireOpen();
        List<byte[]> keys = new ArrayList<>();
        for (Held held : entries.values()) {
            if (Arrays.equals(held.key, 0, prefix.length, prefix, 0, prefix.length) && live(held.key) != null) {
                keys.add(held.key.clone());
            }
        }
        return keys;
    }

    @Override
    public BackingStatistics statistics() {
        requireOpen();
        long payload = entries.values().stream()
                .mapToLong(held -> held.key.length + held.value.length)
                .sum();
        return new BackingStatistics(
                entries.size(), settings.capacity(), payload, payload, 0, expirations.get(), 0, 0, 0, List.of());
    }

    @Override
    public void close() {
        closed = true;
        entries.clear();
    }

    private @Nullable Held live(byte[] key) {
        requireOpen();
        ByteKey id = new ByteKey(key);
        Held held = entries.get(id);
        if (held == null || held.expiryMillis > clock.millis()) {
            return held;
        }
        if (entries.remove(id, held)) {
            expirations.getAndIncrement();
            if (sink.isInterested()) {
                sink.onExpired(held.key.clone(), held.value.clone());
            }
        }
        return null;
    }

    private Held held(byte[] key, byte[] value, long expiryMillis) {
        return new Held(key.clone(), value.clone(), expiryMillis, tokens.getAndIncrement());
    }

    private static StoreItem item(Held held) {
        return new StoreItem(held.value.clone(), held.expiryMillis, held.token, 0);
    }

    private boolean happens(int percent) {
        synchronized (random) {
            return random.nextInt(PERCENT) < percent;
        }
    }

    private boolean isHeads() {
        synchronized (random) {
            return random.nextBoolean();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the backing must be open: cache=" + settings.name());
        }
    }

    /** One entry; equal only to itself, so that the map's conditional methods compare what was seen. */
    private static final class Held {
        private final byte[] key;
        private final byte[] value;
        private final long expiryMillis;
        private final long token;

        private Held(byte[] key, byte[] value, long expiryMillis, long token) {
            this.key = key;
            this.value = value;
            this.expiryMillis = expiryMillis;
            this.token = token;
        }
    }

    /** Walks over what was there when it was made and still is. */
    private final class HeldCursor implements StoreCursor {
        private final Iterator<Held> rest;
        private @Nullable Held current;

        private HeldCursor(Iterator<Held> rest) {
            this.rest = rest;
        }

        @Override
        public boolean advance() {
            requireOpen();
            do {
                current = rest.hasNext() ? live(rest.next().key) : null;
            } while (current == null && rest.hasNext());
            return current != null;
        }

        @Override
        public byte[] key() {
            return requireCurrent().key.clone();
        }

        @Override
        public StoreItem item() {
            return LossyBacking.item(requireCurrent());
        }

        private Held requireCurrent() {
            Held held = current;
            if (held == null) {
                throw new IllegalStateException("the cursor must be at an entry");
            }
            return held;
        }
    }
}
