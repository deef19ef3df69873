package io.slabcache.jcache.internal.remote;

import io.slabcache.client.BulkResult;
import io.slabcache.client.Item;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.StoreRequest;
import io.slabcache.client.WriteResult;
import io.slabcache.jcache.internal.Backing;
import io.slabcache.jcache.internal.BackingException;
import io.slabcache.jcache.internal.BackingStatistics;
import io.slabcache.jcache.internal.Change;
import io.slabcache.jcache.internal.Lease;
import io.slabcache.jcache.internal.Outcome;
import io.slabcache.store.StoreClock;
import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one cache on memcached servers as programs in other languages have them: bare values with client flags
 * under readable keys. Above the backing a value has its flags in front, four bytes.
 */
final class PlainBacking implements Backing {
    /* Implementation notes

    What is weaker than in exact mode, since there is no envelope. Time goes by the server's seconds, and only the server
    knows how much an entry has left: every entry that is read is given out as one that does not expire, and the policies of
    such caches never ask to keep a time (PlainExpiry). A cache is cleared by removing what the servers list. There
    are no leases: each process loads for itself, and fills in with an add. */

    private static final int FLAGS_LENGTH = Integer.BYTES;
    private static final long MILLIS_PER_SECOND = 1000;
    private static final int BATCH = 500;

    /** A time to live beyond which the servers need not know of the end: about 30 years. */
    private static final long FOR_EVER_SECONDS = 1_000_000_000;

    private final String cacheName;
    private final MemcachedClient client;
    private final PlainKeys keys;
    private final byte[] descriptionKey;
    private final StoreClock clock;
    private final ItemLimits limits;
    private final BulkFailures bulkFailures;
    private final RemoteFailures failures;
    private final Runnable onClose;
    private volatile boolean closed;

    /**
     * Creates a backing.
     *
     * @param cacheName names the cache in messages
     * @param client talks to the servers; not closed with the backing
     * @param keys the keys on the servers
     * @param descriptionKey where the cache's description is
     * @param clock says the time
     * @param limits the sizes that the servers take
     * @param bulkFailures the rule for operations on many entries
     * @param onClose run once when the backing is closed
     */
    PlainBacking(
            String cacheName,
            MemcachedClient client,
            PlainKeys keys,
            byte[] descriptionKey,
            StoreClock clock,
            ItemLimits limits,
            BulkFailures bulkFailures,
            Runnable onClose) {
        this.cacheName = cacheName;
        this.client = client;
        this.keys = keys;
        this.descriptionKey = descriptionKey;
        this.clock = clock;
        this.limits = limits;
        this.bulkFailures = bulkFailures;
        this.onClose = onClose;
        this.failures = new RemoteFailures(cacheName, limits);
    }

    @Override
    public long millis() {
        return clock.millis();
    }

    @Override
    public @Nullable StoreItem get(byte[] key) {
        byte[] wire = keys.wire(key);
        return attempt("read", () -> stored(client.get(wire)));
    }

    @Override
    public void requireFits(byte[] key, byte[] value) {
        requireOpen();
        limits.requireFits(cacheName, keys.wire(key), 0, value.length - FLAGS_LENGTH);
    }

    @Override
    public void set(byte[] key, byte[] value, long expiryMillis) {
        byte[] wire = keys.wire(key);
        attempt("write", () -> client.set(wire, bare(value), flags(value), timeToLive(expiryMillis)));
    }

    @Override
    public Outcome replaceIf(byte[] key, @Nullable StoreItem seen, Change next) {
        byte[] wire = keys.wire(key);
        return attempt("conditional write", () -> seen == null ? add(wire, next) : replace(wire, seen, next));
    }

    @Override
    public List<@Nullable StoreItem> getAll(List<byte[]> several) {
        List<byte[]> wires = keys.wires(several);
        return attempt("read of several", () -> {
            List<@Nullable StoreItem> items = new ArrayList<>(wires.size());
            BulkResult<@Nullable Item> found = client.getAll(wires);
            for (int i = 0; i < wires.size(); i++) {
                items.add(stored(found, i));
            }
            return items;
        });
    }

    @Override
    public void setAll(List<byte[]> several, List<byte[]> values, long expiryMillis) {
        List<StoreRequest> requests = new ArrayList<>(several.size());
        for (int i = 0; i < several.size(); i++) {
            byte[] value = values.get(i);
            requests.add(
                    new StoreRequest(keys.wire(several.get(i)), bare(value), flags(value), timeToLive(expiryMillis)));
        }
        attempt("write of several", () -> {
            bulkFailures.writesFailed(client.setAll(requests));
            return null;
        });
    }

    @Override
    public long deleteAll(Collection<byte[]> several) {
        List<byte[]> wires = keys.wires(several);
        requireOpen();
        BulkRemoval removal = new BulkRemoval(bulkFailures);
        try {
            removal.add(client.deleteAll(wires), i -> true);
            return removal.removed();
        } catch (MemcachedException e) {
            throw failures.failed("removal of several", e, removal);
        }
    }

    /** Leaves every process to itself. */
    @Override
    public @Nullable Lease acquireLease(byte[] key) {
        return get(key) == null ? new Lease(key, Lease.NOTHING) : null;
    }

    @Override
    public Outcome fill(Lease lease, byte[] value, long expiryMillis) {
        return replaceIf(lease.key(), null, Change.write(value, expiryMillis));
    }

    @Override
    public void release(Lease lease) {
        // Nothing was held.
    }

    @Override
    public StoreCursor entries() {
        keys.requirePrefix("iteration");
        return attempt(
                "listing of the keys",
                () -> new RemoteCursor(WireKeys.list(client, keys::isEntry), this::requireOpen, this::fetch));
    }

    @Override
    public void clear() {
        keys.requirePrefix("clear");
        attempt("clear", () -> {
            WireKeys listed = WireKeys.list(client, keys::isEntry);
            for (List<byte[]> wires = listed.next(BATCH); !wires.isEmpty(); wires = listed.next(BATCH)) {
                bulkFailures.writesFailed(client.deleteAll(wires));
            }
            return null;
        });
    }

    /** Entries without a prefix stay, for nobody can tell them from others'. */
    @Override
    public void destroy() {
        if (keys.havePrefix()) {
            clear();
        }
        attempt("removal of the cache's description", () -> client.delete(descriptionKey, MemcachedClient.ANY_TOKEN));
    }

    @Override
    public BackingStatistics statistics() {
        requireOpen();
        return BackingStatistics.remote(0, bulkFailures.reads(), bulkFailures.writes());
    }

    /** Ends the use of this cache; its entries stay where they are. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            onClose.run();
        }
    }

    private Outcome add(byte[] wire, Change next) {
        if (!(next instanceof Change.Write write)) {
            throw new IllegalArgumentException(
                    "a touch or a delete must be of an entry that was seen: cache=" + cacheName);
        }
        byte[] value = write.value();
        return outcome(client.add(wire, bare(value), flags(value), timeToLive(write.expiryMillis())));
    }

    private Outcome replace(byte[] wire, StoreItem seen, Change next) {
        if (next instanceof Change.Touch touch) {
            return client.touch(wire, timeToLive(touch.expiryMillis())) ? Outcome.DONE : Outcome.LOST;
        }
        if (seen.casToken() == MemcachedClient.ANY_TOKEN) {
            throw new BackingException(
                    "the server must keep tokens, without the option -C: cache=" + cacheName + ", node="
                            + client.nodeOf(wire),
                    null);
        }
        if (next instanceof Change.Write write) {
            byte[] value = write.value();
            return outcome(
                    client.cas(wire, seen.casToken(), bare(value), flags(value), timeToLive(write.expiryMillis())));
        }
        return outcome(client.delete(wire, seen.casToken()));
    }

    private List<RemoteCursor.Entry> fetch(List<byte[]> wires) {
        return attempt("read of several", () -> {
            List<RemoteCursor.Entry> entries = new ArrayList<>(wires.size());
            BulkResult<@Nullable Item> found = client.getAll(wires);
            for (int i = 0; i < wires.size(); i++) {
                StoreItem item = stored(found, i);
                if (item != null) {
                    entries.add(new RemoteCursor.Entry(keys.key(wires.get(i)), item));
                }
            }
            return entries;
        });
    }

    /** Returns the seconds to tell a server, rounded up: it lets the entry live up to one less. */
    private long timeToLive(long expiryMillis) {
        if (expiryMillis == NO_EXPIRY) {
            return 0;
        }
        long left = expiryMillis - clock.millis();
        long seconds = Math.max(1, (left + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND);
        return seconds > FOR_EVER_SECONDS ? 0 : seconds;
    }

    private @Nullable StoreItem stored(BulkResult<@Nullable Item> found, int i) {
        MemcachedException failure = found.failure(i);
        if (failure != null) {
            bulkFailures.readFailed(failure);
            return null;
        }
        return stored(found.get(i));
    }

    private <T extends @Nullable Object> T attempt(String operation, Supplier<T> call) {
        requireOpen();
        try {
            return call.get();
        } catch (MemcachedException e) {
            throw failures.failed(operation, e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the cache must be open: cache=" + cacheName);
        }
    }

    private static @Nullable StoreItem stored(@Nullable Item item) {
        if (item == null) {
            return null;
        }
        byte[] value = ByteBuffer.allocate(FLAGS_LENGTH + item.value().length)
                .putInt(item.clientFlags())
                .put(item.value())
                .array();
        return new StoreItem(value, NO_EXPIRY, item.casToken(), 0);
    }

    private static int flags(byte[] value) {
        return ByteBuffer.wrap(value).getInt();
    }

    private static byte[] bare(byte[] value) {
        return Arrays.copyOfRange(value, FLAGS_LENGTH, value.length);
    }

    private static Outcome outcome(WriteResult result) {
        return result.isDone() ? Outcome.DONE : Outcome.LOST;
    }
}
