package io.slabcache.client;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The operations that a typed client needs, on a map. Its methods are found by their names and parameters. */
final class InMemoryClient {
    private final Map<String, Item> items = new ConcurrentHashMap<>();
    private long lastToken;

    /** The time to live of the last operation that had one. */
    long lastSeconds = -1;

    /** So many conditional stores are still to be lost. */
    int losses;

    MemcachedClient client() {
        return (MemcachedClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {MemcachedClient.class}, (proxy, method, arguments) -> {
                    if (method.isDefault()) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    if (method.getName().equals("async")) {
                        return async();
                    }
                    return invoke(method, arguments);
                });
    }

    private AsyncMemcachedClient async() {
        return (AsyncMemcachedClient) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {AsyncMemcachedClient.class},
                (proxy, method, arguments) -> {
                    return CompletableFuture.completedFuture(invoke(method, arguments));
                });
    }

    private Object invoke(Method method, Object[] arguments) throws Throwable {
        try {
            return getClass()
                    .getDeclaredMethod(method.getName(), method.getParameterTypes())
                    .invoke(this, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Makes the items look as those of a server that keeps no tokens. */
    synchronized void dropTokens() {
        items.replaceAll((key, item) -> new Item(item.value(), item.clientFlags(), 0));
    }

    private static String name(byte[] key) {
        return new String(key, StandardCharsets.ISO_8859_1);
    }

    synchronized @Nullable Item get(byte[] key) {
        return items.get(name(key));
    }

    synchronized WriteResult set(byte[] key, byte[] value, int clientFlags, long timeToLive) {
        lastSeconds = timeToLive;
        items.put(name(key), new Item(value, clientFlags, ++lastToken));
        return new WriteResult(WriteStatus.DONE, lastToken);
    }

    synchronized WriteResult add(byte[] key, byte[] value, int clientFlags, long timeToLive) {
        return items.containsKey(name(key)) ? WriteResult.EXISTS : set(key, value, clientFlags, timeToLive);
    }

    synchronized WriteResult replace(byte[] key, byte[] value, int clientFlags, long timeToLive) {
        return items.containsKey(name(key)) ? set(key, value, clientFlags, timeToLive) : WriteResult.NOT_FOUND;
    }

    synchronized WriteResult cas(byte[] key, long casToken, byte[] value, int clientFlags, long timeToLive) {
        Item item = items.get(name(key));
        if (item == null) {
            return WriteResult.NOT_FOUND;
        }
        if (losses > 0) {
            losses--;
            items.put(name(key), new Item(item.value(), item.clientFlags(), ++lastToken));
            return WriteResult.EXISTS;
        }
        return item.casToken() == casToken ? set(key, value, clientFlags, timeToLive) : WriteResult.EXISTS;
    }

    synchronized WriteResult delete(byte[] key, long casToken) {
        Item item = items.get(name(key));
        if (item == null) {
            return WriteResult.NOT_FOUND;
        }
        if (casToken != 0 && casToken != item.casToken()) {
            return WriteResult.EXISTS;
        }
        items.remove(name(key));
        return WriteResult.REMOVED;
    }

    BulkResult<@Nullable Item> getAll(List<byte[]> keys) {
        return new Results<>(keys.stream().map(this::get).toList());
    }

    BulkResult<WriteResult> setAll(List<StoreRequest> requests) {
        List<WriteResult> results = new ArrayList<>();
        for (StoreRequest request : requests) {
            results.add(set(request.key(), request.value(), request.clientFlags(), request.timeToLive()));
        }
        return new Results<>(results);
    }

    BulkResult<WriteResult> deleteAll(List<byte[]> keys) {
        return new Results<>(keys.stream().map(key -> delete(key, 0)).toList());
    }

    synchronized OptionalLong increment(byte[] key, long delta) {
        Item item = items.get(name(key));
        if (item == null) {
            return OptionalLong.empty();
        }
        long count = Long.parseUnsignedLong(new String(item.value(), StandardCharsets.US_ASCII).trim()) + delta;
        items.put(
                name(key), new Item(Long.toUnsignedString(count).getBytes(StandardCharsets.US_ASCII), 0, ++lastToken));
        return OptionalLong.of(count);
    }

    synchronized long increment(byte[] key, long delta, long initial, long timeToLive) {
        lastSeconds = timeToLive;
        return increment(key, delta).orElseGet(() -> {
            set(key, Long.toUnsignedString(initial).getBytes(StandardCharsets.US_ASCII), 0, timeToLive);
            return initial;
        });
    }

    OptionalLong decrement(byte[] key, long delta) {
        return increment(key, -delta);
    }

    long decrement(byte[] key, long delta, long initial, long timeToLive) {
        return increment(key, -delta, initial, timeToLive);
    }

    synchronized boolean touch(byte[] key, long timeToLive) {
        lastSeconds = timeToLive;
        return items.containsKey(name(key));
    }

    @Nullable
    Item getAndTouch(byte[] key, long timeToLive) {
        lastSeconds = timeToLive;
        return get(key);
    }

    private record Results<T extends @Nullable Object>(List<T> values) implements BulkResult<T> {
        @Override
        public int size() {
            return values.size();
        }

        @Override
        public T get(int index) {
            return values.get(index);
        }

        @Override
        public @Nullable MemcachedException failure(int index) {
            return null;
        }

        @Override
        public List<MemcachedException> failures() {
            return List.of();
        }
    }
}
