package io.slabcache.jcache.internal.remote;

import io.slabcache.client.Item;
import io.slabcache.jcache.internal.ValueReader;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was found under an entry's key. */
final class Sighting {
    /** There was nothing. */
    static final Sighting NOTHING = new Sighting(Verdict.DEAD, null, NodeGeneration.NONE);

    private final Verdict verdict;
    private final @Nullable Item item;
    private final long generation;

    /**
     * Creates a sighting.
     *
     * @param verdict what the item is
     * @param item the item, null for nothing
     * @param generation the generation of its node
     */
    Sighting(Verdict verdict, @Nullable Item item, long generation) {
        this.verdict = verdict;
        this.item = item;
        this.generation = generation;
    }

    Verdict verdict() {
        return verdict;
    }

    boolean isLive() {
        return verdict == Verdict.LIVE;
    }

    boolean isNothing() {
        return item == null;
    }

    /** Returns the item, which there must be. */
    Item item() {
        return Objects.requireNonNull(item, "nothing was found");
    }

    /** Returns the generation of the item's node. */
    long generation() {
        return generation;
    }

    /** Reads the value where it lies in the envelope, which there must be. */
    <V> @Nullable V read(ValueReader<V> reader) {
        byte[] envelope = item().value();
        int offset = Envelope.payloadOffset(envelope, item().clientFlags());
        return reader.read(envelope, offset, envelope.length - offset);
    }

    /** Returns a copy of the value in the envelope, which there must be. */
    byte[] payload() {
        byte[] envelope = item().value();
        return Arrays.copyOfRange(envelope, Envelope.payloadOffset(envelope, item().clientFlags()), envelope.length);
    }
}
