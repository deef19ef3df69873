package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.protocol.Opcode;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked of a node that stands in for another. */
@Timeout(60)
class GutterTest {
    private static final byte[] KEY = "key".getBytes(UTF_8);
    private static final byte[] VALUE = "value".getBytes(UTF_8);
    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(20);

    @Test
    void set_sentToTheGutterAndThenToItsNode_hasItsOwnTimeToLive() throws IOException {
        try (FakeMemcached server = FakeMemcached.start();
                FakeMemcached other = FakeMemcached.start()) {
            server.refuse();
            TestSettings settings = new TestSettings().node(server.address()).gutter(other.address());
            Cluster cluster = new Cluster(settings.build(), settings.connector(), Thread::new);
            cluster.start();
            try {
                Topology topology = cluster.topology(System.nanoTime() + TIMEOUT);
                Node node = topology.nodeOf(KEY);
                SingleRequest request = new SingleRequest().ask(Opcode.SET, KEY, VALUE, 0, 1000, 0);
                Awaitility.await().until(node::isDown);
                Node standIn = cluster.nodeFor(topology, request);
                assertThat(standIn).isNotSameAs(node);
                send(request, standIn);
                assertThat(other.exptime(KEY)).isEqualTo(10);

                server.listen();
                Awaitility.await().until(() -> !node.isDown());
                assertThat(cluster.nodeFor(topology, request)).isSameAs(node);
                send(request, node);
                assertThat(server.exptime(KEY)).isEqualTo(1000);
            } finally {
                cluster.close();
            }
        }
    }

    private static void send(SingleRequest request, Node node) {
        long deadline = System.nanoTime() + TIMEOUT;
        Connection connection = node.awaitConnection(KEY, Opcode.SET, deadline, TIMEOUT, true);
        request.prepare(Thread.currentThread(), true, null, deadline);
        assertThat(connection.append(request)).isEqualTo(Connection.APPENDED);
        connection.await(request);
        assertThat(request.state()).isEqualTo(Request.DONE);
    }
}
