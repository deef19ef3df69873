package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.Item;
import io.slabcache.client.KeyCursor;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.connection.TestFrames.Request;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.client.testing.TestCertificates;
import io.slabcache.protocol.Opcode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole client through TLS. */
class TlsClientTest {
    private static final int THREADS = 8;

    private static TestCertificates certificates;

    @BeforeAll
    static void makeCertificates() {
        certificates = TestCertificates.create("ip:127.0.0.1");
    }

    private static MemcachedClient client(NodeAddress node) {
        return MemcachedClient.builder()
                .node(node)
                .tls(certificates.client())
                .operationTimeout(Duration.ofSeconds(60))
                .connectTimeout(Duration.ofSeconds(30))
                .stallTimeout(Duration.ofSeconds(60))
                .build();
    }

    /** Lengths from nothing to many records. */
    private static byte[] value(int i) {
        byte[] value = new byte[i % 10 == 0 ? 300_000 + i : i * 7];
        for (int at = 0; at < value.length; at++) {
            value[at] = (byte) (i * 31 + at);
        }
        return value;
    }

    @Test
    void operations_ofManyThreads_getTheirOwnAnswers(@TempDir Path directory) throws InterruptedException {
        RealMemcached.requireInstalled();
        Path key = directory.resolve("key.pem");
        Path chain = directory.resolve("chain.pem");
        certificates.writePem(key, chain);
        Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
        try (RealMemcached server = RealMemcached.start("-Z", "-o", "ssl_chain_cert=" + chain + ",ssl_key=" + key);
                MemcachedClient client = client(server.address())) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int first = t * 1000;
                Thread thread = new Thread(
                        () -> {
                            for (int i = first; i < first + 100; i++) {
                                byte[] name = ("key-" + i).getBytes(US_ASCII);
                                client.set(name, value(i), i, 0);
                                Item item = client.get(name);
                                assertThat(item).isNotNull();
                                assertThat(item.value()).isEqualTo(value(i));
                                assertThat(item.clientFlags()).isEqualTo(i);
                            }
                        },
                        "caller-" + t);
                thread.setUncaughtExceptionHandler((failed, e) -> faults.add(e));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void connections_toAServerThatWantsACertificate_areMadeTimeAndAgain(@TempDir Path directory) {
        RealMemcached.requireInstalled();
        Path key = directory.resolve("key.pem");
        Path chain = directory.resolve("chain.pem");
        certificates.writePem(key, chain);
        byte[] some = "some".getBytes(US_ASCII);
        try (RealMemcached server = RealMemcached.start(
                        "-Z",
                        "-o",
                        "ssl_chain_cert=" + chain + ",ssl_key=" + key + ",ssl_verify_mode=2,ssl_ca_cert=" + chain);
                MemcachedClient client = MemcachedClient.builder()
                        .node(server.address())
                        .tls(certificates.clientWithKey())
                        .operationTimeout(Duration.ofSeconds(60))
                        .connectTimeout(Duration.ofSeconds(30))
                        .stallTimeout(Duration.ofSeconds(60))
                        .build()) {
            client.set(some, some, 0, 0);
            for (int i = 0; i < 10; i++) {
                try (KeyCursor ownConnection = client.keys()) {
                    assertThat(ownConnection.advance()).isTrue();
                    assertThat(ownConnection.key()).isEqualTo(some);
                }
            }
        }
    }

    /** Complaint 16, as it was reported: statistics, all of them in one record or each in several. */
    @ParameterizedTest
    @ValueSource(ints = {16_000, 3})
    void stats_recordsOfAnyLength_areAllRead(int recordLength) throws IOException {
        try (TestPeer peer = new TestPeer(socket -> {
                    try (SSLSocket tls = TestTls.accept(certificates.server(), socket, "TLSv1.3")) {
                        serveStatistics(tls, recordLength);
                    }
                });
                MemcachedClient client = client(peer.node())) {
            Map<String, String> statistics = client.stats("").get(peer.node());
            assertThat(statistics).hasSize(100).containsEntry("name-99", "value-99");
        }
    }

    private static void serveStatistics(SSLSocket tls, int recordLength) throws IOException {
        OutputStream out = tls.getOutputStream();
        while (true) {
            Request request = TestFrames.read(tls.getInputStream());
            if (request.is(Opcode.STAT) && request.key().isEmpty()) {
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                for (int i = 0; i < 100; i++) {
                    answer.write(TestFrames.response(request, 0, "name-" + i, "value-" + i));
                }
                answer.write(TestFrames.response(request, 0, "", ""));
                byte[] bytes = answer.toByteArray();
                for (int at = 0; at < bytes.length; at += recordLength) {
                    out.write(bytes, at, Math.min(recordLength, bytes.length - at));
                }
            } else {
                TestFrames.answer(request, out);
            }
        }
    }
}
