package io.slabcache.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.User;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.TypedItem;
import io.slabcache.client.TypedMemcachedClient;
import io.slabcache.client.locator.Placement;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.client.transcode.SpymemcachedTranscoder;
import java.io.ObjectInputFilter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import net.rubyeye.xmemcached.CASOperation;
import net.rubyeye.xmemcached.XMemcachedClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same job by the clients that people come from and by ours, each reading what the other has written. */
class JavaClientsMigrationDocumentTest {
    private RealMemcached server;
    private MemcachedClient client;

    @BeforeEach
    void start() {
        server = RealMemcached.start();
        String servers = server.address().toString();
        client = MemcachedClient.builder()
                .nodes(servers)
                .placement(Placement.SPYMEMCACHED_KETAMA)
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void spymemcached_replaced_findsItsValues() throws Exception {
        var spy = new net.spy.memcached.MemcachedClient(
                new net.spy.memcached.ConnectionFactoryBuilder()
                        .setProtocol(net.spy.memcached.ConnectionFactoryBuilder.Protocol.BINARY)
                        .setDaemon(true)
                        .build(),
                List.of(new InetSocketAddress(server.address().host(), server.port())));
        try {
            beforeWithSpymemcached(spy);
            afterSpymemcached();
            assertThat(spy.get("user:1")).isEqualTo(new User("ada", 2));
            assertThat(spy.get("name")).isEqualTo("Ada Lovelace");
        } finally {
            spy.shutdown();
        }
    }

    private static void beforeWithSpymemcached(net.spy.memcached.MemcachedClient spy) throws Exception {
        spy.set("user:1", 600, new User("ada", 1)).get();
        spy.set("name", 600, "Ada").get();
        Map<String, Object> several = spy.getBulk(List.of("user:1", "name"));
        long views = spy.incr("views", 1, 1, 600);
        var seen = spy.gets("name");
        spy.cas("name", seen.getCas(), 600, "Ada", spy.getTranscoder());

        assertThat(several).hasSize(2);
        assertThat(views).isOne();
    }

    private void afterSpymemcached() {
        ObjectInputFilter users = ObjectInputFilter.Config.createFilter("com.example.User");
        TypedMemcachedClient<Object> items = client.typed(new SpymemcachedTranscoder().withSerialization(users));

        Object user = items.get("user:1");
        items.set("user:1", new User("ada", 2), Duration.ofMinutes(10));
        Map<String, Object> several = items.getAll(List.of("user:1", "name"));
        long views = items.increment("views", 1, 1, Duration.ofMinutes(10));
        TypedItem<Object> seen = items.getItem("name");
        if (seen != null) {
            items.compareAndSet("name", seen, seen.value() + " Lovelace", Duration.ofMinutes(10));
        }
        CompletionStage<Object> later = items.async().get("name");

        assertThat(user).isEqualTo(new User("ada", 1));
        assertThat(several).hasSize(2);
        assertThat(views).isEqualTo(2);
        assertThat(later).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("Ada Lovelace");
    }

    @Test
    void xmemcached_replaced_findsItsValues() throws Exception {
        var xmemcached = new XMemcachedClient(server.address().host(), server.port(), 1);
        try {
            xmemcached.set("name", 600, "Ada");
            xmemcached.cas("name", 600, new CASOperation<String>() {
                @Override
                public int getMaxTries() {
                    return 10;
                }

                @Override
                public String getNewValue(long currentCas, String current) {
                    return current + " Lovelace";
                }
            });

            TypedMemcachedClient<Object> names = client.typed(new SpymemcachedTranscoder());
            names.update("name", Duration.ofMinutes(10), name -> name + ", Countess");

            assertThat(xmemcached.<String>get("name")).isEqualTo("Ada Lovelace, Countess");
        } finally {
            xmemcached.shutdown();
        }
    }
}
