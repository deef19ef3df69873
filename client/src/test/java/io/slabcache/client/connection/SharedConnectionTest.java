package io.slabcache.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.InterruptedOperationException;
import io.slabcache.client.Item;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.OperationTimeoutException;
import io.slabcache.client.OverloadedException;
import io.slabcache.client.testing.RealMemcached;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Many threads on one connection: each gets its own answers, whatever the others do. */
class SharedConnectionTest {
    private static final int THREADS = 16;
    private static final int KEYS = 200;

    private static byte[] key(int i) {
        return ("shared-" + i).getBytes(StandardCharsets.UTF_8);
    }

    /** A value that tells its key; some of the values are longer than the input buffer. */
    private static byte[] value(int i) {
        byte[] value = new byte[i % 20 == 0 ? 100_000 + i : 8 + i];
        for (int at = 0; at < value.length; at++) {
            value[at] = (byte) (i + at);
        }
        return value;
    }

    @Test
    void get_interruptsAndTinyTimeouts_everyAnswerIsTheRightOne() throws InterruptedException {
        long seed = System.nanoTime();
        try (RealMemcached server = RealMemcached.start();
                MemcachedClient client = MemcachedClient.builder()
                        .node(server.address())
                        .operationTimeout(Duration.ofSeconds(20))
                        .build()) {
            for (int i = 0; i < KEYS; i++) {
                client.set(key(i), value(i), i, 0);
            }
            Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
            AtomicLong answers = new AtomicLong();
            List<Thread> threads = new ArrayList<>();
            MemcachedClient hasty = client.withTimeout(Duration.ofNanos(200_000));
            for (int t = 0; t < THREADS; t++) {
                SplittableRandom random = new SplittableRandom(seed + t);
                Thread thread = new Thread(() -> run(client, hasty, random, answers, faults), "caller-" + t);
                threads.add(thread);
                thread.start();
            }
            SplittableRandom random = new SplittableRandom(seed - 1);
            while (threads.stream().anyMatch(Thread::isAlive)) {
                threads.get(random.nextInt(THREADS)).interrupt();
                LockSupport.parkNanos(200_000);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(faults).as("seed=" + seed).isEmpty();
            assertThat(answers.get()).as("seed=" + seed).isGreaterThan(1000);
            assertThat(client.metrics().get(0).connectionLosses())
                    .as("seed=" + seed)
                    .isZero();
            assertThat(client.metrics().get(0).inFlight()).as("seed=" + seed).isLessThan(THREADS);
        }
    }

    private static void run(
            MemcachedClient client,
            MemcachedClient hasty,
            SplittableRandom random,
            AtomicLong answers,
            Queue<Throwable> faults) {
        for (int round = 0; round < 2000; round++) {
            int i = random.nextInt(KEYS);
            try {
                Item item = (random.nextInt(4) == 0 ? hasty : client).get(key(i));
                assertThat(item).isNotNull();
                assertThat(item.clientFlags()).isEqualTo(i);
                assertThat(item.value()).isEqualTo(value(i));
                answers.incrementAndGet();
            } catch (InterruptedOperationException e) {
                if (!Thread.interrupted()) {
                    faults.add(new AssertionError("the interrupt flag must be set", e));
                }
            } catch (OperationTimeoutException | OverloadedException e) {
                assertThat(e.isOutcomeUnknown()).isFalse();
            } catch (RuntimeException | AssertionError e) {
                faults.add(e);
            }
        }
        if (Thread.interrupted()) {
            answers.incrementAndGet();
        }
    }
}
