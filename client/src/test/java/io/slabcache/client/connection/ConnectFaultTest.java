package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.slabcache.client.Discovery;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.NodeUnavailableException;
import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.protocol.Opcode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever an attempt to connect or to discover throws, and even if it cannot begin, there is another one. */
@Timeout(60)
class ConnectFaultTest {
    private static final byte[] KEY = "key".getBytes(UTF_8);
    private static final int FAULTS = 3;

    private final FakeMemcached server = FakeMemcached.start();
    private final AtomicInteger faults = new AtomicInteger();

    @AfterEach
    void stop() {
        server.close();
    }

    private boolean isFaulty() {
        return faults.getAndUpdate(count -> Math.min(FAULTS, count + 1)) < FAULTS;
    }

    /** Starts its first threads in vain. */
    private Thread newThread(Runnable task) {
        return new Thread(task) {
            @Override
            public synchronized void start() {
                if (isFaulty()) {
                    throw new OutOfMemoryError("no thread in this test");
                }
                super.start();
            }
        };
    }

    private static void assertRecovers(MemcachedClient client) {
        MemcachedClient patient = client.withTimeout(Duration.ofSeconds(20));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(MemcachedException.class)
                .until(() -> patient.get(KEY) == null);
    }

    @Test
    void connect_throwsErrors_isTriedAgain() {
        TestSettings settings = new TestSettings().node(server.address());
        SocketConnector connector = settings.connector();
        Connector faulty = new Connector() {
            @Override
            public Connected connect(NodeAddress node) throws IOException {
                if (isFaulty()) {
                    throw new NoClassDefFoundError("io/slabcache/NotThere");
                }
                return connector.connect(node);
            }

            @Override
            public void close() {
                connector.close();
            }
        };
        try (MemcachedClient client = ClientFactory.open(settings.build(), faulty)) {
            Throwable first = catchThrowable(
                    () -> client.withTimeout(Duration.ofSeconds(20)).get(KEY));
            assertThat(first)
                    .isInstanceOf(NodeUnavailableException.class)
                    .hasMessageContaining("NoClassDefFoundError")
                    .hasMessageContaining("NotThere");
            assertRecovers(client);
            assertThat(client.metrics().get(0).connectFailures()).isEqualTo(FAULTS);
        }
    }

    @Test
    void connect_noThreadToBeHad_isTriedAgain() {
        TestSettings settings = new TestSettings().node(server.address());
        assertRecovers(settings, this::newThread);
    }

    private static void assertRecovers(TestSettings settings, ThreadFactory threads) {
        try (MemcachedClient client = ClientFactory.open(settings.build(), settings.connector(), threads)) {
            assertThat(client.async().get(KEY)).failsWithin(Duration.ofSeconds(20));
            assertRecovers(client);
            assertThat(client.metrics().get(0).connectFailures()).isEqualTo(FAULTS);
        }
    }

    @Test
    void reconnectUnused_noThreadToBeHad_leavesNobodyWaiting() throws IOException {
        TestSettings settings = new TestSettings().node(server.address()).idleTimeout(Duration.ofMinutes(30));
        faults.set(FAULTS);
        Cluster cluster = new Cluster(settings.build(), settings.connector(), this::newThread);
        cluster.start();
        try {
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            Node node = cluster.topology(deadline).nodes().get(0);
            node.awaitConnection(KEY, Opcode.GET, deadline, 1, true);
            node.tick(System.nanoTime() + Duration.ofHours(1).toNanos());
            assertThat(node.connection(0)).isNull();
            faults.set(0);
            AtomicInteger runs = new AtomicInteger();
            assertThat(node.whenChanged(runs::incrementAndGet, deadline, false))
                    .isEqualTo(WaitingSends.Admission.NOT_NEEDED);
            assertThat(node.isDown()).isTrue();
        } finally {
            cluster.close();
        }
    }

    private Discovery discovery(boolean faulty) {
        return new Discovery() {
            @Override
            public List<Discovery.Node> nodes() {
                if (faulty && isFaulty()) {
                    throw new NoClassDefFoundError("io/slabcache/NotThere");
                }
                return List.of(new Discovery.Node(server.address(), 1));
            }

            @Override
            public Duration interval() {
                return Duration.ofMillis(20);
            }
        };
    }

    @Test
    void discovery_throwsErrors_isAskedAgain() {
        TestSettings settings = new TestSettings().discovery(discovery(true));
        try (MemcachedClient client = ClientFactory.open(settings.build(), settings.connector())) {
            assertRecovers(client);
        }
    }

    @Test
    void discovery_noThreadToBeHad_isAskedAgain() {
        TestSettings settings = new TestSettings().discovery(discovery(false));
        try (MemcachedClient client = ClientFactory.open(settings.build(), settings.connector(), this::newThread)) {
            assertRecovers(client);
        }
    }
}
