package io.slabcache.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.protocol.Opcode;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A closed client leaves nothing behind: no thread, no socket, no buffer, and nothing that keeps its class loader. */
class ClientLeakTest {
    private static final String NAME = "leak-test";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = 20;

    private static List<String> clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(NAME))
                .toList();
    }

    private static MemcachedClient open(int port) {
        return MemcachedClient.builder()
                .name(NAME)
                .node(new NodeAddress("127.0.0.1", port))
                .connectionsPerNode(2)
                .operationTimeout(PATIENCE)
                .build();
    }

    private static byte[] key(int i) {
        return ("leak-" + i).getBytes(StandardCharsets.US_ASCII);
    }

    /** Also run in a class loader of its own, so it names nothing of this test but itself. */
    static final class Use implements IntConsumer {
        @Override
        public void accept(int port) {
            try (MemcachedClient client = open(port)) {
                for (int i = 0; i < 100; i++) {
                    client.set(key(i), new byte[i * 100], 0, 0);
                    client.get(key(i));
                }
                client.get(new byte[] {'k'});
            }
        }
    }

    private static long openDescriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    private static long directMemory() {
        System.gc();
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void close_afterUse_noThreadSocketOrBufferLeft() {
        try (FakeMemcached server = FakeMemcached.start()) {
            int port = server.address().port();
            Use use = new Use();
            use.accept(port);
            long descriptors = openDescriptors();
            long memory = directMemory();
            for (int round = 0; round < ROUNDS; round++) {
                use.accept(port);
                assertThat(clientThreads()).isEmpty();
            }
            // The server in this virtual machine closes its ends when it has noticed.
            await().atMost(PATIENCE).until(() -> openDescriptors() < descriptors + ROUNDS);
            await().atMost(PATIENCE).until(() -> directMemory() < memory + (ROUNDS << 16));
        }
    }

    @Test
    void close_nodeThatNeverWasThere_noThreadLeft() {
        MemcachedClient client = open(RealMemcached.freePort());
        await().atMost(PATIENCE).until(() -> !clientThreads().isEmpty());
        client.close();
        assertThat(clientThreads()).isEmpty();
    }

    @Test
    void close_twice_nothing() {
        MemcachedClient client = open(RealMemcached.freePort());
        client.close();
        client.close();
        assertThat(clientThreads()).isEmpty();
    }

    @Test
    void close_callersWait_failedAndNoThreadLeft() throws InterruptedException {
        try (RealMemcached server = RealMemcached.start()) {
            MemcachedClient client = open(server.port());
            client.set(key(1), key(1), 0, 0);
            server.suspend();
            CountDownLatch failed = new CountDownLatch(8);
            for (int i = 0; i < 8; i++) {
                byte[] key = key(i);
                Thread caller = new Thread(
                        () -> {
                            try {
                                client.get(key);
                            } catch (MemcachedException | IllegalStateException e) {
                                failed.countDown();
                            }
                        },
                        "caller-" + i);
                caller.setDaemon(true);
                caller.start();
            }
            client.close();
            failed.await();
            assertThat(failed.getCount()).isZero();
            assertThat(clientThreads()).isEmpty();
        }
    }

    @Test
    void close_stagesOutstanding_failedAndNoThreadLeft() {
        try (RealMemcached server = RealMemcached.start()) {
            MemcachedClient client = open(server.port());
            client.set(key(1), key(1), 0, 0);
            server.suspend();
            List<CompletionStage<?>> stages = List.of(
                    client.async().get(key(1)),
                    client.async().get(key(2)),
                    client.async().flush());
            client.close();
            for (CompletionStage<?> stage : stages) {
                assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
            }
            assertThat(clientThreads()).isEmpty();
        }
    }

    /** What an application server does at a redeployment: the client's classes go with the application. */
    @Test
    void close_classLoaderDropped_collected() throws Exception {
        try (FakeMemcached server = FakeMemcached.start()) {
            WeakReference<ClassLoader> loader = useInOwnLoader(server.address().port());
            await().atMost(PATIENCE).until(() -> {
                System.gc();
                return loader.get() == null;
            });
        }
    }

    private static WeakReference<ClassLoader> useInOwnLoader(int port) throws Exception {
        URL[] classes = {locationOf(MemcachedClient.class), locationOf(Opcode.class), locationOf(ClientLeakTest.class)};
        try (OwnLoader loader = new OwnLoader(classes)) {
            Class<?> use = Class.forName(Use.class.getName(), true, loader);
            assertThat(use.getClassLoader()).isSameAs(loader);
            Constructor<?> constructor = use.getDeclaredConstructor();
            constructor.setAccessible(true);
            ((IntConsumer) constructor.newInstance()).accept(port);
            return new WeakReference<>(loader);
        }
    }

    private static URL locationOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    /** Has the project's classes for itself and everything else from the tests' loader. */
    private static final class OwnLoader extends URLClassLoader {
        OwnLoader(URL[] classes) {
            super(classes, ClientLeakTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.slabcache.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }
}
