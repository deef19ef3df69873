package io.slabcache.jcache.internal.remote;

import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedException;
import io.slabcache.jcache.internal.Backing;
import io.slabcache.jcache.internal.BackingException;
import io.slabcache.jcache.internal.BackingStatistics;
import io.slabcache.jcache.internal.Change;
import io.slabcache.jcache.internal.Lease;
import io.slabcache.jcache.internal.Outcome;
import io.slabcache.jcache.internal.RemovalSink;
import io.slabcache.jcache.internal.ValueReader;
import io.slabcache.store.StoreClock;
import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entries of one cache on memcached servers, with all that JSR-107 needs in an envelope around each value. */
final class MemcachedBacking implements Backing {
    private final MemcachedClient client;
    private final ExactSettings settings;
    private final KeyGrammar grammar;
    private final Generations generations;
    private final StoreClock clock;
    private final ItemLimits limits;
    private final BulkFailures bulkFailures;
    private final EntryReader reader;
    private final EntryWriter writer;
    private final Leases leases;
    private final RemoteFailures failures;
    private volatile boolean closed;

    /**
     * Creates a backing.
     *
     * @param client talks to the servers; not closed with the backing
     * @param settings what the entries are like
     * @param grammar the keys on the servers
     * @param generations the generations
     * @param clock says the time
     * @param limits the sizes that the servers take
     * @param bulkFailures the rule for operations on many entries
     * @param sink told of expired entries
     * @param onMismatch called for an entry with another fingerprint; throws what says the difference
     */
    MemcachedBacking(
            MemcachedClient client,
            ExactSettings settings,
            KeyGrammar grammar,
            Generations generations,
            StoreClock clock,
            ItemLimits limits,
            BulkFailures bulkFailures,
            RemovalSink sink,
            Runnable onMismatch) {
        this.client = client;
        this.settings = settings;
        this.grammar = grammar;
        this.generations = generations;
        this.clock = clock;
        this.limits = limits;
        this.bulkFailures = bulkFailures;
        this.reader = new EntryReader(client, settings, grammar, generations, clock, bulkFailures, sink, onMismatch);
        this.writer = new EntryWriter(client, settings, grammar, generations, clock, bulkFailures, reader);
        this.leases = new Leases(client, settings, grammar, generations, clock, reader, writer);
        this.failures = new RemoteFailures(settings.cacheName(), limits);
    }

    @Override
    public long millis() {
        return clock.millis();
    }

    @Override
    public <V> @Nullable V read(byte[] key, ValueReader<V> valueReader) {
        requireOpen();
        try {
            return reader.read(key, valueReader);
        } catch (MemcachedException e) {
            throw failures.failed("read", e);
        }
    }

    @Override
    public @Nullable StoreItem get(byte[] key) {
        requireOpen();
        try {
            byte[] wire = grammar.wire(key);
            Sighting found = reader.look(key, wire);
            return found.isLive() ? stored(wire, found) : null;
        } catch (MemcachedException e) {
            throw failures.failed("read", e);
        }
    }

    @Override
    public @Nullable StoreItem getToRemove(byte[] key) {
        requireOpen();
        try {
            byte[] wire = grammar.wire(key);
            while (true) {
                Sighting found = reader.look(key, wire);
                if (found.isLive()) {
                    return stored(wire, found);
                }
                if (found.verdict() != Verdict.LEASED || leases.revoke(wire, found)) {
                    return null;
                }
            }
        } catch (MemcachedException e) {
            throw failures.failed("read", e);
        }
    }

    @Override
    public boolean contains(byte[] key) {
        requireOpen();
        try {
            return reader.look(key, grammar.wire(key)).isLive();
        } catch (MemcachedException e) {
            throw failures.failed("read", e);
        }
    }

    @Override
    public void requireFits(byte[] key, byte[] value) {
        requireOpen();
        settings.requireFits(key, value);
        byte[] wire = grammar.wire(key);
        int overhead = Envelope.overhead(KeyGrammar.isHashed(wire) ? key : null);
        limits.requireFits(settings.cacheName(), wire, overhead, value.length);
    }

    @Override
    public void set(byte[] key, byte[] value, long expiryMillis) {
        requireOpen();
        try {
            writer.set(key, value, expiryMillis);
        } catch (MemcachedException e) {
            throw failures.failed("write", e);
        }
    }

    @Override
    public Outcome replaceIf(byte[] key, @Nullable StoreItem seen, Change next) {
        requireOpen();
        try {
            return writer.replaceIf(key, seen, next);
        } catch (MemcachedException e) {
            throw failures.failed("conditional write", e);
        }
    }

    @Override
    public List<@Nullable StoreItem> getAll(List<byte[]> keys) {
        requireOpen();
        List<byte[]> wires = wires(keys);
        try {
            List<Sighting> sightings = reader.lookAll(keys, wires);
            List<@Nullable StoreItem> items = new ArrayList<>(sightings.size());
            for (int i = 0; i < sightings.size(); i++) {
                Sighting found = sightings.get(i);
                items.add(found.isLive() ? stored(wires.get(i), found) : null);
            }
            return items;
        } catch (MemcachedException e) {
            throw failures.failed("read of several", e);
        }
    }

    @Override
    public <V> List<@Nullable V> readAll(List<byte[]> keys, ValueReader<V> valueReader) {
        requireOpen();
        try {
            List<Sighting> sightings = reader.lookAll(keys, wires(keys));
            List<@Nullable V> values = new ArrayList<>(sightings.size());
            for (Sighting found : sightings) {
                values.add(found.isLive() ? found.read(valueReader) : null);
            }
            return values;
        } catch (MemcachedException e) {
            throw failures.failed("read of several", e);
        }
    }

    @Override
    public void setAll(List<byte[]> keys, List<byte[]> values, long expiryMillis) {
        requireOpen();
        try {
            writer.setAll(keys, values, expiryMillis);
        } catch (MemcachedException e) {
            throw failures.failed("write of several", e);
        }
    }

    @Override
    public long deleteAll(Collection<byte[]> keys) {
        requireOpen();
        BulkRemoval removal = new BulkRemoval(bulkFailures);
        try {
            writer.deleteAll(List.copyOf(keys), removal);
            return removal.removed();
        } catch (MemcachedException e) {
            throw failures.failed("removal of several", e, removal);
        }
    }

    @Override
    public boolean holdsLeases() {
        return true;
    }

    @Override
    public @Nullable Lease acquireLease(byte[] key) {
        requireOpen();
        try {
            return leases.acquire(key);
        } catch (MemcachedException e) {
            throw failures.failed("lease", e);
        }
    }

    @Override
    public Outcome fill(Lease lease, byte[] value, long expiryMillis) {
        requireOpen();
        if (!(lease instanceof RemoteLease own)) {
            throw new IllegalArgumentException("a lease must be of this backing: cache=" + settings.cacheName());
        }
        try {
            return leases.fill(own, value, expiryMillis);
        } catch (MemcachedException e) {
            throw failures.failed("write of a loaded value", e);
        }
    }

    @Override
    public void release(Lease lease) {
        leases.release(lease);
    }

    @Override
    public StoreCursor entries() {
        requireOpen();
        return cursor(false);
    }

    @Override
    public StoreCursor entriesToRemove() {
        requireOpen();
        return cursor(true);
    }

    @Override
    public void clear() {
        requireOpen();
        List<MemcachedException> down = generations.advance();
        if (!down.isEmpty()) {
            throw failures.failed("clear", down);
        }
    }

    /** Removes the description though a node has not heard of the clear, which it will. */
    @Override
    public void destroy() {
        try {
            clear();
        } catch (BackingException e) {
            try {
                removeDescription();
            } catch (BackingException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
        removeDescription();
    }

    private void removeDescription() {
        try {
            client.delete(grammar.descriptionKey(), MemcachedClient.ANY_TOKEN);
        } catch (MemcachedException e) {
            throw failures.failed("removal of the cache's description", e);
        }
    }

    @Override
    public BackingStatistics statistics() {
        requireOpen();
        return BackingStatistics.remote(reader.expirations(), bulkFailures.reads(), bulkFailures.writes());
    }

    /** Ends the use of this cache; its entries stay where they are. */
    @Override
    public void close() {
        closed = true;
    }

    private StoreCursor cursor(boolean revoking) {
        try {
            return new RemoteCursor(
                    WireKeys.list(client, grammar::isEntry), this::requireOpen, wires -> fetch(wires, revoking));
        } catch (MemcachedException e) {
            throw failures.failed("listing of the keys", e);
        }
    }

    private List<RemoteCursor.Entry> fetch(List<byte[]> wires, boolean revoking) {
        try {
            List<Sighting> sightings = reader.lookAll(null, wires);
            List<RemoteCursor.Entry> entries = new ArrayList<>(wires.size());
            for (int i = 0; i < wires.size(); i++) {
                byte[] wire = wires.get(i);
                Sighting found = sightings.get(i);
                if (revoking && found.verdict() == Verdict.LEASED) {
                    leases.revoke(wire, found);
                }
                byte[] key = found.isLive() ? reader.keyOf(wire, found) : null;
                if (key != null) {
                    entries.add(new RemoteCursor.Entry(key, stored(wire, found)));
                }
            }
            return entries;
        } catch (MemcachedException e) {
            throw failures.failed("read of several", e);
        }
    }

    private List<byte[]> wires(List<byte[]> keys) {
        List<byte[]> wires = new ArrayList<>(keys.size());
        for (byte[] key : keys) {
            wires.add(grammar.wire(key));
        }
        return wires;
    }

    /** Makes what was found an entry for those above; its client flags stand for its generation. */
    private StoreItem stored(byte[] wire, Sighting found) {
        long token = reader.requireToken(found.item(), wire);
        byte[] envelope = found.item().value();
        long expiry = Envelope.expiry(envelope);
        if (Envelope.isServerExpiry(envelope) && expiry != NO_EXPIRY) {
            // One less, so that a time that begins now is never taken for the one that the server counts already.
            expiry += clock.millis() - 1;
        }
        return new StoreItem(found.payload(), expiry, token, EntryWriter.mark(found.generation()));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the cache must be open: cache=" + settings.cacheName());
        }
    }
}
