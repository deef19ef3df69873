package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.ClientSettings;
import io.slabcache.client.Item;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.testing.RealMemcached;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Names whose addresses change while a client uses them, with real servers at the addresses. */
class DnsChangeTest {
    private static final Duration BACK = Duration.ofSeconds(2);
    private static final byte[] KEY = "key".getBytes(US_ASCII);
    private static final byte[] OLD = "old".getBytes(US_ASCII);
    private static final byte[] NEW = "new".getBytes(US_ASCII);

    private volatile String answer = "127.0.0.1";
    private final AtomicInteger asked = new AtomicInteger();

    private InetAddress[] resolve(String host) throws UnknownHostException {
        asked.incrementAndGet();
        if (answer.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return InetAddress.getAllByName(answer);
    }

    /** Complaint 9: the name is resolved anew for every connection, and the keys stay where the name says. */
    @Test
    void name_movedToAnotherServer_isFollowedAndThePlacementStays() {
        try (RealMemcached old = RealMemcached.start();
                RealMemcached successor = RealMemcached.startAt(new NodeAddress("127.0.0.2", old.port()));
                MemcachedClient client = open("cache.example:" + old.port(), "other.example:" + old.port())) {
            List<NodeAddress> placement = placement(client);
            client.set(KEY, OLD, 0, 0);
            answer = "127.0.0.2";
            assertThat(client.get(KEY)).extracting(Item::value).isEqualTo(OLD);
            old.kill();
            await().atMost(BACK)
                    .pollInterval(Duration.ofMillis(10))
                    .ignoreExceptionsInstanceOf(MemcachedException.class)
                    .until(() -> client.set(KEY, NEW, 0, 0).isDone());
            assertThat(client.get(KEY)).extracting(Item::value).isEqualTo(NEW);
            assertThat(placement(client)).isEqualTo(placement);
            try (MemcachedClient direct = MemcachedClient.builder()
                    .node(successor.address())
                    .operationTimeout(Duration.ofSeconds(10))
                    .build()) {
                assertThat(direct.get(KEY)).extracting(Item::value).isEqualTo(NEW);
            }
        }
    }

    /** Complaint 9: names that nobody can resolve for a while. */
    @Test
    void name_unknownForAWhile_isAskedForAgain() {
        answer = "";
        try (RealMemcached server = RealMemcached.start();
                MemcachedClient client = open("cache.example:" + server.port())) {
            assertThatThrownBy(() -> client.get(KEY)).isInstanceOf(MemcachedException.class);
            await().atMost(Duration.ofSeconds(20)).until(() -> asked.get() >= 2);
            answer = "127.0.0.1";
            await().atMost(BACK)
                    .pollInterval(Duration.ofMillis(10))
                    .ignoreExceptionsInstanceOf(MemcachedException.class)
                    .until(() -> client.set(KEY, NEW, 0, 0).isDone());
        }
    }

    private MemcachedClient open(String... nodes) {
        ClientSettings settings;
        try (MemcachedClient example =
                MemcachedClient.builder().nodes(nodes).connectionsPerNode(1).build()) {
            settings = example.settings();
        }
        return ClientFactory.open(settings, new SocketConnector(settings, this::resolve));
    }

    private static List<NodeAddress> placement(MemcachedClient client) {
        List<NodeAddress> owners = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            owners.add(client.nodeOf(("key-" + i).getBytes(US_ASCII)));
        }
        return owners;
    }
}
