package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slabcache.jcache.SlabCachingProvider;
import io.slabcache.jcache.internal.MemcachedPair;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cold key that many threads of two virtual machines want is loaded once. */
@Timeout(120)
class ColdKeyTest {
    private static final int THREADS = 4;
    private static final int KEYS = 50;
    private static final String HOT = "hot";

    @Test
    void coldKeys_twoVirtualMachines_areLoadedOnceEach() throws Exception {
        String address = MemcachedPair.emptied();
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch othersWait = new CountDownLatch(1);
        CountingLoader loader = new CountingLoader(() -> {
            loading.countDown();
            awaitLatch(othersWait);
        });
        try (SlabCachingProvider provider = new SlabCachingProvider();
                Other other = new Other(address)) {
            Cache<String, String> cache = open(provider, address, loader);
            Thread first = new Thread(() -> cache.get(HOT));
            first.start();
            awaitLatch(loading);
            other.tell("read");
            // All its threads wait for the one that loads here.
            other.expect("waiting");
            othersWait.countDown();
            first.join();
            other.expect("read " + CountingLoader.valueOf(HOT));
            other.tell("race");
            readAll(cache);
            int loadedThere = Integer.parseInt(other.expect("loaded ").substring("loaded ".length()));
            assertThat(loader.count() + loadedThere).isEqualTo(1 + KEYS);
        }
    }

    private static Cache<String, String> open(SlabCachingProvider provider, String address, CountingLoader loader) {
        return provider.getCacheManager(URI.create(address), ColdKeyTest.class.getClassLoader())
                .createCache(
                        "test",
                        new MutableConfiguration<String, String>()
                                .setTypes(String.class, String.class)
                                .setReadThrough(true)
                                .setCacheLoaderFactory(() -> loader));
    }

    /** Has all threads read all keys. */
    private static void readAll(Cache<String, String> cache) throws InterruptedException {
        List<Thread> readers = new ArrayList<>();
        AtomicInteger right = new AtomicInteger();
        for (int i = 0; i < THREADS; i++) {
            Thread reader = new Thread(() -> {
                for (int key = 0; key < KEYS; key++) {
                    right.addAndGet(CountingLoader.valueOf("k" + key).equals(cache.get("k" + key)) ? 1 : 0);
                }
            });
            reader.start();
            readers.add(reader);
        }
        for (Thread reader : readers) {
            reader.join();
        }
        if (right.get() != THREADS * KEYS) {
            throw new IllegalStateException("all values must be right: right=" + right);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the other must have come so far");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Counts what it loads. */
    private static final class CountingLoader implements CacheLoader<String, String> {
        private final AtomicInteger count = new AtomicInteger();
        private final Runnable onHot;

        private CountingLoader(Runnable onHot) {
            this.onHot = onHot;
        }

        private static String valueOf(String key) {
            return "value of " + key;
        }

        private int count() {
            return count.get();
        }

        @Override
        public String load(String key) {
            count.incrementAndGet();
            if (key.equals(HOT)) {
                onHot.run();
            }
            return valueOf(key);
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            Map<String, String> loaded = new HashMap<>();
            keys.forEach(key -> loaded.put(key, load(key)));
            return loaded;
        }
    }

    /** The other virtual machine, as seen from here. */
    private static final class Other implements AutoCloseable {
        private final Process process;
        private final BufferedReader answers;
        private final PrintStream orders;

        private Other(String address) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Reader.class.getName(),
                            address)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            answers = process.inputReader(StandardCharsets.UTF_8);
            orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        }

        private void tell(String order) {
            orders.println(order);
        }

        private String expect(String start) throws IOException {
            String answer = answers.readLine();
            assertThat(answer).startsWith(start);
            return answer;
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** The other virtual machine. It must not load the hot key. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) throws Exception {
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            CountingLoader loader = new CountingLoader(() -> {
                throw new IllegalStateException("the hot key must be loaded once");
            });
            try (SlabCachingProvider provider = new SlabCachingProvider()) {
                Cache<String, String> cache = open(provider, arguments[0], loader);
                orders.readLine();
                answers.println(readHot(cache, answers));
                orders.readLine();
                readAll(cache);
                answers.println("loaded " + loader.count());
            }
        }

        /** Has several threads read the hot key, and says when one waits for the lease and the others for that one. */
        private static String readHot(Cache<String, String> cache, PrintStream answers) throws InterruptedException {
            List<String> read = new ArrayList<>();
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Thread reader = new Thread(() -> {
                    String value = cache.get(HOT);
                    synchronized (read) {
                        read.add(value);
                    }
                });
                reader.setDaemon(true);
                reader.start();
                readers.add(reader);
            }
            await().until(() -> readers.stream().allMatch(Reader::isWaiting));
            answers.println("waiting");
            for (Thread reader : readers) {
                reader.join();
            }
            return "read " + (read.stream().distinct().count() == 1 ? read.get(0) : read);
        }

        private static boolean isWaiting(Thread thread) {
            for (StackTraceElement frame : thread.getStackTrace()) {
                if (frame.getMethodName().equals("pause")
                        || frame.getClassName().endsWith("KeyLocks")) {
                    return thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.WAITING;
                }
            }
            return false;
        }
    }
}
