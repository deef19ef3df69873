package io.slabcache.jcache.internal;

import io.slabcache.jcache.SlabCacheStatistics;
import io.slabcache.jcache.event.EventDispatcher;
import io.slabcache.jcache.internal.codec.ValueCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.EventType;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of one cache, shared by its operations, and the rule who must take a key's lock. */
final class CacheContext<K, V> implements EventCodec<K, V>, RemovalSink {
    private static final Logger LOG = LoggerFactory.getLogger(CacheContext.class);

    final String name;
    final Backing backing;
    final Keys<K> keys;
    final Expiry expiry;
    final EventDispatcher<K, V> events;
    final Counters counters = new Counters();
    final KeyLocks locks;
    final Executor executor;
    final @Nullable CacheLoader<K, V> loader;
    final boolean readThrough;

    /** Set if writes go through to it. */
    final @Nullable CacheWriter<? super K, ? super V> writer;

    /** Decodes values where they lie. */
    final ValueReader<V> valueReader;

    private final ValueCodec<V> values;
    private final boolean alwaysLocked;
    private final boolean blindReads;
    private final boolean blindWrites;
    private final AtomicInteger invocations = new AtomicInteger();

    /**
     * Puts a cache together.
     *
     * @param parts what the manager made of the configuration
     * @param source the cache that events name
     * @param opener opens the backing, which tells this context of expired entries
     */
    CacheContext(CacheParts<K, V> parts, Cache<K, V> source, BackingOpener opener) {
        name = parts.name();
        events = new EventDispatcher<>(source, this, parts.executor());
        backing = opener.open(this);
        keys = new Keys<>(parts.keyCodec(), backing);
        expiry = parts.expiry();
        locks = new KeyLocks(name);
        executor = parts.executor();
        loader = parts.loader();
        readThrough = parts.readThrough();
        writer = parts.writer();
        values = parts.valueCodec();
        valueReader = values::decodeOrMiss;
        boolean loads = readThrough && loader != null;
        alwaysLocked = expiry.isCustom() || writer != null || loads;
        blindReads = expiry.isUnchangedOnAccess();
        blindWrites = expiry.isBlind() && !alwaysLocked;
    }

    /** Tells whether a hit changes nothing but the counts. */
    boolean readsAreBlind() {
        return blindReads;
    }

    /** Tells whether a write of this key needs to know nothing of what was there. */
    boolean writesAreBlind(byte[] encoded) {
        return blindWrites && !mustLock(encoded);
    }

    /** Tells whether all writes need to know nothing of what was there. */
    boolean writesAreBlind() {
        return blindWrites && keys.areCanonical() && !mustLock();
    }

    /** Tells whether every operation that changes an entry must hold its key's lock. */
    boolean mustLock() {
        return alwaysLocked || events.isActive() || invocations.get() != 0;
    }

    /** Tells whether an operation that changes this entry must hold its key's lock. */
    boolean mustLock(byte[] encoded) {
        return mustLock() || !keys.isCanonical(encoded);
    }

    /** Makes operations that begin after this take locks, until {@link #endInvocation}. */
    void beginInvocation() {
        invocations.getAndIncrement();
    }

    void endInvocation() {
        invocations.getAndDecrement();
    }

    /** Takes the key's lock if it must be held. */
    KeyLocks.@Nullable KeyLock lockIfNeeded(K key, byte[] encoded) {
        return mustLock(encoded) ? lock(key, encoded) : null;
    }

    KeyLocks.KeyLock lock(K key, byte[] encoded) {
        return locks.lock(keys.lockBytes(encoded), keys.identity(key, encoded), key);
    }

    void unlock(KeyLocks.@Nullable KeyLock lock) {
        if (lock != null) {
            locks.unlock(lock);
        }
    }

    /** Takes the locks of several keys if they must be held, in an order that all callers share. */
    List<KeyLocks.KeyLock> lockAllIfNeeded(List<? extends KeyedEntry<K>> entries) {
        if (!mustLock() && keys.areCanonical()) {
            return List.of();
        }
        List<KeyedEntry<K>> sorted = sorted(entries);
        List<KeyLocks.KeyLock> held = new ArrayList<>(sorted.size());
        Set<Object> identities = new HashSet<>();
        boolean complete = false;
        try {
            for (KeyedEntry<K> entry : sorted) {
                // A set of arrays may hold one key twice.
                Object identity = keys.identity(entry.key(), entry.keyBytes());
                if (identities.add(identity)) {
                    held.add(locks.lock(keys.lockBytes(entry.keyBytes()), identity, entry.key()));
                }
            }
            complete = true;
            return held;
        } finally {
            if (!complete) {
                unlockAll(held);
            }
        }
    }

    /** Returns the entries in an order that all callers share. */
    List<KeyedEntry<K>> sorted(List<? extends KeyedEntry<K>> entries) {
        List<KeyedEntry<K>> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(entry -> keys.lockBytes(entry.keyBytes())));
        return sorted;
    }

    void unlockAll(List<KeyLocks.KeyLock> held) {
        locks.unlockAll(held);
    }

    /** Tells whether what a put writes depends on nothing that was there, so that under its key's lock it need not look. */
    boolean putsAreBlindWhenLocked() {
        return expiry.isBlind() && keys.areCanonical() && !events.isActive();
    }

    /** Tells whether removals need to know nothing of what they remove. */
    boolean removalsAreBlindWhenLocked() {
        return keys.areCanonical() && !events.isActive();
    }

    /**
     * Tells whether removals may be done without locks. Where leases are held they end what is being loaded, and every
     * other operation notices that its entry is gone.
     */
    boolean removalsNeedNoLock() {
        return removalsAreBlindWhenLocked() && (!mustLock() || backing.holdsLeases());
    }

    /** Tells whether a stored value can be decoded, where one that cannot be is to be treated as absent. */
    boolean isReadable(byte[] stored) {
        return !values.skipsUndecodable() || decodeOrMiss(stored) != null;
    }

    /** Decodes a value; null if it cannot be and is to be treated as absent. */
    @Nullable
    V decodeOrMiss(byte[] stored) {
        return valueReader.read(stored, 0, stored.length);
    }

    /** Returns the cache's counters and sizes. */
    SlabCacheStatistics statistics() {
        Counters.Snapshot counts = counters.snapshot();
        BackingStatistics held = backing.statistics();
        return new SlabCacheStatistics(
                counts.hits(),
                counts.misses(),
                counts.puts(),
                counts.removals(),
                held.evictions(),
                held.expirations(),
                held.rejections(),
                held.failedReads(),
                held.droppedWrites(),
                held.entries(),
                held.capacity(),
                held.usedBytes(),
                held.payloadBytes(),
                held.slabClasses());
    }

    /** Returns the value's bytes. */
    byte[] encodeValue(V value) {
        Objects.requireNonNull(value, "the value must not be null");
        return values.encode(value);
    }

    /** Tells whether stored bytes are a value equal to the given one. */
    boolean isEqualValue(byte[] stored, V value, byte[] valueBytes) {
        return values.matches(value, valueBytes, stored, 0, stored.length);
    }

    @Override
    public K decodeKey(byte[] bytes) {
        return keys.decode(bytes);
    }

    @Override
    public V decodeValue(byte[] bytes) {
        return values.decode(bytes);
    }

    @Nullable
    CacheEntryListenerException publish(
            EventType type, byte[] key, byte @Nullable [] value, byte @Nullable [] oldValue) {
        return events.isActive() ? events.dispatch(type, key, value, oldValue) : null;
    }

    @Override
    public boolean isInterested() {
        return events.isExpiryWanted();
    }

    /** Delivers EXPIRED. A failing listener is logged: the operation that met the expired entry goes on. */
    @Override
    public void onExpired(byte[] key, byte[] value) {
        CacheEntryListenerException failure = publish(EventType.EXPIRED, key, null, value);
        if (failure != null) {
            LOG.warn("a listener failed on an expired entry: cache={}", name, failure);
        }
    }

    /** Has EXPIRED delivered by the executor, to synchronous listeners too: nobody waits for them. */
    @Override
    public void onSwept(byte[] key, byte[] value) {
        events.dispatchLater(EventType.EXPIRED, key, null, value);
    }

    /** Opens the backing of a cache. */
    @FunctionalInterface
    interface BackingOpener {
        /**
         * Opens a backing.
         *
         * @param sink told of expired entries
         * @return an open backing
         */
        Backing open(RemovalSink sink);
    }
}
