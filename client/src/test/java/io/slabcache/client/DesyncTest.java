package io.slabcache.client;

import static io.slabcache.client.TestClients.bytes;
import static io.slabcache.client.TestClients.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.testing.RealMemcached;
import io.slabcache.client.testing.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random operations of many threads on connections that are cut, held back and delayed at random: an operation may fail,
 * but nobody ever gets what belongs to another key.
 */
class DesyncTest {
    private static final Logger LOG = LoggerFactory.getLogger(DesyncTest.class);
    private static final int THREADS = 8;
    private static final int KEYS = 64;

    /** Counters are so far apart that no change of one reaches the next. */
    private static final long COUNTER_DISTANCE = 1_000_000_000_000L;

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** When to stop. */
    private volatile boolean ended;

    @Test
    void operations_connectionsCutAtRandom_nobodyGetsAnothersValue() throws InterruptedException {
        run(ThreadLocalRandom.current().nextLong(), Duration.ofSeconds(5));
    }

    @Test
    @Tag("long")
    void operations_connectionsCutAtRandomForLong_nobodyGetsAnothersValue() throws InterruptedException {
        run(ThreadLocalRandom.current().nextLong(), Duration.ofMinutes(3));
    }

    private void run(long seed, Duration duration) throws InterruptedException {
        try (RealMemcached server = RealMemcached.start();
                TcpProxy proxy = TcpProxy.to(server.address());
                MemcachedClient client = MemcachedClient.builder()
                        .node(proxy.address())
                        .connectionsPerNode(2)
                        .operationTimeout(Duration.ofMillis(100))
                        .stallTimeout(Duration.ofMillis(400))
                        .build()) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Random random = new Random(seed + t);
                Thread thread = new Thread(() -> operate(client, random));
                threads.add(thread);
                thread.start();
            }
            trouble(proxy, new Random(seed - 1), duration);
            ended = true;
            for (Thread thread : threads) {
                thread.join();
            }
            LOG.info(
                    "seed={}, succeeded={}, failed={}, connections={}",
                    seed,
                    succeeded.sum(),
                    failed.sum(),
                    proxy.accepted());
            assertThat(failures).as("seed=%s", seed).isEmpty();
            assertThat(succeeded.sum()).as("seed=%s", seed).isGreaterThan(100);
            assertThat(proxy.accepted()).as("seed=%s", seed).isGreaterThan(3);
            recovers(client, seed);
        }
    }

    /** When the trouble is over everything works, and nothing is left over. */
    private static void recovers(MemcachedClient client, long seed) {
        await().atMost(TestClients.PATIENCE)
                .ignoreExceptionsInstanceOf(MemcachedException.class)
                .until(() -> {
                    for (int key = 0; key < KEYS; key++) {
                        client.get(key(key));
                    }
                    return true;
                });
        await().atMost(TestClients.PATIENCE)
                .untilAsserted(() -> assertThat(client.metrics().get(0).inFlight())
                        .as("seed=%s", seed)
                        .isZero());
    }

    private static void trouble(TcpProxy proxy, Random random, Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            switch (random.nextInt(8)) {
                case 0 -> proxy.cut();
                case 1 -> {
                    proxy.hold();
                    pause(random.nextInt(250));
                    proxy.release();
                }
                case 2 -> proxy.delay(Duration.ofMillis(random.nextInt(150)));
                default -> proxy.cutAfter(random.nextInt(20_000));
            }
            pause(random.nextInt(60));
            proxy.delay(Duration.ZERO);
        }
        proxy.cutAfter(Long.MAX_VALUE);
    }

    /** The pace of the trouble; nothing waits for it. */
    private static void pause(int millis) {
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }

    private void operate(MemcachedClient client, Random random) {
        while (!ended) {
            try {
                operateOnce(client, random);
                succeeded.increment();
            } catch (MemcachedException e) {
                failed.increment();
            } catch (RuntimeException | AssertionError e) {
                failures.add(e);
                return;
            }
        }
    }

    private void operateOnce(MemcachedClient client, Random random) {
        int number = random.nextInt(KEYS);
        byte[] key = key(number);
        switch (random.nextInt(12)) {
            case 0, 1 -> check(number, client.get(key));
            case 2, 3 -> client.set(key, value(number, random), number, 0);
            case 4 -> client.delete(key, MemcachedClient.ANY_TOKEN);
            case 5 -> check(number, join(client.async().get(key)));
            case 6 -> {
                ItemPair pair = client.getWithCompanion(key, key((number + 1) % KEYS));
                check(number, pair.item());
                check((number + 1) % KEYS, pair.companion());
            }
            case 7 -> bulk(client, random);
            case 8 -> count(client, number);
            case 9 -> check(number, client.getAndTouch(key, 1000));
            case 10 ->
                client.setAll(List.of(
                        new StoreRequest(key, value(number, random), number, 0),
                        new StoreRequest(
                                key((number + 7) % KEYS), value((number + 7) % KEYS, random), (number + 7) % KEYS, 0)));
            default -> assertThat(client.versions().values()).allMatch(version -> version.startsWith("1."));
        }
    }

    private static void bulk(MemcachedClient client, Random random) {
        int[] numbers = random.ints(1 + random.nextInt(40), 0, KEYS).toArray();
        List<byte[]> keys = Arrays.stream(numbers).mapToObj(DesyncTest::key).toList();
        BulkResult<Item> items =
                random.nextBoolean() ? client.getAll(keys) : join(client.async().getAll(keys));
        for (int i = 0; i < numbers.length; i++) {
            if (items.failure(i) == null) {
                check(numbers[i], items.get(i));
            }
        }
    }

    private static void count(MemcachedClient client, int number) {
        long base = number * COUNTER_DISTANCE;
        long count = client.increment(bytes("counter-" + number), 1, base, 0);
        assertThat(count).as("counter %s", number).isBetween(base, base + COUNTER_DISTANCE / 2);
        OptionalLong again = client.increment(bytes("counter-" + number), 1);
        assertThat(again).isNotEmpty();
        assertThat(again.getAsLong()).as("counter %s", number).isBetween(base, base + COUNTER_DISTANCE / 2);
    }

    private static byte[] key(int number) {
        return bytes("desync-key-" + number);
    }

    /** The key's number, a random length, and bytes that follow from both: a piece of another value is not one. */
    private static byte[] value(int number, Random random) {
        int length = random.nextInt(20) == 0 ? random.nextInt(200_000) : random.nextInt(2000);
        byte[] head = bytes(number + " " + length + " ");
        byte[] value = Arrays.copyOf(head, head.length + length);
        Arrays.fill(value, head.length, value.length, (byte) (number + length));
        return value;
    }

    private static void check(int number, @org.jspecify.annotations.Nullable Item item) {
        if (item == null) {
            return;
        }
        String[] head = TestClients.text(Arrays.copyOf(item.value(), 20)).split(" ", 3);
        assertThat(head[0]).as("value of key %s", number).isEqualTo(Integer.toString(number));
        assertThat(item.clientFlags()).as("flags of key %s", number).isEqualTo(number);
        int length = Integer.parseInt(head[1]);
        byte[] value = item.value();
        int start = head[0].length() + head[1].length() + 2;
        assertThat(value.length - start).as("length of key %s", number).isEqualTo(length);
        for (int i = start; i < value.length; i++) {
            if (value[i] != (byte) (number + length)) {
                throw new AssertionError("value of key " + number + " must be whole: at=" + i);
            }
        }
    }
}
