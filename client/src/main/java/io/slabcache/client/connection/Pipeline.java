package io.slabcache.client.connection;

import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Quiet requests to one node, closed by a NOOP whose answer says that no more answers will come. Each element has an
 * opaque of its own, in their order.
 */
abstract class Pipeline extends Request {
    /** How many elements one pipeline has at most. */
    static final int MAX_ELEMENTS = 512;

    /** The node that it goes to. */
    final Node node;

    private final Opcode quiet;
    private final int[] places;
    private final int from;
    private final int leading;
    private final @Nullable Object[] outcomes;

    /** The element that the next response may be about at the earliest. Guarded by leadership. */
    private int next;

    /**
     * Creates a pipeline.
     *
     * @param quiet the opcode of the elements
     * @param places the elements' places in the caller's list
     * @param from the first of {@code places} that counts
     * @param to the end of those that count
     * @param leading elements before the first of these, which have no place
     */
    Pipeline(Node node, Opcode quiet, int[] places, int from, int to, int leading) {
        this.node = node;
        this.quiet = quiet;
        this.places = places;
        this.from = from;
        this.leading = leading;
        this.outcomes = new @Nullable Object[leading + to - from];
    }

    final int size() {
        return outcomes.length;
    }

    /** Returns how many of the first elements are none of the caller's list. */
    final int leading() {
        return leading;
    }

    /** Returns the place of an element in the caller's list. */
    final int place(int element) {
        return places[from + element - leading];
    }

    /** Returns an element's result, a {@link MemcachedException} if it failed, null if there was no answer. */
    final @Nullable Object outcome(int element) {
        return outcomes[element];
    }

    final void outcome(int element, Object outcome) {
        outcomes[element] = outcome;
    }

    @Override
    final Opcode opcode() {
        return quiet;
    }

    @Override
    boolean isRepeatable() {
        return true;
    }

    @Override
    final int opaqueCount() {
        return size() + 1;
    }

    @Override
    final void encode(OutputQueue out, int opaque, long tokenMask) {
        next = 0;
        for (int element = 0; element < size(); element++) {
            encode(element, out, opaque + element);
        }
        RequestEncoder.bare(out.room(FrameLayout.HEADER_LENGTH), Opcode.NOOP, opaque + size());
    }

    /** Writes an element's frame, if it has one. */
    abstract void encode(int element, OutputQueue out, int opaque);

    @Override
    final boolean expects(int opcodeCode, int opaque) {
        int element = opaque - firstOpaque;
        if (element == size()) {
            return opcodeCode == Opcode.NOOP.code();
        }
        return element >= next && element < size() && opcodeCode == quiet.code();
    }

    @Override
    final void accept(Response response, NodeCounters counters) {
        int element = response.opaque() - firstOpaque;
        if (element == size()) {
            closed(counters);
        } else {
            next = element + 1;
            accept(element, response, counters);
        }
    }

    /** Takes an element's response. */
    abstract void accept(int element, Response response, NodeCounters counters);

    /** Takes notice that no more responses will come. */
    abstract void closed(NodeCounters counters);

    /** Returns an error that a node has answered with. */
    final MemcachedException error(Response response, NodeCounters counters, NodeAddress address) {
        counters.serverErrors++;
        return Failures.serverError(quiet.loud(), address, response.statusCode(), response.text());
    }

    @Override
    final boolean isLast(Response response) {
        return response.opaque() - firstOpaque == size();
    }
}
