package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.Discovery;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.client.testing.ScriptedServer;
import io.slabcache.client.testing.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscoveryTest {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String CONFIG = "config get cluster";
    private static final String OLD = "get AmazonElastiCache:cluster";

    private static Discovery.Node node(String address) {
        return new Discovery.Node(NodeAddress.parse(address), 1);
    }

    private static InetAddress[] addresses(String... literals) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.getAllByName(literals[i])[0];
        }
        return addresses;
    }

    private static String config(long version, String nodes) {
        return answer("CONFIG cluster", version, nodes);
    }

    private static String answer(String head, long version, String nodes) {
        String payload = version + "\n" + nodes + "\n";
        return head + " 0 " + payload.length() + "\r\n" + payload + "\r\nEND\r\n";
    }

    private static Discovery discovery(NodeAddress endpoint) {
        return discovery(endpoint, TIMEOUT);
    }

    private static Discovery discovery(NodeAddress endpoint, Duration timeout) {
        return new ElastiCacheDiscovery(endpoint, INTERVAL, new Dialer(timeout, HostResolver.SYSTEM, null));
    }

    @Test
    void dns_addressesInAnyOrder_areTheSameNodes() throws IOException {
        Queue<InetAddress[]> answers = new ArrayDeque<>(List.of(
                addresses("10.0.0.2", "10.0.0.1", "::1"), addresses("10.0.0.1", "::1", "10.0.0.2", "10.0.0.1")));
        Discovery discovery =
                new DnsDiscovery(List.of(new NodeAddress("cache.example", 11212)), INTERVAL, host -> answers.remove());
        List<Discovery.Node> first = discovery.nodes();
        assertThat(first)
                .containsExactly(node("[0:0:0:0:0:0:0:1]:11212"), node("10.0.0.1:11212"), node("10.0.0.2:11212"));
        assertThat(discovery.nodes()).isEqualTo(first);
        assertThat(discovery.interval()).isEqualTo(INTERVAL);
    }

    @Test
    void dns_severalNames_areAskedEach() throws IOException {
        Discovery discovery = new DnsDiscovery(
                List.of(new NodeAddress("b.example", 1), new NodeAddress("a.example", 2)),
                INTERVAL,
                host -> addresses(host.startsWith("a") ? "10.0.0.1" : "10.0.0.2"));
        assertThat(discovery.nodes()).containsExactly(node("10.0.0.2:1"), node("10.0.0.1:2"));
    }

    @Test
    void dns_oneNameUnknown_fails() {
        Discovery discovery = new DnsDiscovery(
                List.of(new NodeAddress("a.example", 1), new NodeAddress("gone.example", 1)), INTERVAL, host -> {
                    if (host.startsWith("gone")) {
                        throw new UnknownHostException(host);
                    }
                    return addresses("10.0.0.1");
                });
        assertThatThrownBy(discovery::nodes).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void dns_settingsMakeNoSense_areRefused() {
        List<NodeAddress> names = List.of(new NodeAddress("a.example", 1));
        assertThatThrownBy(() -> Discovery.dns(List.of(), INTERVAL)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Discovery.dns(names, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Discovery.elastiCache(names.get(0), Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void dns_realName_isResolved() throws IOException {
        assertThat(Discovery.dns(List.of(new NodeAddress("127.0.0.1", 5)), INTERVAL)
                        .nodes())
                .containsExactly(node("127.0.0.1:5"));
    }

    @Test
    void elastiCache_endpointTellsNodes_areNamedByTheirHosts() throws IOException {
        String nodes = "a.cache.example|10.0.0.1|11211 b.cache.example||11212 a.cache.example|10.0.0.1|11211";
        try (ScriptedServer endpoint = ScriptedServer.start(conversation -> {
            conversation.expect(CONFIG + "\r\n");
            conversation.answer(config(7, nodes));
        })) {
            assertThat(discovery(endpoint.address()).nodes())
                    .containsExactly(node("a.cache.example:11211"), node("b.cache.example:11212"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ERROR\r\n", "CLIENT_ERROR bad command\r\n"})
    void elastiCache_oldEngine_isAskedForTheKey(String refusal) throws IOException {
        try (ScriptedServer endpoint = ScriptedServer.start(conversation -> {
            conversation.expect(CONFIG + "\r\n");
            conversation.answer(refusal);
            conversation.expect(OLD + "\r\n");
            conversation.answer(answer("VALUE AmazonElastiCache:cluster", 1, "a.example|10.0.0.1|11211"));
        })) {
            assertThat(discovery(endpoint.address()).nodes()).containsExactly(node("a.example:11211"));
        }
    }

    @Test
    void elastiCache_versionGoesBack_keepsTheNewerNodes() throws IOException {
        try (ScriptedServer endpoint = ScriptedServer.start(
                conversation -> tell(conversation, config(2, "a.example|10.0.0.1|1 b.example|10.0.0.2|1")),
                conversation -> tell(conversation, config(1, "a.example|10.0.0.1|1")),
                conversation -> tell(conversation, config(3, "c.example|10.0.0.3|1")))) {
            Discovery discovery = discovery(endpoint.address());
            List<Discovery.Node> two = discovery.nodes();
            assertThat(two).hasSize(2);
            assertThat(discovery.nodes()).isEqualTo(two);
            assertThat(discovery.nodes()).containsExactly(node("c.example:1"));
        }
    }

    private static void tell(ScriptedServer.Conversation conversation, String answer) throws IOException {
        conversation.expect(CONFIG + "\r\n");
        conversation.answer(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONFIG cluster 0 3\r\n1\n\n\r\nEND\r\n",
                "CONFIG cluster 0 99999999\r\n",
                "CONFIG cluster 0 16\r\nx\na.example|b|c\n\r\nEND\r\n",
                "END\r\n",
                "\u0001\u0002\r\n",
                ""
            })
    void elastiCache_endpointTellsNothingUsable_fails(String answer) throws IOException {
        try (ScriptedServer endpoint = ScriptedServer.start(conversation -> tell(conversation, answer))) {
            assertThatThrownBy(() -> discovery(endpoint.address()).nodes())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("node=" + endpoint.address());
        }
    }

    @Test
    void elastiCache_memcachedItself_tellsNothing() {
        try (RealMemcached server = RealMemcached.start()) {
            assertThatThrownBy(() -> discovery(server.address()).nodes())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("endpoint must tell a configuration: answer=ERROR");
        }
    }

    @Test
    void elastiCache_endpointNeverAnswers_failsInTimeAndLeavesNoSocket() throws IOException {
        try (ScriptedServer endpoint = ScriptedServer.start(ScriptedServer.Conversation::neverAnswer)) {
            assertThatThrownBy(() ->
                            discovery(endpoint.address(), Duration.ofMillis(50)).nodes())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("timeout=PT0.05S");
        }
    }

    @Test
    void elastiCache_throughTls_tells() throws IOException {
        TestCertificates certificates = TestCertificates.create("ip:127.0.0.1");
        byte[] answer = config(1, "a.example|10.0.0.1|11211").getBytes(US_ASCII);
        try (TestPeer endpoint = new TestPeer(socket -> {
            try (SSLSocket tls = TestTls.accept(certificates.server(), socket, "TLSv1.3")) {
                tls.getInputStream().readNBytes(CONFIG.length() + 2);
                for (byte b : answer) {
                    tls.getOutputStream().write(b);
                }
                tls.getInputStream().read();
            }
        })) {
            Discovery discovery = Discovery.elastiCache(endpoint.node(), INTERVAL, certificates.client(), true);
            assertThat(discovery.nodes()).containsExactly(node("a.example:11211"));
        }
    }

    /** Complaint 17: the client is made although nobody answers, and finds its nodes as soon as somebody does. */
    @Test
    void client_endpointSlowAtFirst_startsAndFindsItsNodesLater() {
        try (RealMemcached server = RealMemcached.start();
                ScriptedServer endpoint = ScriptedServer.start(
                        conversation -> conversation.expect(CONFIG + "\r\n"),
                        conversation -> tell(conversation, config(1, "127.0.0.1|127.0.0.1|" + server.port())));
                MemcachedClient client = MemcachedClient.builder()
                        .discovery(discovery(endpoint.address()))
                        .operationTimeout(Duration.ofSeconds(30))
                        .build()) {
            assertThat(client.get("absent".getBytes(US_ASCII))).isNull();
            assertThat(client.nodes()).containsExactly(server.address());
        }
    }

    /** Complaint 10. */
    @Test
    void client_twoNamesOfOneAddress_areTwoNodes() {
        try (RealMemcached server = RealMemcached.start()) {
            NodeAddress first = new NodeAddress("first.example", server.port());
            NodeAddress second = new NodeAddress("second.example", server.port());
            SocketConnector connector = new TestSettings().connector(host -> addresses("127.0.0.1"));
            try (MemcachedClient client = ClientFactory.open(
                    new TestSettings()
                            .discovery(Discovery.fixed(
                                    List.of(new Discovery.Node(first, 1), new Discovery.Node(second, 1))))
                            .build(),
                    connector)) {
                assertThat(client.withTimeout(TIMEOUT).versions()).containsOnlyKeys(first, second);
            }
        }
    }

    /** Complaint 9, for nodes that are addresses. */
    @Test
    void client_addressesOfTheNameChange_goesToTheNewNodes() {
        AtomicReference<String> address = new AtomicReference<>("127.0.0.1");
        try (RealMemcached server = RealMemcached.start("-l", "127.0.0.2")) {
            Discovery discovery = new DnsDiscovery(
                    List.of(new NodeAddress("cache.example", server.port())),
                    Duration.ofMillis(20),
                    host -> addresses(String.valueOf(address.get())));
            try (MemcachedClient client = MemcachedClient.builder()
                    .discovery(discovery)
                    .operationTimeout(TIMEOUT)
                    .build()) {
                assertThat(client.versions()).containsOnlyKeys(new NodeAddress("127.0.0.1", server.port()));
                address.set("127.0.0.2");
                NodeAddress moved = new NodeAddress("127.0.0.2", server.port());
                await().until(() -> client.nodes().equals(List.of(moved)));
                assertThat(client.versions()).containsOnlyKeys(moved);
            }
        }
    }
}
