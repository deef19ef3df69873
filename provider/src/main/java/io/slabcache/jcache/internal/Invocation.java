package io.slabcache.jcache.internal;

import io.slabcache.store.StoreItem;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import org.jspecify.annotations.Nullable;

/**
 * One run of an entry processor under its key's lock. Its effects wait in a {@link ProcessorEntry} and are applied as
 * one conditional step. The processor runs again only if the entry was changed by somebody who does not take the lock:
 * another process, the eviction, or a plain write that had begun before the invocation.
 */
final class Invocation<K, V, T> {
    private final CacheContext<K, V> cache;
    private final Loading<K, V> loading;
    private final EntryProcessor<K, V, T> processor;
    private final @Nullable Object[] arguments;
    private final KeyOperation<K, V> operation;
    private final long start;
    private boolean removed;
    private boolean stored;

    Invocation(
            CacheContext<K, V> cache,
            Loading<K, V> loading,
            K key,
            byte[] encoded,
            EntryProcessor<K, V, T> processor,
            @Nullable Object[] arguments) {
        this.cache = cache;
        this.loading = loading;
        this.processor = processor;
        this.arguments = arguments;
        this.start = cache.counters.start();
        this.operation = new KeyOperation<>(cache, key, encoded);
    }

    @Nullable
    T run() {
        ProcessorEntry<K, V> entry = new ProcessorEntry<>(cache, loading, operation);
        try {
            return run(entry);
        } finally {
            Lease unused = entry.takeLease();
            if (unused != null) {
                cache.backing.release(unused);
            }
        }
    }

    private @Nullable T run(ProcessorEntry<K, V> entry) {
        StoreItem current = operation.look();
        while (true) {
            entry.reset(current);
            T result = process(entry);
            byte[] valueBytes = entry.encodedValue();
            StoreItem seen = entry.seen();
            boolean done = apply(entry, seen, valueBytes);
            while (!done) {
                current = operation.look();
                if (!isSame(seen, current) || entry.isOutdated()) {
                    break;
                }
                // The step was lost but the entry is what the processor saw.
                done = apply(entry, current, valueBytes);
            }
            if (done) {
                finish(seen != null);
                return result;
            }
        }
    }

    static EntryProcessorException wrap(Throwable e) {
        return e instanceof EntryProcessorException known
                ? known
                : new EntryProcessorException("the entry processor failed", e);
    }

    private @Nullable T process(ProcessorEntry<K, V> entry) {
        try {
            return processor.process(entry, arguments);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) { // The specification's tests want errors wrapped like exceptions.
            throw wrap(e);
        }
    }

    /** Makes one attempt to apply what the processor did; false if the entry is another one now. */
    private boolean apply(ProcessorEntry<K, V> entry, @Nullable StoreItem current, byte @Nullable [] valueBytes) {
        return switch (entry.effect()) {
            case NONE -> true;
            case ACCESS -> current == null || operation.tryAccess(current);
            case LOAD -> valueBytes == null || keepLoaded(entry, valueBytes);
            case SET -> valueBytes == null || set(entry, current, valueBytes);
            case REMOVE -> remove(current);
        };
    }

    private boolean keepLoaded(ProcessorEntry<K, V> entry, byte[] valueBytes) {
        Lease lease = entry.takeLease();
        if (lease == null || !lease.isHeld()) {
            return new LoadedValue<>(cache, operation, valueBytes).tryFill();
        }
        // If the lease was taken away the value is not kept, but it was what the processor saw.
        new LoadedValue<>(cache, operation, valueBytes).fill(lease);
        return true;
    }

    private boolean set(ProcessorEntry<K, V> entry, @Nullable StoreItem current, byte[] valueBytes) {
        boolean expired = (current == null ? operation.creation() : operation.update()) == Expiry.AT_ONCE;
        operation.requireFits(current, valueBytes);
        operation.writeThrough(entry.value(), valueBytes);
        if (current == null && expired) {
            return true;
        }
        Lease lease = current == null ? entry.takeLease() : null;
        boolean done;
        if (lease != null && lease.isHeld()) {
            done = operation.tryStore(lease, valueBytes);
            if (!done) {
                entry.forgetLoaded();
            }
        } else {
            done = operation.tryStore(current, valueBytes);
        }
        stored = done && !operation.wasDropped();
        return done;
    }

    private boolean remove(@Nullable StoreItem current) {
        operation.deleteThrough();
        if (current == null) {
            return operation.endLoading();
        }
        boolean done = operation.tryDelete(current);
        removed = done && !operation.wasDropped();
        return done;
    }

    private void finish(boolean hit) {
        cache.counters.read(hit, start);
        if (stored) {
            cache.counters.put(start);
        }
        if (removed) {
            cache.counters.removal(start);
        }
        operation.throwListenerFailure();
    }

    private static boolean isSame(@Nullable StoreItem seen, @Nullable StoreItem current) {
        return seen == null ? current == null : current != null && seen.casToken() == current.casToken();
    }
}
