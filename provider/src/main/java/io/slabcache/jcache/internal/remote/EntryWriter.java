package io.slabcache.jcache.internal.remote;

import io.slabcache.client.BulkResult;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.StoreRequest;
import io.slabcache.client.WriteResult;
import io.slabcache.jcache.internal.Backing;
import io.slabcache.jcache.internal.Change;
import io.slabcache.jcache.internal.Outcome;
import io.slabcache.store.StoreClock;
import io.slabcache.store.StoreItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the items of one cache. */
final class EntryWriter {
    private static final long MILLIS_PER_SECOND = 1000;

    /** A time to live beyond which the servers need not know of the end: about 30 years. */
    private static final long FOR_EVER_SECONDS = 1_000_000_000;

    private final MemcachedClient client;
    private final ExactSettings settings;
    private final KeyGrammar grammar;
    private final Generations generations;
    private final StoreClock clock;
    private final BulkFailures bulkFailures;
    private final EntryReader reader;

    EntryWriter(
            MemcachedClient client,
            ExactSettings settings,
            KeyGrammar grammar,
            Generations generations,
            StoreClock clock,
            BulkFailures bulkFailures,
            EntryReader reader) {
        this.client = client;
        this.settings = settings;
        this.grammar = grammar;
        this.generations = generations;
        this.clock = clock;
        this.bulkFailures = bulkFailures;
        this.reader = reader;
    }

    /** Stores an entry whatever was there. */
    void set(byte[] key, byte[] value, long expiryMillis) {
        byte[] wire = grammar.wire(key);
        long generation = generations.forWriting(generations.of(wire));
        client.set(
                wire,
                envelope(key, wire, value, expiryMillis, generation),
                Envelope.CLIENT_FLAGS,
                timeToLive(expiryMillis));
    }

    /** Stores several entries whatever was there; those of the nodes that can be reached before it fails for others. */
    void setAll(List<byte[]> keys, List<byte[]> values, long expiryMillis) {
        List<StoreRequest> requests = new ArrayList<>(keys.size());
        Map<NodeGeneration, MemcachedException> away = new HashMap<>();
        List<MemcachedException> unsent = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            byte[] key = keys.get(i);
            byte[] wire = grammar.wire(key);
            NodeGeneration node = generations.of(wire);
            MemcachedException failure = away.get(node);
            if (failure == null) {
                try {
                    byte[] envelope = envelope(key, wire, values.get(i), expiryMillis, generations.forWriting(node));
                    requests.add(new StoreRequest(wire, envelope, Envelope.CLIENT_FLAGS, timeToLive(expiryMillis)));
                    continue;
                } catch (MemcachedException e) {
                    away.put(node, e);
                    failure = e;
                }
            }
            unsent.add(failure);
        }
        BulkResult<WriteResult> results = client.setAll(requests);
        unsent.forEach(bulkFailures::writeFailed);
        bulkFailures.writesFailed(results);
    }

    /** Makes a conditional step. */
    Outcome replaceIf(byte[] key, @Nullable StoreItem seen, Change next) {
        byte[] wire = grammar.wire(key);
        if (seen == null) {
            if (next instanceof Change.Write write) {
                return add(key, wire, write.value(), write.expiryMillis());
            }
            throw new IllegalArgumentException(
                    "a touch or a delete must be of an entry that was seen: cache=" + settings.cacheName());
        }
        if (!settings.serverExpiry() && seen.expiryMillis() <= clock.millis()) {
            // Its time came since: whoever looks again will notice.
            return Outcome.LOST;
        }
        if (next instanceof Change.Touch touch && settings.serverExpiry()) {
            return client.touch(wire, timeToLive(touch.expiryMillis())) ? Outcome.DONE : Outcome.LOST;
        }
        if (!(next instanceof Change.Write) && !(next instanceof Change.Touch)) {
            return outcome(client.delete(wire, seen.casToken()));
        }
        long generation = generations.forWriting(generations.of(wire));
        if (mark(generation) != seen.clientFlags()) {
            // The cache was cleared since: what was seen is gone.
            return Outcome.LOST;
        }
        return next instanceof Change.Write write
                ? cas(key, wire, seen.casToken(), write.value(), write.expiryMillis(), generation)
                : cas(key, wire, seen.casToken(), seen.value(), ((Change.Touch) next).expiryMillis(), generation);
    }

    /** Returns what stands for a generation in the client flags of an entry that is handed out. */
    static int mark(long generation) {
        return (int) generation;
    }

    /**
     * Removes several entries, and what else is under their keys.
     *
     * @param keys the keys
     * @param removal counts those that were present
     */
    void deleteAll(List<byte[]> keys, BulkRemoval removal) {
        List<byte[]> wires = new ArrayList<>(keys.size());
        for (byte[] key : keys) {
            wires.add(grammar.wire(key));
        }
        // Whoever cannot be asked will not remove either, and that is what is told.
        List<Sighting> sightings = reader.lookAll(keys, wires, failure -> {});
        removal.add(client.deleteAll(wires), i -> sightings.get(i).isLive());
    }

    /** Stores an entry over the item with the token. */
    Outcome cas(byte[] key, byte[] wire, long token, byte[] value, long expiryMillis, long generation) {
        return outcome(client.cas(
                wire,
                token,
                envelope(key, wire, value, expiryMillis, generation),
                Envelope.CLIENT_FLAGS,
                timeToLive(expiryMillis)));
    }

    /** Returns the seconds to tell a server for a moment. */
    long timeToLive(long expiryMillis) {
        return timeToLive(expiryMillis, clock.millis());
    }

    /** Returns the seconds to tell a server for a moment: never less than there are, rounded up and one more. */
    static long timeToLive(long expiryMillis, long now) {
        if (expiryMillis == Backing.NO_EXPIRY) {
            return 0;
        }
        long left = Math.max(0, expiryMillis - now);
        long seconds = (left + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND + 1;
        return seconds > FOR_EVER_SECONDS ? 0 : seconds;
    }

    private Outcome add(byte[] key, byte[] wire, byte[] value, long expiryMillis) {
        NodeGeneration node = generations.of(wire);
        while (true) {
            byte[] envelope = envelope(key, wire, value, expiryMillis, generations.forWriting(node));
            WriteResult added = client.add(wire, envelope, Envelope.CLIENT_FLAGS, timeToLive(expiryMillis));
            if (added.isDone()) {
                return Outcome.DONE;
            }
            Sighting found = reader.look(key, wire);
            if (found.isLive()) {
                return Outcome.LOST;
            }
            if (!found.isNothing()) {
                long token = reader.requireToken(found.item(), wire);
                return cas(key, wire, token, value, expiryMillis, found.generation());
            }
        }
    }

    private byte[] envelope(byte[] key, byte[] wire, byte[] value, long expiryMillis, long generation) {
        settings.requireFits(key, value);
        byte[] fullKey = KeyGrammar.isHashed(wire) ? key : null;
        if (!settings.serverExpiry()) {
            return Envelope.wrap(0, expiryMillis, generation, settings.fingerprint(), fullKey, value);
        }
        long lifetime = expiryMillis == Backing.NO_EXPIRY ? Backing.NO_EXPIRY : expiryMillis - clock.millis();
        return Envelope.wrap(Envelope.SERVER_EXPIRY, lifetime, generation, settings.fingerprint(), fullKey, value);
    }

    private static Outcome outcome(WriteResult result) {
        return result.isDone() ? Outcome.DONE : Outcome.LOST;
    }
}
