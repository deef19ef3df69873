package io.slabcache.client.connection;

import io.slabcache.client.ConnectionLostException;
import io.slabcache.client.Item;
import io.slabcache.client.ItemPair;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.StoreRequest;
import io.slabcache.protocol.Opcode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bulk operation: its keys, which of them go over which connection, and what becomes of each. Used by one thread at a
 * time.
 */
abstract class BulkPlan {
    /** From how many bytes on a pipeline gets no further element. */
    private static final long LONGEST_PIPELINE = 512 * 1024;

    private final @Nullable Object[] outcomes;

    private @Nullable MemcachedException lastFailure;

    /** What {@link #lastFailure} is where an earlier attempt may have been carried out. */
    private @Nullable MemcachedException lastUnknown;

    BulkPlan(int size) {
        this.outcomes = new @Nullable Object[size];
    }

    /** Keys that go to one node over one connection. */
    static final class Group {
        private final Node node;
        private final int link;
        private final int[] places;

        /**
         * Creates a group.
         *
         * @param node where to
         * @param link which of the node's connections
         * @param places in the caller's list, not copied
         */
        Group(Node node, int link, int[] places) {
            this.node = node;
            this.link = link;
            this.places = places;
        }

        Node node() {
            return node;
        }

        int link() {
            return link;
        }

        int[] places() {
            return places;
        }

        /** Returns the group with another's places behind its own. */
        Group and(Group other) {
            int[] all = Arrays.copyOf(places, places.length + other.places.length);
            System.arraycopy(other.places, 0, all, places.length, other.places.length);
            return new Group(node, link, all);
        }

        /** Returns the group without its first places. */
        Group from(int index) {
            return new Group(node, link, Arrays.copyOfRange(places, index, places.length));
        }
    }

    /** Returns the opcode that stands for the operation in messages. */
    abstract Opcode opcode();

    abstract byte[] key(int place);

    /** Returns the bytes of an element's frame, or less. */
    abstract long length(int place);

    abstract Pipeline pipeline(Node node, long maxItemSize, int[] places, int from, int to);

    final int size() {
        return outcomes.length;
    }

    /** Returns what became of every element: a result, null for nothing, or a {@link MemcachedException}. */
    final @Nullable Object[] outcomes() {
        return outcomes;
    }

    /** Returns the places that failed for a reason that another try may not have. */
    final int[] lostPlaces() {
        int[] lost = new int[outcomes.length];
        int count = 0;
        for (int place = 0; place < outcomes.length; place++) {
            if (outcomes[place] instanceof ConnectionLostException) {
                lost[count++] = place;
            }
        }
        return Arrays.copyOf(lost, count);
    }

    final int[] allPlaces() {
        int[] places = new int[outcomes.length];
        Arrays.setAll(places, i -> i);
        return places;
    }

    /** Distributes places over nodes and connections. Within a group they keep their order. */
    final List<Group> groups(Cluster cluster, Topology topology, @Nullable NodeAddress fixed, int[] places) {
        Node only = fixed != null
                ? SyncCaller.requireNode(topology, fixed)
                : topology.nodes().size() == 1 ? cluster.nodeFor(topology, key(places[0])) : null;
        if (only != null && only.linkCount() == 1) {
            return List.of(new Group(only, 0, places));
        }
        List<Node> nodes = new ArrayList<>();
        List<Integer> links = new ArrayList<>();
        int[] groupOf = new int[places.length];
        int[] counts = new int[topology.nodes().size() * 2];
        for (int i = 0; i < places.length; i++) {
            byte[] key = key(places[i]);
            Node node = only == null ? cluster.nodeFor(topology, key) : only;
            int link = node.linkOf(key);
            int group = 0;
            while (group < nodes.size() && (nodes.get(group) != node || links.get(group) != link)) {
                group++;
            }
            if (group == nodes.size()) {
                nodes.add(node);
                links.add(link);
                counts = group < counts.length ? counts : Arrays.copyOf(counts, 2 * counts.length);
            }
            groupOf[i] = group;
            counts[group]++;
        }
        List<Group> groups = new ArrayList<>();
        for (int group = 0; group < nodes.size(); group++) {
            groups.add(new Group(nodes.get(group), links.get(group), new int[counts[group]]));
            counts[group] = 0;
        }
        for (int i = 0; i < places.length; i++) {
            int group = groupOf[i];
            groups.get(group).places()[counts[group]++] = places[i];
        }
        return groups;
    }

    /** Returns the end of the pipeline that begins at an index of a group. */
    final int endOfPipeline(int[] places, int from) {
        int most = Math.min(places.length, from + Pipeline.MAX_ELEMENTS);
        int to = from;
        long length = 0;
        while (to < most && length < LONGEST_PIPELINE) {
            length += length(places[to]);
            to++;
        }
        return to;
    }

    /** Notes what became of a pipeline that was answered. */
    final void take(Pipeline pipeline) {
        for (int element = pipeline.leading(); element < pipeline.size(); element++) {
            note(pipeline.place(element), result(pipeline, element));
        }
    }

    /** Returns an element's result. */
    @Nullable
    Object result(Pipeline pipeline, int element) {
        return pipeline.outcome(element);
    }

    /** Notes that a part of a group has failed. */
    final void fail(int[] places, int from, int to, MemcachedException failure) {
        for (int i = from; i < to; i++) {
            note(places[i], failure);
        }
    }

    /** Notes that a pipeline has failed. */
    final void fail(Pipeline pipeline, MemcachedException failure) {
        for (int element = pipeline.leading(); element < pipeline.size(); element++) {
            note(pipeline.place(element), failure);
        }
    }

    /** Notes an outcome, in place of that of an earlier attempt, which may have been carried out. */
    private void note(int place, @Nullable Object outcome) {
        boolean mayHaveRun = outcomes[place] instanceof MemcachedException earlier && earlier.isOutcomeUnknown();
        outcomes[place] = mayHaveRun && outcome instanceof MemcachedException failure ? unknown(failure) : outcome;
    }

    /** Returns the same object for the same failure, as long as that comes in a row. */
    private MemcachedException unknown(MemcachedException failure) {
        MemcachedException unknown = lastUnknown;
        if (unknown == null || failure != lastFailure) {
            unknown = Failures.outcomeUnknown(failure);
            lastFailure = failure;
            lastUnknown = unknown;
        }
        return unknown;
    }

    /** Retrieves items. */
    static final class Get extends BulkPlan {
        private final List<byte[]> keys;
        private final byte @Nullable [] companionKey;

        Get(List<byte[]> keys, byte @Nullable [] companionKey) {
            super(keys.size());
            this.keys = keys;
            this.companionKey = companionKey;
            for (byte[] key : keys) {
                Arguments.key(key);
            }
        }

        @Override
        Opcode opcode() {
            return Opcode.GET;
        }

        @Override
        byte[] key(int place) {
            return keys.get(place);
        }

        @Override
        long length(int place) {
            return 0;
        }

        @Override
        Pipeline pipeline(Node node, long maxItemSize, int[] places, int from, int to) {
            return new GetPipeline(node, keys, places, from, to, companionKey);
        }

        @Override
        @Nullable
        Object result(Pipeline pipeline, int element) {
            Object outcome = pipeline.outcome(element);
            if (companionKey == null || outcome instanceof MemcachedException) {
                return outcome;
            }
            Object companion = pipeline.outcome(0);
            return companion instanceof MemcachedException ? companion : new ItemPair((Item) outcome, (Item) companion);
        }
    }

    /** Removes items. */
    static final class Delete extends BulkPlan {
        private final List<byte[]> keys;

        Delete(List<byte[]> keys) {
            super(keys.size());
            this.keys = keys;
            for (byte[] key : keys) {
                Arguments.key(key);
            }
        }

        @Override
        Opcode opcode() {
            return Opcode.DELETE;
        }

        @Override
        byte[] key(int place) {
            return keys.get(place);
        }

        @Override
        long length(int place) {
            return 0;
        }

        @Override
        Pipeline pipeline(Node node, long maxItemSize, int[] places, int from, int to) {
            return new DeletePipeline(node, keys, places, from, to);
        }
    }

    /** Stores items. */
    static final class Store extends BulkPlan {
        private final List<StoreRequest> items;
        private final long[] exptimes;
        private final Cluster cluster;

        Store(List<StoreRequest> items, Arguments arguments, Cluster cluster) {
            super(items.size());
            this.items = items;
            this.cluster = cluster;
            this.exptimes = new long[items.size()];
            for (int i = 0; i < exptimes.length; i++) {
                StoreRequest item = items.get(i);
                Arguments.key(item.key());
                Arguments.value(item.value());
                exptimes[i] = arguments.exptime(item.timeToLive());
            }
        }

        @Override
        Opcode opcode() {
            return Opcode.SET;
        }

        @Override
        byte[] key(int place) {
            return items.get(place).key();
        }

        @Override
        long length(int place) {
            return StorePipeline.encodedLength(items.get(place));
        }

        @Override
        Pipeline pipeline(Node node, long maxItemSize, int[] places, int from, int to) {
            return new StorePipeline(node, items, exptimes, places, from, to, maxItemSize, cluster.isGutter(node));
        }
    }
}
