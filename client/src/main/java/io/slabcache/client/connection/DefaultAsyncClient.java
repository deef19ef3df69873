package io.slabcache.client.connection;

import io.slabcache.client.AsyncMemcachedClient;
import io.slabcache.client.BulkResult;
import io.slabcache.client.FailureMode;
import io.slabcache.client.Item;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.StoreRequest;
import io.slabcache.client.WriteResult;
import io.slabcache.protocol.Exptime;
import io.slabcache.protocol.Opcode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The asynchronous operations: checks arguments, asks by {@link AsyncCall} and {@link AsyncBulk}. */
final class DefaultAsyncClient implements AsyncMemcachedClient {
    private final Cluster cluster;
    private final FailureMode failureMode;
    private final Arguments arguments;
    private final @Nullable NodeAddress fixed;
    private final long timeout;

    DefaultAsyncClient(
            Cluster cluster, FailureMode failureMode, Arguments arguments, @Nullable NodeAddress fixed, long timeout) {
        this.cluster = cluster;
        this.failureMode = failureMode;
        this.arguments = arguments;
        this.fixed = fixed;
        this.timeout = timeout;
    }

    private <R extends Request, T extends @Nullable Object> CompletableFuture<T> call(
            R request, AsyncCall.Meaning<R, T> meaning) {
        return call(request, meaning, fixed);
    }

    private <R extends Request, T extends @Nullable Object> CompletableFuture<T> call(
            R request, AsyncCall.Meaning<R, T> meaning, @Nullable NodeAddress node) {
        cluster.requireOpen();
        AsyncCall<R, T> call = new AsyncCall<>(cluster, failureMode, request, meaning, node, timeout);
        call.send();
        return call;
    }

    private <T extends @Nullable Object> CompletionStage<BulkResult<T>> bulk(BulkPlan plan) {
        cluster.requireOpen();
        AsyncBulk<T> bulk = new AsyncBulk<>(plan, cluster, failureMode, fixed, timeout);
        bulk.send();
        return bulk;
    }

    @Override
    public CompletionStage<@Nullable Item> get(byte[] key) {
        return call(new SingleRequest().ask(Opcode.GET, Arguments.key(key)), Results::item);
    }

    @Override
    public CompletionStage<BulkResult<@Nullable Item>> getAll(List<byte[]> keys) {
        return bulk(new BulkPlan.Get(List.copyOf(keys), null));
    }

    @Override
    public CompletionStage<WriteResult> set(byte[] key, byte[] value, int clientFlags, long timeToLive) {
        return store(Opcode.SET, key, value, clientFlags, timeToLive, MemcachedClient.ANY_TOKEN);
    }

    @Override
    public CompletionStage<WriteResult> add(byte[] key, byte[] value, int clientFlags, long timeToLive) {
        return store(Opcode.ADD, key, value, clientFlags, timeToLive, MemcachedClient.ANY_TOKEN);
    }

    @Override
    public CompletionStage<WriteResult> replace(byte[] key, byte[] value, int clientFlags, long timeToLive) {
        return store(Opcode.REPLACE, key, value, clientFlags, timeToLive, MemcachedClient.ANY_TOKEN);
    }

    @Override
    public CompletionStage<WriteResult> cas(byte[] key, long casToken, byte[] value, int clientFlags, long timeToLive) {
        return store(Opcode.SET, key, value, clientFlags, timeToLive, Arguments.token(casToken));
    }

    private CompletionStage<WriteResult> store(
            Opcode opcode, byte[] key, byte[] value, int clientFlags, long timeToLive, long casToken) {
        SingleRequest request = new SingleRequest()
                .ask(
                        opcode,
                        Arguments.key(key),
                        Arguments.value(value),
                        clientFlags,
                        arguments.exptime(timeToLive),
                        casToken);
        return call(request, Results::write);
    }

    @Override
    public CompletionStage<WriteResult> append(byte[] key, long casToken, byte[] value) {
        return extend(Opcode.APPEND, key, casToken, value);
    }

    @Override
    public CompletionStage<WriteResult> prepend(byte[] key, long casToken, byte[] value) {
        return extend(Opcode.PREPEND, key, casToken, value);
    }

    private CompletionStage<WriteResult> extend(Opcode opcode, byte[] key, long casToken, byte[] value) {
        SingleRequest request =
                new SingleRequest().ask(opcode, Arguments.key(key), Arguments.value(value), 0, Exptime.NEVER, casToken);
        return call(request, Results::write);
    }

    @Override
    public CompletionStage<WriteResult> delete(byte[] key, long casToken) {
        return call(new SingleRequest().askToDelete(Arguments.key(key), casToken), Results::write);
    }

    @Override
    public CompletionStage<BulkResult<WriteResult>> setAll(List<StoreRequest> items) {
        return bulk(new BulkPlan.Store(List.copyOf(items), arguments, cluster));
    }

    @Override
    public CompletionStage<BulkResult<WriteResult>> deleteAll(List<byte[]> keys) {
        return bulk(new BulkPlan.Delete(List.copyOf(keys)));
    }

    @Override
    public CompletionStage<OptionalLong> increment(byte[] key, long delta) {
        return count(Opcode.INCREMENT, key, delta);
    }

    @Override
    public CompletionStage<Long> increment(byte[] key, long delta, long initial, long timeToLive) {
        return count(Opcode.INCREMENT, key, delta, initial, timeToLive);
    }

    @Override
    public CompletionStage<OptionalLong> decrement(byte[] key, long delta) {
        return count(Opcode.DECREMENT, key, delta);
    }

    @Override
    public CompletionStage<Long> decrement(byte[] key, long delta, long initial, long timeToLive) {
        return count(Opcode.DECREMENT, key, delta, initial, timeToLive);
    }

    private CompletionStage<OptionalLong> count(Opcode opcode, byte[] key, long delta) {
        return call(
                new SingleRequest().askToCount(opcode, Arguments.key(key), delta, 0, Exptime.DO_NOT_CREATE),
                Results::counter);
    }

    private CompletionStage<Long> count(Opcode opcode, byte[] key, long delta, long initial, long timeToLive) {
        return call(
                new SingleRequest()
                        .askToCount(opcode, Arguments.key(key), delta, initial, arguments.counterExptime(timeToLive)),
                Results::count);
    }

    @Override
    public CompletionStage<Boolean> touch(byte[] key, long timeToLive) {
        return call(
                new SingleRequest().askToTouch(Opcode.TOUCH, Arguments.key(key), arguments.exptime(timeToLive)),
                Results::touched);
    }

    @Override
    public CompletionStage<@Nullable Item> getAndTouch(byte[] key, long timeToLive) {
        return call(
                new SingleRequest().askToTouch(Opcode.GAT, Arguments.key(key), arguments.exptime(timeToLive)),
                Results::item);
    }

    @Override
    public CompletionStage<@Nullable Void> flush() {
        return askAll(node -> call(new SingleRequest().ask(Opcode.FLUSH, Request.NO_BYTES), Results::text, node))
                .thenApply(answers -> null);
    }

    @Override
    public CompletionStage<Map<NodeAddress, Map<String, String>>> stats(String group) {
        byte[] bytes = Arguments.group(group);
        return askAll(node -> call(new StatRequest(bytes), Results::statistics, node));
    }

    @Override
    public CompletionStage<Map<NodeAddress, String>> versions() {
        return askAll(node -> call(new SingleRequest().ask(Opcode.VERSION, Request.NO_BYTES), Results::text, node));
    }

    /** A question that can be put to each node. */
    private interface Question<T> {
        CompletableFuture<T> ask(NodeAddress node);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it completes the one that is returned
    private <T> CompletableFuture<Map<NodeAddress, T>> askAll(Question<T> question) {
        cluster.requireOpen();
        NodeAddress only = fixed;
        Topology topology = cluster.topologyIfKnown();
        if (topology == null && only == null) {
            return CompletableFuture.failedFuture(cluster.nodesUnknown());
        }
        List<NodeAddress> nodes = only != null || topology == null ? List.of(only) : topology.addresses();
        Map<NodeAddress, CompletableFuture<T>> asked = new LinkedHashMap<>();
        nodes.forEach(node -> asked.put(node, question.ask(node)));
        CompletableFuture<Map<NodeAddress, T>> all = new CompletableFuture<>();
        CompletableFuture.allOf(asked.values().toArray(new CompletableFuture<?>[0]))
                .whenComplete((nothing, failure) -> {
                    if (failure == null) {
                        Map<NodeAddress, T> answers = new LinkedHashMap<>();
                        asked.forEach((node, answer) -> answers.put(node, answer.join()));
                        all.complete(answers);
                    } else {
                        all.completeExceptionally(firstFailure(new ArrayList<>(asked.values())));
                    }
                });
        return all;
    }

    private static Throwable firstFailure(List<CompletableFuture<?>> futures) {
        Throwable first = null;
        for (CompletableFuture<?> future : futures) {
            if (future.isCompletedExceptionally()) {
                Throwable cause = future.handle((result, failure) -> failure).join();
                if (first == null) {
                    first = cause;
                } else if (first != cause) {
                    first.addSuppressed(cause);
                }
            }
        }
        return first == null ? new MemcachedException("nodes must answer", true, null) : first;
    }
}
