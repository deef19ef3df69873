package io.slabcache.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.Item;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.testing.FakeMemcached;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Callers on virtual threads, where the running Java has them; on an older one they are ordinary threads. */
class VirtualThreadsTest {
    private static final int THREADS = 500;

    private static Thread start(Runnable task) throws ReflectiveOperationException {
        Method starter;
        try {
            starter = Thread.class.getMethod("startVirtualThread", Runnable.class);
        } catch (NoSuchMethodException e) {
            Thread thread = new Thread(task);
            thread.start();
            return thread;
        }
        return (Thread) starter.invoke(null, task);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void get_manyThreads_eachGetsItsOwn() throws Exception {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient client = MemcachedClient.builder()
                        .node(server.address())
                        .operationTimeout(Duration.ofSeconds(20))
                        .build()) {
            Queue<String> faults = new ConcurrentLinkedQueue<>();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int number = t;
                threads.add(start(() -> {
                    for (int round = 0; round < 20; round++) {
                        byte[] key = bytes("k" + number);
                        byte[] value = bytes("v" + number + "/" + round);
                        client.set(key, value, 0, 0);
                        Item item = client.get(key);
                        if (item == null
                                || !new String(item.value(), StandardCharsets.UTF_8)
                                        .equals("v" + number + "/" + round)) {
                            faults.add("thread " + number + " got " + item);
                        }
                        if (client.getAll(List.of(key, bytes("none"))).get(0) == null) {
                            faults.add("thread " + number + " got nothing");
                        }
                    }
                }));
            }
            client.get(bytes("k0"));
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(60));
                assertThat(thread.isAlive()).isFalse();
            }
            assertThat(faults).isEmpty();
        }
    }
}
