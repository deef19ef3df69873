package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.ConnectionLostException;
import io.slabcache.client.InterruptedOperationException;
import io.slabcache.client.KeyCursor;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.NodeUnavailableException;
import io.slabcache.client.OperationTimeoutException;
import io.slabcache.client.testing.RealMemcached;
import io.slabcache.client.testing.ScriptedServer;
import io.slabcache.client.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyWalksTest {
    private static final String VERSIONS = "version\r\nversion\r\nversion\r\n";
    private static final String VERSION_ANSWERS = "VERSION 1.6.99\r\nVERSION 1.6.99\r\nVERSION 1.6.99\r\n";
    private static final String HASH = "lru_crawler metadump hash\r\n";
    private static final String ALL = "lru_crawler metadump all\r\n";

    private final List<Long> pauses = new ArrayList<>();
    private KeyWalks walks = walks(new TestSettings());

    private KeyWalks walks(TestSettings settings) {
        return new KeyWalks(settings.build(), HostResolver.SYSTEM, pauses::add);
    }

    @AfterEach
    void closeWalks() {
        walks.close();
    }

    private static List<String> rest(KeyCursor cursor) {
        List<String> keys = new ArrayList<>();
        while (cursor.advance()) {
            keys.add(new String(cursor.key(), ISO_8859_1));
        }
        return keys;
    }

    private static Set<String> store(NodeAddress node, int count, long seed) {
        Random random = new Random(seed);
        Set<String> keys = new TreeSet<>();
        for (int b = 0; b < 256; b++) {
            keys.add("any" + (char) b + "byte");
        }
        while (keys.size() < count) {
            byte[] key = new byte[1 + random.nextInt(250)];
            random.nextBytes(key);
            keys.add(new String(key, ISO_8859_1));
        }
        try (MemcachedClient client = MemcachedClient.builder()
                .node(node)
                .operationTimeout(Duration.ofSeconds(30))
                .build()) {
            for (String key : keys) {
                client.set(key.getBytes(ISO_8859_1), new byte[0], 0, 0);
            }
        }
        return keys;
    }

    @Test
    void walk_realMemcached_meetsEveryKeyOfAnyBytesOnce() {
        try (RealMemcached first = RealMemcached.start();
                RealMemcached empty = RealMemcached.start();
                RealMemcached second = RealMemcached.start("-m", "128")) {
            Set<String> firstKeys = store(first.address(), 300, 1);
            Set<String> secondKeys = store(second.address(), 5000, 2);
            List<String> met = new ArrayList<>();
            List<NodeAddress> nodes = List.of(first.address(), empty.address(), second.address());
            try (KeyCursor cursor = walks.walk(nodes)) {
                while (cursor.advance()) {
                    String key = new String(cursor.key(), ISO_8859_1);
                    met.add(key);
                    assertThat(cursor.node().equals(first.address()) ? firstKeys : secondKeys)
                            .contains(key);
                }
                assertThat(cursor.advance()).isFalse();
            }
            assertThat(met).hasSize(firstKeys.size() + secondKeys.size());
            assertThat(new TreeSet<>(met)).containsAll(firstKeys).containsAll(secondKeys);
        }
    }

    @Test
    void keys_ofAClient_areThoseOfItsNodesAndEndWithIt() {
        try (RealMemcached first = RealMemcached.start();
                RealMemcached second = RealMemcached.start()) {
            MemcachedClient client = MemcachedClient.builder()
                    .node(first.address())
                    .node(second.address())
                    .operationTimeout(Duration.ofSeconds(30))
                    .build();
            for (int i = 0; i < 100; i++) {
                client.set(("key-" + i).getBytes(ISO_8859_1), new byte[0], 0, 0);
            }
            try (KeyCursor all = client.keys();
                    KeyCursor some = client.on(second.address()).keys()) {
                List<String> ofSecond = rest(some);
                assertThat(ofSecond).isNotEmpty();
                assertThat(rest(all)).hasSize(100).containsAll(ofSecond);
            }
            KeyCursor open = client.keys();
            assertThat(open.advance()).isTrue();
            client.close();
            assertThatThrownBy(open::advance).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(client::keys).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void walk_realMemcachedWithTls_meetsEveryKey(@TempDir Path directory) {
        RealMemcached.requireInstalled();
        TestCertificates certificates = TestCertificates.create("ip:127.0.0.1");
        Path key = directory.resolve("key.pem");
        Path chain = directory.resolve("chain.pem");
        certificates.writePem(key, chain);
        try (RealMemcached server = RealMemcached.start("-Z", "-o", "ssl_chain_cert=" + chain + ",ssl_key=" + key);
                MemcachedClient client = MemcachedClient.builder()
                        .node(server.address())
                        .tls(certificates.client())
                        .operationTimeout(Duration.ofSeconds(30))
                        .build()) {
            client.set("a b".getBytes(ISO_8859_1), new byte[0], 0, 0);
            walks = walks(new TestSettings().tls(certificates.client()));
            try (KeyCursor cursor = walks.walk(List.of(server.address()))) {
                assertThat(rest(cursor)).containsExactly("a b");
            }
        }
    }

    @Test
    void walk_serverWantsTextAuthentication_namesNodeAndSetting() {
        try (ScriptedServer server = ScriptedServer.start(conversation -> {
                    conversation.expect(VERSIONS);
                    conversation.answer("CLIENT_ERROR unauthenticated\r\n");
                });
                KeyCursor cursor = walks.walk(List.of(server.address()))) {
            assertThatThrownBy(cursor::advance)
                    .isInstanceOf(MemcachedException.class)
                    .hasMessageContaining("node=" + server.address())
                    .hasMessageContaining("(-Y)");
        }
    }

    @Test
    void walk_nodeIsDown_failsForItAndGoesOnWithTheNext() {
        NodeAddress down = new NodeAddress("127.0.0.1", RealMemcached.freePort());
        try (ScriptedServer server = ScriptedServer.start(conversation -> tell(conversation, "key=k cas=1\nEND\r\n"));
                KeyCursor cursor = walks.walk(List.of(down, server.address()))) {
            assertThatThrownBy(cursor::advance)
                    .isInstanceOf(NodeUnavailableException.class)
                    .hasMessageContaining("node=" + down);
            assertThatThrownBy(cursor::key).isInstanceOf(NoSuchElementException.class);
            assertThat(rest(cursor)).containsExactly("k");
        }
    }

    private static void greet(ScriptedServer.Conversation conversation) throws IOException {
        conversation.expect(VERSIONS);
        conversation.answer(VERSION_ANSWERS);
        conversation.expect(HASH);
    }

    private static void tell(ScriptedServer.Conversation conversation, String answer) throws IOException {
        greet(conversation);
        conversation.answer(answer);
    }

    @Test
    void walk_serverBusy_asksAgainWithPauses() {
        try (ScriptedServer server = ScriptedServer.start(conversation -> {
                    greet(conversation);
                    for (int i = 0; i < 3; i++) {
                        conversation.answer("BUSY currently processing crawler request\r\n");
                        conversation.expect(HASH);
                    }
                    conversation.answer("OK\r\nkey=k exp=-1\nEND\r\n");
                });
                KeyCursor cursor = walks.walk(List.of(server.address()))) {
            assertThat(rest(cursor)).containsExactly("k");
            assertThat(pauses).containsExactly(10L, 20L, 40L);
        }
    }

    @Test
    void walk_serverAlwaysBusy_givesUp() {
        try (ScriptedServer server = ScriptedServer.start(conversation -> {
                    greet(conversation);
                    while (true) {
                        conversation.answer("BUSY currently processing crawler request\r\n");
                        conversation.readLine();
                    }
                });
                KeyCursor cursor = walks.walk(List.of(server.address()))) {
            assertThatThrownBy(cursor::advance)
                    .isInstanceOf(OperationTimeoutException.class)
                    .hasMessageContaining("node=" + server.address());
            assertThat(pauses.stream().mapToLong(Long::longValue).sum()).isBetween(30_000L, 31_000L);
        }
    }

    @Test
    void walk_oldServer_goesAlongTheQueues() {
        try (ScriptedServer server = ScriptedServer.start(conversation -> {
                    greet(conversation);
                    conversation.answer("BADCLASS invalid class id\r\n");
                    conversation.expect(ALL);
                    conversation.answer("key=k exp=-1\nEND\r\n");
                });
                KeyCursor cursor = walks.walk(List.of(server.address()))) {
            assertThat(rest(cursor)).containsExactly("k");
        }
    }

    @ParameterizedTest
    @CsvSource({"'key=a exp=-1\nkey=b e',1", "'',0", "'key=a exp=-1\n',1"})
    void walk_connectionEndsInBetween_failsAfterWhatWasTold(String answer, int told) {
        try (ScriptedServer server = ScriptedServer.start(conversation -> tell(conversation, answer));
                KeyCursor cursor = walks.walk(List.of(server.address()))) {
            for (int i = 0; i < told; i++) {
                assertThat(cursor.advance()).isTrue();
            }
            assertThatThrownBy(cursor::advance)
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("node=" + server.address());
        }
    }

    @Test
    void walk_serverTellsGarbage_fails() {
        try (ScriptedServer server = ScriptedServer.start(conversation -> tell(conversation, "key=%zz\n"));
                KeyCursor cursor = walks.walk(List.of(server.address()))) {
            assertThatThrownBy(cursor::advance).isInstanceOf(ConnectionLostException.class);
        }
    }

    /** The dump is far longer than what sockets and buffers hold: the server must be made to wait, and gets through later. */
    @Test
    void walk_callerStopsAdvancing_makesTheServerWait() {
        int lines = 400_000;
        CountDownLatch sent = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.start(conversation -> {
                    greet(conversation);
                    StringBuilder some = new StringBuilder();
                    for (int i = 0; i < lines; i++) {
                        some.append("key=").append(i).append(" exp=-1 la=1795352583 cas=2 fetch=no cls=1 size=66\n");
                        if (some.length() > 60_000) {
                            conversation.answer(some.toString());
                            some.setLength(0);
                        }
                    }
                    conversation.answer(some + "END\r\n");
                    sent.countDown();
                });
                KeyCursor cursor = walks.walk(List.of(server.address()))) {
            assertThat(cursor.advance()).isTrue();
            assertThat(sent.getCount()).isEqualTo(1);
            int count = 1;
            while (cursor.advance()) {
                assertThat(cursor.key()).isEqualTo(Integer.toString(count++).getBytes(ISO_8859_1));
            }
            assertThat(count).isEqualTo(lines);
        }
    }

    @Test
    void close_whileAnotherThreadWaits_endsItAndTheConnection() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.start(conversation -> {
            greet(conversation);
            begun.countDown();
            conversation.neverAnswer();
        })) {
            KeyCursor cursor = walks.walk(List.of(server.address()));
            FutureTask<Throwable> waiting = new FutureTask<>(() -> catchThrowable(cursor::advance));
            new Thread(waiting, "walk").start();
            begun.await();
            walks.close();
            assertThat(waiting.get()).isInstanceOf(IllegalStateException.class);
            await().until(() -> server.open() == 0);
            assertThatThrownBy(cursor::advance).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> walks.walk(List.of())).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void advance_interrupted_failsAndKeepsTheInterrupt() {
        try (ScriptedServer server = ScriptedServer.start(conversation -> tell(conversation, "END\r\n"));
                KeyCursor cursor = walks.walk(List.of(server.address()))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(cursor::advance).isInstanceOf(InterruptedOperationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void cursor_beforeTheFirstKey_isAtNone() {
        try (KeyCursor cursor = walks.walk(List.of())) {
            assertThatThrownBy(cursor::key).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(cursor::node).isInstanceOf(NoSuchElementException.class);
            assertThat(cursor.advance()).isFalse();
        }
    }
}
