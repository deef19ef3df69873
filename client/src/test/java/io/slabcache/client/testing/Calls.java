package io.slabcache.client.testing;

import io.slabcache.client.AsyncMemcachedClient;
import io.slabcache.client.MemcachedClient;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The ways to call a client's operations, so that one test holds for all of them. */
public enum Calls {
    /** The calling thread waits. */
    SYNCHRONOUS {
        @Override
        public MemcachedClient of(MemcachedClient client) {
            return client;
        }
    },
    /** The asynchronous form where there is one, waited for. */
    ASYNCHRONOUS {
        @Override
        public MemcachedClient of(MemcachedClient client) {
            return (MemcachedClient) Proxy.newProxyInstance(
                    Calls.class.getClassLoader(),
                    new Class<?>[] {MemcachedClient.class},
                    (proxy, method, arguments) -> callAsynchronously(client, method, arguments));
        }
    };

    private static final long TIMEOUT_SECONDS = 20;

    /**
     * Returns a client whose operations are called this way.
     *
     * @param client the client
     * @return the same or a view
     */
    public abstract MemcachedClient of(MemcachedClient client);

    private static @Nullable Object callAsynchronously(
            MemcachedClient client, Method method, Object @Nullable [] arguments) throws Throwable {
        Method counterpart = counterpart(method);
        try {
            if (counterpart == null) {
                return method.invoke(client, arguments);
            }
            CompletionStage<?> stage = (CompletionStage<?>) counterpart.invoke(client.async(), arguments);
            return stage.toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InvocationTargetException | ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause == null ? e : cause;
        }
    }

    private static @Nullable Method counterpart(Method method) {
        try {
            return AsyncMemcachedClient.class.getMethod(method.getName(), method.getParameterTypes());
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
