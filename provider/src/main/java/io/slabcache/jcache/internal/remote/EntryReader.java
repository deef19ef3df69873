package io.slabcache.jcache.internal.remote;

import io.slabcache.client.BulkResult;
import io.slabcache.client.Item;
import io.slabcache.client.ItemPair;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedException;
import io.slabcache.jcache.internal.BackingException;
import io.slabcache.jcache.internal.RemovalSink;
import io.slabcache.jcache.internal.ValueReader;
import io.slabcache.store.StoreClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items of one cache and tells what they are to it. An entry that is met after its time is taken away and
 * reported, by whoever succeeds in taking it away.
 */
final class EntryReader {
    private final MemcachedClient client;
    private final ExactSettings settings;
    private final KeyGrammar grammar;
    private final Generations generations;
    private final StoreClock clock;
    private final BulkFailures bulkFailures;
    private final RemovalSink sink;
    private final Runnable onMismatch;
    private final LongAdder expirations = new LongAdder();

    /**
     * Creates a reader.
     *
     * @param client talks to the nodes
     * @param settings what the entries are like
     * @param grammar the keys on the servers
     * @param generations the generations
     * @param clock says the time
     * @param bulkFailures the rule for reads of many entries
     * @param sink told of expired entries
     * @param onMismatch called for an entry with another fingerprint; throws what says the difference
     */
    EntryReader(
            MemcachedClient client,
            ExactSettings settings,
            KeyGrammar grammar,
            Generations generations,
            StoreClock clock,
            BulkFailures bulkFailures,
            RemovalSink sink,
            Runnable onMismatch) {
        this.client = client;
        this.settings = settings;
        this.grammar = grammar;
        this.generations = generations;
        this.clock = clock;
        this.bulkFailures = bulkFailures;
        this.sink = sink;
        this.onMismatch = onMismatch;
    }

    /** Returns how many expired entries were taken away. */
    long expirations() {
        return expirations.sum();
    }

    /** Reads a value where a generation that was learnt a while ago will do; null if there is none. */
    <V> @Nullable V read(byte[] key, ValueReader<V> reader) {
        byte[] wire = grammar.wire(key);
        Item item = null;
        Verdict verdict = Verdict.UNCERTAIN;
        if (generations.areCached()) {
            NodeGeneration node = generations.of(wire);
            if (generations.isCached(node)) {
                item = client.get(wire);
                if (item == null) {
                    return null;
                }
                verdict = judge(item, node.highest(), key, wire);
            }
        }
        if (item == null || verdict == Verdict.UNCERTAIN) {
            Sighting found = look(key, wire);
            if (found.isNothing()) {
                return null;
            }
            item = found.item();
            verdict = found.verdict();
        } else if (verdict == Verdict.EXPIRED) {
            expire(key, wire, new Sighting(verdict, item, NodeGeneration.NONE));
        }
        if (verdict != Verdict.LIVE) {
            return null;
        }
        byte[] envelope = item.value();
        int offset = Envelope.payloadOffset(envelope, item.clientFlags());
        return reader.read(envelope, offset, envelope.length - offset);
    }

    /**
     * Looks what is under an entry's key, and at the generation at the same time.
     *
     * @param key the key, null if only the one on the server is known
     * @param wire the key on the server
     * @return what is there
     */
    Sighting look(byte @Nullable [] key, byte[] wire) {
        NodeGeneration node = generations.of(wire);
        Sighting found = lookOnce(node, key, wire);
        if (found.verdict() == Verdict.UNCERTAIN) {
            found = lookOnce(node, key, wire);
        }
        if (found.verdict() == Verdict.EXPIRED && expire(key, wire, found)) {
            return Sighting.NOTHING;
        }
        // An entry of a generation that nobody can be asked about is of one that was lost.
        return found.verdict() == Verdict.UNCERTAIN
                ? new Sighting(Verdict.DEAD, found.item(), found.generation())
                : found;
    }

    /**
     * Looks what is under several entries' keys.
     *
     * @param keys the keys of the entries, null if only those on the servers are known
     * @param wires their keys on the servers, in the same order
     * @return a sighting for each, in their order
     * @throws MemcachedException if a node failed, unless such keys are to be left out
     */
    List<Sighting> lookAll(@Nullable List<byte[]> keys, List<byte[]> wires) {
        return lookAll(keys, wires, bulkFailures::readFailed);
    }

    /**
     * Looks what is under several entries' keys.
     *
     * @param keys the keys of the entries, null if only those on the servers are known
     * @param wires their keys on the servers, in the same order
     * @param onFailure told of each failure, for whose entry nothing is found if it returns
     * @return a sighting for each, in their order
     */
    List<Sighting> lookAll(@Nullable List<byte[]> keys, List<byte[]> wires, Consumer<MemcachedException> onFailure) {
        long start = System.nanoTime();
        BulkResult<ItemPair> pairs = client.getAllWithCompanion(wires, generations.key());
        Learnt learnt = new Learnt(start);
        List<Sighting> sightings = new ArrayList<>(wires.size());
        for (int i = 0; i < wires.size(); i++) {
            Sighting sighting = Sighting.NOTHING;
            try {
                sighting = sighting(keys == null ? null : keys.get(i), wires.get(i), pairs.get(i), learnt);
            } catch (MemcachedException e) {
                onFailure.accept(e);
            }
            sightings.add(sighting);
        }
        return sightings;
    }

    private Sighting sighting(byte @Nullable [] key, byte[] wire, ItemPair pair, Learnt learnt) {
        Item item = pair.item();
        if (item == null) {
            return Sighting.NOTHING;
        }
        long generation = learnt.generation(wire, pair.companion());
        Verdict verdict = judge(item, generation, key, wire);
        if (verdict == Verdict.UNCERTAIN) {
            return look(key, wire);
        }
        Sighting found = new Sighting(verdict, item, generation);
        return verdict == Verdict.EXPIRED && expire(key, wire, found) ? Sighting.NOTHING : found;
    }

    private Sighting lookOnce(NodeGeneration node, byte @Nullable [] key, byte[] wire) {
        long start = System.nanoTime();
        ItemPair pair = client.getWithCompanion(wire, generations.key());
        Item item = pair.item();
        Item companion = pair.companion();
        if (item == null) {
            if (companion != null) {
                generations.learn(node, companion, start);
            }
            return Sighting.NOTHING;
        }
        long generation = generations.learn(node, companion, start);
        return new Sighting(judge(item, generation, key, wire), item, generation);
    }

    /** Tells what an item is, going by the generation of its node. */
    private Verdict judge(Item item, long generation, byte @Nullable [] key, byte[] wire) {
        byte[] envelope = item.value();
        try {
            Envelope.payloadOffset(envelope, item.clientFlags());
        } catch (MalformedEnvelopeException e) {
            if (settings.skipsUndecodable()) {
                return Verdict.DEAD;
            }
            throw new BackingException(
                    "an entry must be in an envelope of this version: cache=" + settings.cacheName() + ", node="
                            + client.nodeOf(wire) + ": " + e.getMessage(),
                    e);
        }
        long own = Envelope.generation(envelope);
        if (own != generation) {
            return own > generation ? Verdict.UNCERTAIN : Verdict.DEAD;
        }
        if (key != null && KeyGrammar.isHashed(wire) && !Envelope.hasKey(envelope, key)) {
            return Verdict.DEAD;
        }
        boolean ended = !Envelope.isServerExpiry(envelope) && Envelope.expiry(envelope) <= clock.millis();
        if (Envelope.isLease(envelope)) {
            return ended ? Verdict.DEAD : Verdict.LEASED;
        }
        if (Envelope.fingerprint(envelope) != settings.fingerprint()) {
            onMismatch.run();
        }
        return ended ? Verdict.EXPIRED : Verdict.LIVE;
    }

    /** Takes an expired entry away if anybody wants to know of it; false if it is still there or somebody else did it. */
    private boolean expire(byte @Nullable [] key, byte[] wire, Sighting found) {
        if (!sink.isInterested()
                || !client.delete(wire, requireToken(found.item(), wire)).isDone()) {
            return false;
        }
        expirations.increment();
        byte[] met = key == null ? keyOf(wire, found) : key;
        if (met != null) {
            sink.onExpired(met, found.payload());
        }
        return true;
    }

    /** Returns the key of an entry that was found by its key on the server; null if it does not say. */
    byte @Nullable [] keyOf(byte[] wire, Sighting found) {
        return KeyGrammar.isHashed(wire) ? Envelope.key(found.item().value()) : grammar.key(wire);
    }

    /** Returns the token of an item, which there must be. */
    long requireToken(Item item, byte[] wire) {
        if (item.casToken() == MemcachedClient.ANY_TOKEN) {
            return Generations.requireToken(item, client.nodeOf(wire));
        }
        return item.casToken();
    }

    /** The generations that one bulk read has brought: one companion, the same object, for all items of a node. */
    private final class Learnt {
        private final long start;
        private final Map<Item, Long> byCompanion = new HashMap<>();
        private final Map<NodeGeneration, Long> byNode = new HashMap<>();

        private Learnt(long start) {
            this.start = start;
        }

        private long generation(byte[] wire, @Nullable Item companion) {
            Long known = companion == null ? null : byCompanion.get(companion);
            if (known != null) {
                return known;
            }
            NodeGeneration node = generations.of(wire);
            known = companion == null ? byNode.get(node) : null;
            if (known != null) {
                return known;
            }
            long generation = generations.learn(node, companion, start);
            if (companion == null) {
                byNode.put(node, generation);
            } else {
                byCompanion.put(companion, generation);
            }
            return generation;
        }
    }
}
