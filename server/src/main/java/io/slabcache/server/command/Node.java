package io.slabcache.server.command;

import io.slabcache.protocol.Exptime;
import io.slabcache.protocol.TextReply;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.server.stats.NodeStatistics;
import io.slabcache.store.RemovalCause;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClock;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all connections of a node share: the store and what belongs to it. Safe for use by any number of threads. */
public final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    /** What memcached adds to key and value of an item: header, CAS token, the key's end, the value's end. */
    private static final int MEMCACHED_OVERHEAD = 48 + Long.BYTES + 1 + 2;

    /** What memcached adds for client flags, unless they are 0. */
    private static final int MEMCACHED_FLAGS = Integer.BYTES;

    private static final long MILLIS_PER_SECOND = 1000;

    final SlabStore store;
    final StoreClock clock;
    final NodeStatistics statistics;
    final FlushMarks flushMarks;
    final EventLog events;
    final AccessRules access;
    final Chores chores;
    private final int maxItemSize;
    private final long memory;

    /** Ends the server; null where clients may not do that. */
    private volatile @Nullable Runnable shutdown;

    /** Reads the keys of TLS again; null where it is not spoken. */
    private volatile @Nullable KeyReload keyReload;

    /** Reads keys again. */
    @FunctionalInterface
    public interface KeyReload {
        /**
         * Reads the keys.
         *
         * @throws IOException if they cannot be read or understood; then the old ones stay
         */
        void run() throws IOException;
    }

    private Node(
            ServerSettings settings,
            SlabStore store,
            StoreClock clock,
            EventLog events,
            AccessRules access,
            Chores chores) {
        this.store = store;
        this.access = access;
        this.chores = chores;
        this.clock = clock;
        this.events = events;
        this.maxItemSize = settings.maxItemSize();
        this.memory = settings.memory();
        this.statistics = new NodeStatistics(settings, store, clock, events.figures());
        this.flushMarks = new FlushMarks(store, clock);
    }

    /**
     * Opens a node with an empty store.
     *
     * @param settings the settings
     * @param clock the time against which items expire
     * @param access the rules of whom the node lets in, which are closed with it
     * @return a new node
     */
    public static Node open(ServerSettings settings, StoreClock clock, AccessRules access) {
        return open(settings, clock, access, Chores.inTheBackground());
    }

    /** Opens a node with an empty store, which closes the chores with it too. */
    static Node open(ServerSettings settings, StoreClock clock, AccessRules access, Chores chores) {
        EventLog events = new EventLog(clock);
        SlabStore store = SlabStore.builder()
                .name("server")
                .capacity(settings.memory())
                .maxItemSize(settings.maxItemSize())
                // also of what an append makes of an item
                .itemOverhead(MEMCACHED_OVERHEAD, MEMCACHED_FLAGS)
                .evicts(settings.evictions())
                .clock(clock)
                .removalListener(events, RemovalCause.EVICTED)
                .build();
        return new Node(settings, store, clock, events, access, chores);
    }

    /**
     * Returns the node's statistics.
     *
     * @return the statistics
     */
    public NodeStatistics statistics() {
        return statistics;
    }

    /**
     * Returns the rules of whom the node lets in.
     *
     * @return the rules
     */
    public AccessRules access() {
        return access;
    }

    /**
     * Lets clients end the server.
     *
     * @param action begins to end it and returns
     */
    public void enableShutdown(Runnable action) {
        shutdown = action;
    }

    /**
     * Lets clients have the keys of TLS read again.
     *
     * @param action reads them
     */
    public void enableKeyReload(KeyReload action) {
        keyReload = action;
    }

    /** Reads the keys of TLS again for a client, and returns the line that it is answered. */
    String refreshKeys() {
        KeyReload action = keyReload;
        if (action == null) {
            return "Error TLS not enabled";
        }
        try {
            action.run();
            return TextReply.OK.text();
        } catch (IOException e) {
            LOG.warn("keys asked for by a client cannot be read, the old ones stay: cause={}", e.getMessage());
            return "Error TLS keys cannot be read: the old ones stay";
        }
    }

    /** Tells whether clients may end the server. */
    boolean isShutdownEnabled() {
        return shutdown != null;
    }

    /** Begins to end the server for a client, if clients may. */
    void requestShutdown() {
        Runnable action = shutdown;
        if (action != null) {
            action.run();
        }
    }

    /** Returns the bound on the store's bytes. */
    long memory() {
        return memory;
    }

    /** Tells whether an item is within the limit, counted as memcached counts it. */
    boolean isWithinLimit(int keyLength, int valueLength, int clientFlags) {
        long size = (long) MEMCACHED_OVERHEAD + keyLength + valueLength + (clientFlags == 0 ? 0 : MEMCACHED_FLAGS);
        return size <= maxItemSize;
    }

    /** Returns the store's expiry time for an exptime from the wire, 0 to {@link Exptime#MAX}. */
    long expiryMillis(long exptime) {
        return exptime == Exptime.NEVER ? SlabStore.NO_EXPIRY : Exptime.toExpiry(exptime, clock.millis());
    }

    /** Returns the store's expiry time for an exptime of a text command. */
    long textExpiryMillis(int exptime) {
        return exptime == Exptime.NEVER ? SlabStore.NO_EXPIRY : Exptime.textToExpiry(exptime, clock.millis());
    }

    /** Returns how many seconds an item has left, a begun one whole. */
    long secondsUntil(long expiryMillis) {
        return Math.max(0, -Math.floorDiv(clock.millis() - expiryMillis, MILLIS_PER_SECOND));
    }

    /** Returns how many whole seconds ago an item was written. */
    long secondsSinceWrite(long casToken) {
        return Math.max(0, (clock.millis() - SlabStore.writtenMillis(casToken)) / MILLIS_PER_SECOND);
    }

    /**
     * Makes everything disappear that is stored before a moment.
     *
     * @return false if too many moments are pending
     */
    boolean flush(long exptime) {
        long now = clock.millis();
        return flushMarks.add(exptime == Exptime.NEVER ? now : Exptime.toExpiry(exptime, now));
    }

    /** Closes the store. No connection may be in use any more. */
    @Override
    public void close() {
        access.close();
        chores.close();
        store.close();
    }
}
