package io.slabcache.client;

import static io.slabcache.client.TestClients.bytes;
import static io.slabcache.client.TestClients.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.testing.Calls;
import io.slabcache.client.testing.FakeMemcached;
import io.slabcache.client.testing.Reaction;
import io.slabcache.protocol.Status;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers that arrive in two pieces, cut at every byte: every operation understands them as if they came whole. */
@Timeout(60)
class AnswersCutTest {
    /** Longer than any of the answers here. */
    private static final int LONGEST = 64;

    private static final byte[] KEY = bytes("key");
    private static final byte[] OTHER = bytes("other");
    private static final byte[] NONE = bytes("none");

    /** What is done, from the same items each time, and told without tokens. */
    private static final Map<String, Function<MemcachedClient, Object>> OPERATIONS = new TreeMap<>(Map.ofEntries(
            Map.entry("get hit", client -> String.valueOf(text(client.get(KEY)))),
            Map.entry("get miss", client -> String.valueOf(text(client.get(NONE)))),
            Map.entry("set", client -> client.set(OTHER, bytes("new"), 1, 0).status()),
            Map.entry("add", client -> client.add(KEY, bytes("new"), 1, 0).status()),
            Map.entry(
                    "replace",
                    client -> client.replace(NONE, bytes("new"), 1, 0).status()),
            Map.entry("append", client -> client.append(NONE, 0, bytes("new")).status()),
            Map.entry("delete", client -> client.delete(NONE, 0).status()),
            Map.entry("increment", client -> client.increment(NONE, 5)),
            Map.entry("counter", client -> client.increment(bytes("count"), 0, 0x0102_0304_0506_0708L, 0)),
            Map.entry("touch", client -> client.touch(KEY, 100)),
            Map.entry("get and touch", client -> String.valueOf(text(client.getAndTouch(KEY, 100)))),
            Map.entry("flags", client -> {
                Item item = client.get(KEY);
                return item == null ? "none" : Integer.toHexString(item.clientFlags());
            }),
            Map.entry("companion", client -> {
                ItemPair pair = client.getWithCompanion(KEY, OTHER);
                return text(pair.item()) + " " + (pair.companion() != null);
            }),
            Map.entry(
                    "get all",
                    client -> client.getAll(List.of(KEY, NONE, KEY)).values().stream()
                            .map(TestClients::text)
                            .map(String::valueOf)
                            .toList()),
            Map.entry("set all", client -> {
                BulkResult<WriteResult> written = client.setAll(List.of(
                        new StoreRequest(OTHER, bytes("new"), 1, 0),
                        new StoreRequest(bytes("refused"), bytes("new"), 1, 0),
                        new StoreRequest(OTHER, bytes("newer"), 1, 0)));
                return written.get(0).status() + " " + (written.failure(1) != null) + " "
                        + written.get(2).status();
            }),
            Map.entry(
                    "delete all",
                    client -> client.deleteAll(List.of(NONE, bytes("nothing"))).values()),
            Map.entry("stats", client -> client.stats("settings")),
            Map.entry("versions", client -> client.versions())));

    @ParameterizedTest
    @EnumSource(Calls.class)
    void answers_cutAtEveryByte_areUnderstood(Calls calls) {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient opened = TestClients.of(server.address()).build()) {
            MemcachedClient client = calls.of(opened);
            client.set(KEY, bytes("the value"), 0xabcd, 0);
            client.set(OTHER, bytes("other"), 0, 0);
            Map<String, Object> whole = new TreeMap<>();
            server.onAll(request -> regular(request.keyText(), Reaction.NORMAL));
            OPERATIONS.forEach((name, operation) -> whole.put(name, operation.apply(client)));
            assertThat(whole).containsEntry("get hit", "the value").containsEntry("flags", "abcd");
            for (int at = 1; at < LONGEST; at++) {
                Reaction cut = Reaction.splitAt(at);
                server.onAll(request -> regular(request.keyText(), cut));
                for (Map.Entry<String, Function<MemcachedClient, Object>> operation : OPERATIONS.entrySet()) {
                    assertThat(operation.getValue().apply(client))
                            .as("%s cut at %s", operation.getKey(), at)
                            .isEqualTo(whole.get(operation.getKey()));
                }
            }
            assertThat(server.accepted()).isEqualTo(1);
        }
    }

    private static Reaction regular(String key, Reaction reaction) {
        return key.equals("refused") ? Reaction.error(Status.BUSY) : reaction;
    }

    @ParameterizedTest
    @EnumSource(Calls.class)
    void answers_byteByByte_areUnderstood(Calls calls) {
        try (FakeMemcached server = FakeMemcached.start();
                MemcachedClient opened = TestClients.of(server.address()).build()) {
            MemcachedClient client = calls.of(opened);
            client.set(KEY, bytes("the value"), 0, 0);
            server.onAll(request -> Reaction.inPieces(1));
            assertThat(client.getAll(List.of(KEY, NONE, KEY)).values())
                    .extracting(TestClients::text)
                    .containsExactly("the value", null, "the value");
            assertThat(text(client.get(KEY))).isEqualTo("the value");
            server.onAll(request -> Reaction.inPieces(70_000));
            byte[] large = new byte[1_000_000];
            java.util.Arrays.fill(large, (byte) 'x');
            client.set(KEY, large, 0, 0);
            Item item = client.get(KEY);
            assertThat(item).isNotNull();
            assertThat(item.value()).isEqualTo(large);
        }
    }
}
