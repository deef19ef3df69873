package io.slabcache.jcache.internal;

import io.slabcache.store.StoreItem;
import java.util.Arrays;
import java.util.List;
import javax.cache.CacheException;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.EventType;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;

/**
 * One operation on one key: the loop of conditional steps over the backing, and all that must happen once in it however
 * often a step is lost (the policy's answers, the writer's call). It sends the events of what it did; it holds no lock
 * and counts nothing, its caller does.
 */
final class KeyOperation<K, V> {
    /** An answer that the policy was not asked for yet. */
    private static final long NOT_ASKED = Long.MIN_VALUE;

    private final CacheContext<K, V> cache;
    private final K key;
    private final byte[] keyBytes;
    private long creationLifetime = NOT_ASKED;
    private long updateLifetime = NOT_ASKED;
    private long accessLifetime = NOT_ASKED;
    private boolean deletedThrough;
    private byte @Nullable [] writtenThrough;
    private boolean dropped;
    private @Nullable StoreItem previous;
    private @Nullable CacheEntryListenerException listenerFailure;

    /**
     * Begins an operation; if the key's lock must be held, the caller holds it.
     *
     * @param cache the cache
     * @param key the key
     * @param encoded the key's bytes
     */
    KeyOperation(CacheContext<K, V> cache, K key, byte[] encoded) {
        this.cache = cache;
        this.key = key;
        this.keyBytes = cache.keys.resolve(cache.backing, key, encoded);
    }

    K key() {
        return key;
    }

    byte[] keyBytes() {
        return keyBytes;
    }

    /** Returns the entry that the operation found, null if there was none. */
    @Nullable
    StoreItem previous() {
        return previous;
    }

    /** Returns the value that the operation found, null if there was none. */
    @Nullable
    V previousValue() {
        StoreItem item = previous;
        return item == null ? null : cache.decodeValue(item.value());
    }

    /** Returns the failure of a synchronous listener, which the caller throws when all else is done. */
    @Nullable
    CacheEntryListenerException listenerFailure() {
        return listenerFailure;
    }

    void throwListenerFailure() {
        if (listenerFailure != null) {
            throw listenerFailure;
        }
    }

    /** Tells whether the last step was given up without effect, where failures are not told. */
    boolean wasDropped() {
        return dropped;
    }

    /** Looks at the entry. One that cannot be decoded, and is to be treated as absent, is taken away. */
    @Nullable
    StoreItem look() {
        StoreItem found = cache.backing.get(keyBytes);
        while (found != null && !cache.isReadable(found.value())) {
            cache.backing.replaceIf(keyBytes, found, Change.DELETE);
            found = cache.backing.get(keyBytes);
        }
        previous = found;
        return found;
    }

    /** Looks at an entry that is to be removed; if it is absent nobody's loading of it will be stored. */
    private @Nullable StoreItem lookToRemove() {
        previous = cache.backing.getToRemove(keyBytes);
        return previous;
    }

    /** Ends the loading of an absent entry; false if it is not absent any more. */
    boolean endLoading() {
        return lookToRemove() == null;
    }

    /** Reads the entry and counts the read as an access for the expiry policy. */
    @Nullable
    StoreItem read() {
        StoreItem current;
        do {
            current = look();
        } while (current != null && !tryAccess(current));
        return current;
    }

    /** Counts the reading of an entry that was seen as an access; if it is another one now, reads that. */
    @Nullable
    StoreItem read(StoreItem seen) {
        previous = seen;
        return cache.isReadable(seen.value()) && tryAccess(seen) ? seen : read();
    }

    /** Stores a value whatever there is, which the policy, the listeners and the caller need not know. */
    void storeBlind(V value, byte[] valueBytes) {
        cache.backing.requireFits(keyBytes, valueBytes);
        writeThrough(value, valueBytes);
        try {
            cache.backing.set(keyBytes, valueBytes, creation());
        } catch (RuntimeException e) {
            dropIfWritten(e);
            throw e;
        }
    }

    /**
     * Stores a value if the condition holds.
     *
     * @param condition what the present entry must be like
     * @param value the value, for the writer
     * @param valueBytes its bytes
     * @param through whether to write through
     * @return what was done
     */
    Stored store(Condition<V> condition, V value, byte[] valueBytes, boolean through) {
        while (true) {
            StoreItem current = look();
            if (!condition.holds(cache, current)) {
                if (condition.isMismatchAccess() && current != null && !tryAccess(current)) {
                    continue;
                }
                return Stored.NOT;
            }
            if (current == null && creation() == Expiry.AT_ONCE) {
                if (through && !condition.needsAbsence()) {
                    writeThrough(value, valueBytes);
                }
                return Stored.EXPIRED_AT_CREATION;
            }
            requireFits(current, valueBytes);
            if (through) {
                writeThrough(value, valueBytes);
            }
            if (tryStore(current, valueBytes)) {
                return dropped ? Stored.NOT : Stored.YES;
            }
        }
    }

    /** Refuses a value that is to be stored over the state that was seen and is too large, before the writer hears of it. */
    void requireFits(@Nullable StoreItem current, byte[] valueBytes) {
        if ((current == null ? creation() : update()) != Expiry.AT_ONCE) {
            cache.backing.requireFits(keyBytes, valueBytes);
        }
    }

    /**
     * Makes one attempt to store a value over the state that was seen, and sends the events if it succeeds.
     *
     * @param current the entry that was seen, or null; its creation policy must not have said at once
     * @param valueBytes the value
     * @return false if the state is another one now
     */
    boolean tryStore(@Nullable StoreItem current, byte[] valueBytes) {
        if (current == null) {
            if (!step(null, Change.write(valueBytes, creation()))) {
                return false;
            }
            publish(EventType.CREATED, valueBytes, null);
            return true;
        }
        long expiry = update();
        Change change = expiry == Expiry.AT_ONCE
                ? Change.DELETE
                : Change.write(valueBytes, expiry == Expiry.UNCHANGED ? current.expiryMillis() : expiry);
        if (!step(current, change)) {
            return false;
        }
        publish(EventType.UPDATED, valueBytes, current.value());
        if (expiry == Expiry.AT_ONCE) {
            publish(EventType.EXPIRED, null, valueBytes);
        }
        return true;
    }

    /**
     * Removes the entry if the condition holds.
     *
     * @param condition what the present entry must be like
     * @param through whether to delete through; without a condition on the entry this is done for an absent one too
     * @return whether a live entry was removed
     */
    boolean delete(Condition<V> condition, boolean through) {
        while (true) {
            boolean tellsWriter = through && cache.writer != null;
            StoreItem current = condition.isAny() && !tellsWriter ? lookToRemove() : look();
            if (!condition.holds(cache, current)) {
                if (condition.isMismatchAccess() && current != null && !tryAccess(current)) {
                    continue;
                }
                return false;
            }
            if (through) {
                deleteThrough();
            }
            if (current == null) {
                // What others began to load before the writer heard of it is not to be stored after it.
                if (!tellsWriter || endLoading()) {
                    return false;
                }
                continue;
            }
            if (tryDelete(current)) {
                return !dropped;
            }
        }
    }

    /** Makes one attempt to remove the entry that was seen, and sends the event if it succeeds. */
    boolean tryDelete(StoreItem current) {
        if (!step(current, Change.DELETE)) {
            return false;
        }
        publish(EventType.REMOVED, null, current.value());
        return true;
    }

    /** Counts an access to the entry that was seen; false if its state is another one now. */
    boolean tryAccess(StoreItem current) {
        if (cache.readsAreBlind()) {
            return true;
        }
        long expiry = access();
        if (expiry == Expiry.UNCHANGED || expiry == current.expiryMillis()) {
            return true;
        }
        if (expiry != Expiry.AT_ONCE) {
            return step(current, Change.touch(expiry));
        }
        if (!step(current, Change.DELETE)) {
            return false;
        }
        publish(EventType.EXPIRED, null, current.value());
        return true;
    }

    /** Makes one attempt to store the value of an absent entry, of which listeners are not told. */
    boolean tryStoreQuietly(byte[] valueBytes) {
        return step(null, Change.write(valueBytes, creation()));
    }

    /**
     * Makes one attempt to store a value that was made of a loaded one, and ends the lease under which that was loaded.
     *
     * @return false if the lease was taken away: what was loaded may be older than what took it away
     */
    boolean tryStore(Lease lease, byte[] valueBytes) {
        boolean ended = false;
        try {
            Outcome outcome = cache.backing.fill(lease, valueBytes, creation());
            ended = true;
            if (!isDone(outcome)) {
                return false;
            }
        } catch (RuntimeException e) {
            dropIfWritten(e);
            throw e;
        } finally {
            if (!ended) {
                cache.backing.release(lease);
            }
        }
        publish(EventType.CREATED, valueBytes, null);
        return true;
    }

    /** Gives the value to the writer, once for one value. */
    void writeThrough(V value, byte[] valueBytes) {
        CacheWriter<? super K, ? super V> writer = cache.writer;
        byte[] written = writtenThrough;
        if (writer == null || (written != null && Arrays.equals(written, valueBytes))) {
            return;
        }
        try {
            writer.write(new ValueEntry<>(key, value));
        } catch (RuntimeException e) {
            throw wrapWriterFailure(e);
        }
        writtenThrough = valueBytes;
        deletedThrough = false;
    }

    /** Says that the writer was given the value already, with those of other keys. */
    void wasWrittenThrough(byte[] valueBytes) {
        writtenThrough = valueBytes;
    }

    /** Tells the writer of the removal, once. */
    void deleteThrough() {
        CacheWriter<? super K, ? super V> writer = cache.writer;
        if (writer == null || deletedThrough) {
            return;
        }
        try {
            writer.delete(key);
        } catch (RuntimeException e) {
            throw wrapWriterFailure(e);
        }
        deletedThrough = true;
        writtenThrough = null;
    }

    static CacheWriterException wrapWriterFailure(RuntimeException e) {
        return e instanceof CacheWriterException known ? known : new CacheWriterException("the cache writer failed", e);
    }

    /** Returns the expiry time of an entry that is created now: the policy is asked once, its answer counts from each step. */
    long creation() {
        if (creationLifetime == NOT_ASKED) {
            creationLifetime = cache.expiry.lifetimeOfCreation();
        }
        return instant(creationLifetime);
    }

    /** Returns the expiry time of an entry that is updated now. */
    long update() {
        if (updateLifetime == NOT_ASKED) {
            updateLifetime = cache.expiry.lifetimeOfUpdate();
        }
        return instant(updateLifetime);
    }

    private long access() {
        if (accessLifetime == NOT_ASKED) {
            accessLifetime = cache.expiry.lifetimeOfAccess();
        }
        return instant(accessLifetime);
    }

    private long instant(long lifetime) {
        return Expiry.instant(lifetime, cache.backing.millis());
    }

    private boolean step(@Nullable StoreItem seen, Change change) {
        try {
            return isDone(cache.backing.replaceIf(keyBytes, seen, change));
        } catch (RuntimeException e) {
            dropIfWritten(e);
            throw e;
        }
    }

    /** Tells whether there is nothing more to try. */
    private boolean isDone(Outcome outcome) {
        dropped = outcome == Outcome.DROPPED;
        return switch (outcome) {
            case DONE, DROPPED -> true;
            case LOST -> false;
            case UNKNOWN ->
                throw new CacheException(
                        "nobody can tell whether the operation took effect: cache=" + cache.name + ", key=" + key);
        };
    }

    /** Takes the entry out of a cache that could not follow the writer, so that nobody reads what it was before. */
    private void dropIfWritten(RuntimeException failure) {
        if (writtenThrough == null && !deletedThrough) {
            return;
        }
        try {
            cache.backing.deleteAll(List.of(keyBytes));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Sends the event of the last step, unless that was dropped. */
    void publish(EventType type, byte @Nullable [] value, byte @Nullable [] oldValue) {
        if (dropped) {
            return;
        }
        listenerFailure = Failures.merge(listenerFailure, cache.publish(type, keyBytes, value, oldValue));
    }

    /** What a conditional store did. */
    enum Stored {
        /** The condition did not hold, or the step was dropped. */
        NOT,
        /** The expiry policy wanted the new entry to expire at once: nothing was stored. */
        EXPIRED_AT_CREATION,
        /** The entry was created or updated. */
        YES
    }
}
