package io.slabcache.client.connection;

import io.slabcache.client.AsyncMemcachedClient;
import io.slabcache.client.BulkResult;
import io.slabcache.client.ClientSettings;
import io.slabcache.client.Item;
import io.slabcache.client.ItemPair;
import io.slabcache.client.KeyCursor;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.NodeMetrics;
import io.slabcache.client.StoreRequest;
import io.slabcache.client.WriteResult;
import io.slabcache.protocol.Exptime;
import io.slabcache.protocol.Opcode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.RandomAccess;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The synchronous operations: checks arguments, asks by {@link SyncCaller}, and says what the answers mean. */
final class DefaultMemcachedClient implements MemcachedClient {
    private final ClientSettings settings;
    private final Cluster cluster;
    private final SyncCaller caller;
    private final Arguments arguments;
    private final @Nullable NodeAddress fixed;
    private final long timeout;
    private final DefaultAsyncClient async;

    DefaultMemcachedClient(ClientSettings settings, Cluster cluster) {
        this(
                settings,
                cluster,
                new SyncCaller(cluster, settings.failureMode()),
                new Arguments(settings.clockSkew()),
                null,
                settings.operationTimeout().toNanos());
    }

    private DefaultMemcachedClient(
            ClientSettings settings,
            Cluster cluster,
            SyncCaller caller,
            Arguments arguments,
            @Nullable NodeAddress fixed,
            long timeout) {
        this.settings = settings;
        this.cluster = cluster;
        this.caller = caller;
        this.arguments = arguments;
        this.fixed = fixed;
        this.timeout = timeout;
        this.async = new DefaultAsyncClient(cluster, settings.failureMode(), arguments, fixed, timeout);
    }

    @Override
    public AsyncMemcachedClient async() {
        return async;
    }

    @Override
    public MemcachedClient withTimeout(Duration newTimeout) {
        if (newTimeout.isZero() || newTimeout.isNegative()) {
            throw new IllegalArgumentException("timeout must be longer than nothing: timeout=" + newTimeout);
        }
        return new DefaultMemcachedClient(settings, cluster, caller, arguments, fixed, newTimeout.toNanos());
    }

    @Override
    public MemcachedClient on(NodeAddress node) {
        cluster.requireOpen();
        SyncCaller.requireNode(cluster.topology(System.nanoTime() + timeout), node);
        return new DefaultMemcachedClient(settings, cluster, caller, arguments, node, timeout);
    }

    @Override
    public ClientSettings settings() {
        return settings;
    }

    @Override
    public List<NodeAddress> nodes() {
        cluster.requireOpen();
        return cluster.topology(System.nanoTime() + timeout).addresses();
    }

    @Override
    public NodeAddress nodeOf(byte[] key) {
        cluster.requireOpen();
        NodeAddress only = fixed;
        if (only != null) {
            return only;
        }
        return cluster.topology(System.nanoTime() + timeout)
                .nodeOf(Arguments.key(key))
                .address();
    }

    @Override
    public @Nullable Item get(byte[] key) {
        SingleRequest request = caller.request().ask(Opcode.GET, Arguments.key(key));
        NodeAddress node = call(request);
        Item item = Results.item(request, node);
        caller.done(request);
        return item;
    }

    @Override
    public ItemPair getWithCompanion(byte[] key, byte[] companionKey) {
        PairRequest request = new PairRequest(Arguments.key(key), Arguments.key(companionKey));
        return Results.pair(request, caller.call(request, fixed, timeout));
    }

    @Override
    public BulkResult<@Nullable Item> getAll(List<byte[]> keys) {
        return bulk(new BulkPlan.Get(indexed(keys), null));
    }

    @Override
    public BulkResult<ItemPair> getAllWithCompanion(List<byte[]> keys, byte[] companionKey) {
        return bulk(new BulkPlan.Get(indexed(keys), Arguments.key(companionKey)));
    }

    @Override
    public BulkResult<WriteResult> setAll(List<StoreRequest> items) {
        return bulk(new BulkPlan.Store(indexed(items), arguments, cluster));
    }

    @Override
    public BulkResult<WriteResult> deleteAll(List<byte[]> keys) {
        return bulk(new BulkPlan.Delete(indexed(keys)));
    }

    /** Returns a list whose elements are found at once by their index. */
    private static <T> List<T> indexed(List<T> list) {
        return list instanceof RandomAccess ? list : List.copyOf(list);
    }

    private <T extends @Nullable Object> BulkResult<T> bulk(BulkPlan plan) {
        return new BulkAnswer<>(caller.run(plan, fixed, timeout).outcomes());
    }

    @Override
    public WriteResult set(byte[] key, byte[] value, int clientFlags, long timeToLive) {
        return store(Opcode.SET, key, value, clientFlags, timeToLive, ANY_TOKEN);
    }

    @Override
    public WriteResult add(byte[] key, byte[] value, int clientFlags, long timeToLive) {
        return store(Opcode.ADD, key, value, clientFlags, timeToLive, ANY_TOKEN);
    }

    @Override
    public WriteResult replace(byte[] key, byte[] value, int clientFlags, long timeToLive) {
        return store(Opcode.REPLACE, key, value, clientFlags, timeToLive, ANY_TOKEN);
    }

    @Override
    public WriteResult cas(byte[] key, long casToken, byte[] value, int clientFlags, long timeToLive) {
        return store(Opcode.SET, key, value, clientFlags, timeToLive, Arguments.token(casToken));
    }

    private WriteResult store(
            Opcode opcode, byte[] key, byte[] value, int clientFlags, long timeToLive, long casToken) {
        return write(caller.request()
                .ask(
                        opcode,
                        Arguments.key(key),
                        Arguments.value(value),
                        clientFlags,
                        arguments.exptime(timeToLive),
                        casToken));
    }

    @Override
    public WriteResult append(byte[] key, long casToken, byte[] value) {
        return write(caller.request()
                .ask(Opcode.APPEND, Arguments.key(key), Arguments.value(value), 0, Exptime.NEVER, casToken));
    }

    @Override
    public WriteResult prepend(byte[] key, long casToken, byte[] value) {
        return write(caller.request()
                .ask(Opcode.PREPEND, Arguments.key(key), Arguments.value(value), 0, Exptime.NEVER, casToken));
    }

    @Override
    public WriteResult delete(byte[] key, long casToken) {
        return write(caller.request().askToDelete(Arguments.key(key), casToken));
    }

    private WriteResult write(SingleRequest request) {
        NodeAddress node = call(request);
        WriteResult result = Results.write(request, node);
        caller.done(request);
        return result;
    }

    @Override
    public OptionalLong increment(byte[] key, long delta) {
        return count(Opcode.INCREMENT, key, delta);
    }

    @Override
    public long increment(byte[] key, long delta, long initial, long timeToLive) {
        return count(Opcode.INCREMENT, key, delta, initial, timeToLive);
    }

    @Override
    public OptionalLong decrement(byte[] key, long delta) {
        return count(Opcode.DECREMENT, key, delta);
    }

    @Override
    public long decrement(byte[] key, long delta, long initial, long timeToLive) {
        return count(Opcode.DECREMENT, key, delta, initial, timeToLive);
    }

    private OptionalLong count(Opcode opcode, byte[] key, long delta) {
        SingleRequest request =
                caller.request().askToCount(opcode, Arguments.key(key), delta, 0, Exptime.DO_NOT_CREATE);
        NodeAddress node = call(request);
        OptionalLong result = Results.counter(request, node);
        caller.done(request);
        return result;
    }

    private long count(Opcode opcode, byte[] key, long delta, long initial, long timeToLive) {
        SingleRequest request = caller.request()
                .askToCount(opcode, Arguments.key(key), delta, initial, arguments.counterExptime(timeToLive));
        NodeAddress node = call(request);
        long result = Results.count(request, node);
        caller.done(request);
        return result;
    }

    @Override
    public boolean touch(byte[] key, long timeToLive) {
        SingleRequest request =
                caller.request().askToTouch(Opcode.TOUCH, Arguments.key(key), arguments.exptime(timeToLive));
        NodeAddress node = call(request);
        boolean result = Results.touched(request, node);
        caller.done(request);
        return result;
    }

    @Override
    public @Nullable Item getAndTouch(byte[] key, long timeToLive) {
        SingleRequest request =
                caller.request().askToTouch(Opcode.GAT, Arguments.key(key), arguments.exptime(timeToLive));
        NodeAddress node = call(request);
        Item item = Results.item(request, node);
        caller.done(request);
        return item;
    }

    private NodeAddress call(SingleRequest request) {
        return caller.call(request, fixed, timeout);
    }

    @Override
    public void flush() {
        askAll(() -> new SingleRequest().ask(Opcode.FLUSH, Request.NO_BYTES), Results::text);
    }

    @Override
    public Map<NodeAddress, Map<String, String>> stats(String group) {
        byte[] bytes = Arguments.group(group);
        return askAll(() -> new StatRequest(bytes), Results::statistics);
    }

    @Override
    public Map<NodeAddress, String> versions() {
        return askAll(() -> new SingleRequest().ask(Opcode.VERSION, Request.NO_BYTES), Results::text);
    }

    private <R extends Request, T> Map<NodeAddress, T> askAll(
            Supplier<R> question, SyncBroadcast.Meaning<R, T> meaning) {
        return new SyncBroadcast<>(caller, settings.failureMode(), question, meaning, timeout).ask(fixed);
    }

    @Override
    public KeyCursor keys() {
        cluster.requireOpen();
        NodeAddress only = fixed;
        return cluster.walks().walk(only == null ? nodes() : List.of(only));
    }

    @Override
    public List<NodeMetrics> metrics() {
        return cluster.metrics();
    }

    @Override
    public void close() {
        cluster.close();
    }

    @Override
    public String toString() {
        return "MemcachedClient[name=" + settings.name() + ", timeoutMillis=" + TimeUnit.NANOSECONDS.toMillis(timeout)
                + "]";
    }
}
