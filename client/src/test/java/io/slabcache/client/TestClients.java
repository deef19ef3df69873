package io.slabcache.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Clients for tests, and what is done with them again and again. */
final class TestClients {
    /** Longer than anything takes that is not stuck. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private TestClients() {}

    /** A builder of a client whose operations wait longer than a busy machine needs. */
    static MemcachedClientBuilder of(NodeAddress... nodes) {
        MemcachedClientBuilder builder = MemcachedClient.builder()
                .operationTimeout(Duration.ofSeconds(10))
                .stallTimeout(Duration.ofSeconds(30))
                .connectionsPerNode(1);
        for (NodeAddress node : nodes) {
            builder.node(node);
        }
        return builder;
    }

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    static @Nullable String text(@Nullable Item item) {
        return item == null ? null : text(item.value());
    }

    /** A key that belongs to a node. */
    static byte[] keyOn(MemcachedClient client, NodeAddress node, String prefix) {
        for (int i = 0; i < 100_000; i++) {
            byte[] key = bytes(prefix + i);
            if (client.nodeOf(key).equals(node)) {
                return key;
            }
        }
        throw new AssertionError("a node must have keys: node=" + node);
    }

    /** What a stage completes with, whose failure is thrown as it is. */
    static <T extends @Nullable Object> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new CompletionException(e);
        } catch (TimeoutException e) {
            throw new AssertionError("the stage must complete", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while a stage was waited for", e);
        }
    }

    /** What a stage failed with, or null if it did not. */
    static @Nullable Throwable failure(CompletionStage<?> stage) {
        try {
            join(stage);
            return null;
        } catch (RuntimeException e) {
            return e;
        }
    }

    /** What an action throws, or null if it does not. */
    static @Nullable MemcachedException failure(Runnable action) {
        try {
            action.run();
            return null;
        } catch (MemcachedException e) {
            return e;
        }
    }
}
