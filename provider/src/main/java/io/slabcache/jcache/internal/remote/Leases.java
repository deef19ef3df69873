package io.slabcache.jcache.internal.remote;

import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.WriteResult;
import io.slabcache.client.WriteStatus;
import io.slabcache.jcache.internal.BackingException;
import io.slabcache.jcache.internal.Lease;
import io.slabcache.jcache.internal.Outcome;
import io.slabcache.store.StoreClock;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to load a key, for one client at a time: an item under the entry's key that is nobody's value. Whatever
 * happens to the key, a write or a removal, takes the item away, and then the loaded value is not stored.
 */
final class Leases {
    /* Implementation notes

    How long somebody waits. A lease that is not ended by its owner ends by itself after the lease's duration, and then one
    of those who wait takes it. Nobody waits longer than one such duration for one lease, by his own clock, whatever becomes
    of it: then he takes it from whoever has it. A lease that somebody else has taken meanwhile is another one, for which
    he waits anew; else all who wait would take it from each other, and all would load. */

    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final MemcachedClient client;
    private final ExactSettings settings;
    private final KeyGrammar grammar;
    private final Generations generations;
    private final StoreClock clock;
    private final EntryReader reader;
    private final EntryWriter writer;

    Leases(
            MemcachedClient client,
            ExactSettings settings,
            KeyGrammar grammar,
            Generations generations,
            StoreClock clock,
            EntryReader reader,
            EntryWriter writer) {
        this.client = client;
        this.settings = settings;
        this.grammar = grammar;
        this.generations = generations;
        this.clock = clock;
        this.reader = reader;
        this.writer = writer;
    }

    /** Takes the lease, waiting while somebody else has it; null if there is an entry. */
    @Nullable
    Lease acquire(byte[] key) {
        byte[] wire = grammar.wire(key);
        long patience = TimeUnit.MILLISECONDS.toNanos(settings.leaseMillis());
        long start = System.nanoTime();
        long pause = FIRST_PAUSE_NANOS;
        long awaited = MemcachedClient.ANY_TOKEN;
        while (true) {
            Sighting found = reader.look(key, wire);
            if (found.isLive()) {
                return null;
            }
            long left = 0;
            if (found.verdict() == Verdict.LEASED) {
                long token = reader.requireToken(found.item(), wire);
                if (token != awaited) {
                    awaited = token;
                    start = System.nanoTime();
                    pause = FIRST_PAUSE_NANOS;
                }
                left = patience - (System.nanoTime() - start);
            }
            if (left > 0) {
                pause(key, Math.min(pause, left));
                pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            } else {
                Lease lease = take(key, wire, found);
                if (lease != null) {
                    return lease;
                }
            }
        }
    }

    /** Stores a loaded value if the lease still stands. */
    Outcome fill(RemoteLease lease, byte[] value, long expiryMillis) {
        byte[] wire = grammar.wire(lease.key());
        return writer.cas(lease.key(), wire, lease.token(), value, expiryMillis, lease.generation());
    }

    /** Ends a lease without a value. If that fails the lease ends by itself. */
    void release(Lease lease) {
        try {
            client.delete(grammar.wire(lease.key()), lease.token());
        } catch (MemcachedException e) {
            LOG.debug(
                    "a lease was not released and ends by itself: cache={}, leaseMillis={}",
                    settings.cacheName(),
                    settings.leaseMillis(),
                    e);
        }
    }

    /**
     * Takes a lease away, as a removal of the key's entry does.
     *
     * @param wire the key on the server
     * @param found the lease
     * @return false if something else is there now
     */
    boolean revoke(byte[] wire, Sighting found) {
        return client.delete(wire, reader.requireToken(found.item(), wire)).status() != WriteStatus.EXISTS;
    }

    private @Nullable Lease take(byte[] key, byte[] wire, Sighting found) {
        long generation = found.isNothing() ? generations.forWriting(generations.of(wire)) : found.generation();
        long expiry = clock.millis() + settings.leaseMillis();
        byte[] envelope = Envelope.wrap(
                Envelope.LEASE,
                expiry,
                generation,
                settings.fingerprint(),
                KeyGrammar.isHashed(wire) ? key : null,
                owner());
        long timeToLive = writer.timeToLive(expiry);
        WriteResult taken = found.isNothing()
                ? client.add(wire, envelope, Envelope.CLIENT_FLAGS, timeToLive)
                : client.cas(
                        wire, reader.requireToken(found.item(), wire), envelope, Envelope.CLIENT_FLAGS, timeToLive);
        if (!taken.isDone()) {
            return null;
        }
        if (taken.casToken() == MemcachedClient.ANY_TOKEN) {
            throw Generations.missingToken(client.nodeOf(wire));
        }
        return new RemoteLease(key, taken.casToken(), generation);
    }

    /** Returns what no other lease holds, so that no two are alike. */
    private static byte[] owner() {
        return ByteBuffer.allocate(Long.BYTES)
                .putLong(ThreadLocalRandom.current().nextLong())
                .array();
    }

    private void pause(byte[] key, long nanos) {
        LockSupport.parkNanos(this, nanos);
        if (Thread.currentThread().isInterrupted()) {
            throw new BackingException(
                    "a wait for another client that loads the key must not be interrupted: cache="
                            + settings.cacheName() + ", keyLength=" + key.length,
                    null);
        }
    }
}
