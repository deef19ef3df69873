package io.slabcache.jcache.internal.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.Item;
import io.slabcache.client.MemcachedClient;
import io.slabcache.jcache.internal.Backing;
import io.slabcache.jcache.internal.BackingException;
import io.slabcache.jcache.internal.BackingSettings;
import io.slabcache.jcache.internal.Change;
import io.slabcache.jcache.internal.FakeClock;
import io.slabcache.jcache.internal.Lease;
import io.slabcache.jcache.internal.Outcome;
import io.slabcache.jcache.internal.codec.Undecodable;
import io.slabcache.jcache.internal.config.RemoteCacheSettings;
import io.slabcache.jcache.internal.config.RemoteCacheSettings.AccessExpiry;
import io.slabcache.jcache.internal.config.RemoteCacheSettings.Format;
import io.slabcache.jcache.internal.config.RemoteSettings.OnFailure;
import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bare keys and values on servers. */
final class PlainBackingTest {
    private static final int TEXT = 16;

    private final FakeClock clock = new FakeClock();
    private final HeapMemcachedServers servers = new HeapMemcachedServers(3, clock);
    private final MemcachedClient client = servers.client();
    private final MemcachedSpace space = new MemcachedSpace(client, "", OnFailure.THROW, clock, false);
    private final Backing users = open("users", Format.PLAIN, null);

    @Test
    void set_keyAndValue_areBareOnTheServer() {
        users.set(bytes("ada"), value(TEXT, "1815"), Backing.NO_EXPIRY);

        Item item = Objects.requireNonNull(client.get(bytes("users:ada")));
        assertThat(item.value()).asString(UTF_8).isEqualTo("1815");
        assertThat(item.clientFlags()).isEqualTo(TEXT);
        assertThat(read(users, "ada")).isEqualTo("16:1815");
    }

    @Test
    void get_foreignItem_hasItsFlagsInFront() {
        client.set(bytes("users:bob"), bytes("x"), 0x200, 0);

        assertThat(read(users, "bob")).isEqualTo("512:x");
        assertThat(users.contains(bytes("bob"))).isTrue();
        assertThat(users.getAll(List.of(bytes("bob"), bytes("nobody"))))
                .hasSize(2)
                .last()
                .isNull();
    }

    @Test
    void expiry_isTheServersInSecondsRoundedUp() {
        users.set(bytes("ada"), value(TEXT, "a"), clock.millis() + 1500);
        clock.advance(1400);
        assertThat(read(users, "ada")).isEqualTo("16:a");
        clock.advance(700);
        assertThat(read(users, "ada")).isNull();
    }

    @Test
    void replaceIf_seen_isConditional() {
        users.set(bytes("ada"), value(TEXT, "a"), Backing.NO_EXPIRY);
        StoreItem seen = users.get(bytes("ada"));

        assertThat(users.replaceIf(bytes("ada"), null, write("b"))).isEqualTo(Outcome.LOST);
        assertThat(users.replaceIf(bytes("ada"), seen, write("c"))).isEqualTo(Outcome.DONE);
        assertThat(users.replaceIf(bytes("ada"), seen, write("d"))).isEqualTo(Outcome.LOST);
        assertThat(users.replaceIf(bytes("ada"), seen, Change.DELETE)).isEqualTo(Outcome.LOST);
        assertThat(read(users, "ada")).isEqualTo("16:c");
        StoreItem now = users.get(bytes("ada"));
        assertThat(users.replaceIf(bytes("ada"), now, Change.touch(clock.millis() + 1000)))
                .isEqualTo(Outcome.DONE);
        clock.advance(2000);
        assertThat(users.replaceIf(bytes("ada"), now, Change.touch(clock.millis() + 1000)))
                .isEqualTo(Outcome.LOST);
        assertThat(users.replaceIf(bytes("ada"), now, Change.DELETE)).isEqualTo(Outcome.LOST);
        assertThat(users.replaceIf(bytes("ada"), null, write("e"))).isEqualTo(Outcome.DONE);
        assertThat(users.replaceIf(bytes("ada"), users.get(bytes("ada")), Change.DELETE))
                .isEqualTo(Outcome.DONE);
    }

    @Test
    void lease_isTheAbsenceOfTheKey() {
        Lease lease = Objects.requireNonNull(users.acquireLease(bytes("ada")));

        assertThat(users.holdsLeases()).isFalse();
        assertThat(users.fill(lease, value(TEXT, "a"), Backing.NO_EXPIRY)).isEqualTo(Outcome.DONE);
        assertThat(users.fill(lease, value(TEXT, "b"), Backing.NO_EXPIRY)).isEqualTo(Outcome.LOST);
        assertThat(users.acquireLease(bytes("ada"))).isNull();
        users.release(lease);
    }

    @Test
    void iterationAndClear_touchOwnKeysAlone() {
        Backing orders = open("orders", Format.PLAIN, "o/");
        Backing exact = open("exact", Format.EXACT, null);
        client.set(bytes("user"), bytes("foreign"), 0, 0);
        client.set(bytes("users:"), bytes("foreign"), 0, 0);
        exact.set(bytes("e"), bytes("exact"), Backing.NO_EXPIRY);
        orders.setAll(List.of(bytes("1")), List.of(value(TEXT, "x")), Backing.NO_EXPIRY);
        for (int i = 0; i < 1200; i++) {
            users.set(bytes("k" + i), value(TEXT, "v" + i), Backing.NO_EXPIRY);
        }
        TreeMap<String, String> met = new TreeMap<>();
        StoreCursor cursor = users.entries();
        while (cursor.advance()) {
            met.put(new String(cursor.key(), UTF_8), text(cursor.item()));
        }
        assertThat(met).hasSize(1200).containsEntry("k7", "16:v7");
        assertThat(users.deleteAll(List.of(bytes("k7"), bytes("nobody")))).isEqualTo(1);

        users.clear();

        assertThat(users.entries().advance()).isFalse();
        assertThat(client.get(bytes("user"))).isNotNull();
        assertThat(client.get(bytes("users:"))).isNotNull();
        assertThat(client.get(bytes("o/1"))).isNotNull();
        assertThat(exact.get(bytes("e"))).isNotNull();
        orders.destroy();
        assertThat(client.get(bytes("o/1"))).isNull();
    }

    @Test
    void emptyPrefix_keysAsTheyAreAndNoIteration() {
        Backing bare = open("bare", Format.PLAIN, "");
        bare.set(bytes("key"), value(TEXT, "v"), Backing.NO_EXPIRY);
        assertThat(client.get(bytes("key"))).isNotNull();

        for (Runnable refused : List.<Runnable>of(bare::clear, bare::entries)) {
            assertThatThrownBy(refused::run)
                    .isInstanceOf(BackingException.class)
                    .hasMessageContaining("must have a key-prefix for this: cache=bare, operation=");
        }
        bare.destroy();
        assertThat(client.get(bytes("key"))).isNotNull();
    }

    @Test
    void prefix_beginningOfAnothers_refusedWhileThatIsOpen() {
        for (String prefix : List.of("users:", "users:x:", "use")) {
            assertThatThrownBy(() -> open("other", Format.PLAIN, prefix))
                    .isInstanceOf(BackingException.class)
                    .hasMessageContaining("cache=other, keyPrefix=" + prefix + ", other=users, othersKeyPrefix=users:");
        }
        users.close();
        users.close();
        assertThatThrownBy(() -> users.get(bytes("ada"))).isInstanceOf(IllegalStateException.class);

        open("other", Format.PLAIN, "use").close();
    }

    @Test
    void key_thatTextClientsCannotSay_refused() {
        for (String key : List.of("a b", "a\n", "\u0000", "a\u007f")) {
            assertThatThrownBy(() -> users.get(bytes(key)))
                    .isInstanceOf(BackingException.class)
                    .hasMessageContaining("must not have blanks and control characters: cache=users");
        }
        users.set(bytes("é".repeat(122)), value(TEXT, "v"), Backing.NO_EXPIRY);
        assertThatThrownBy(() -> users.get(bytes("é".repeat(123))))
                .hasMessageContaining("cache=users, bytes=252, maxBytes=250");
    }

    @Test
    void requireFits_valueBeyondTheServers_refusedWithBothSizes() {
        assertThatThrownBy(() -> users.requireFits(bytes("a"), new byte[2 << 20]))
                .isInstanceOf(BackingException.class)
                .hasMessageContaining("valueBytes=2097148, maxValueBytes=");
    }

    @Test
    void open_configuredDifferently_namesTheDifference() {
        open("orders", Format.EXACT, null);
        MemcachedSpace other = new MemcachedSpace(servers.client(), "", OnFailure.THROW, clock, false);

        assertThatThrownBy(() -> other.open(settings("orders", Format.PLAIN, null), new RemoteFixture.Expired()))
                .isInstanceOf(BackingException.class)
                .hasMessageContaining("cache=orders, item=format, here=plain, servers=exact");
        assertThatThrownBy(() -> other.open(settings("users", Format.PLAIN, "u:"), new RemoteFixture.Expired()))
                .hasMessageContaining("cache=users, item=key-prefix, here=u:, servers=users:");
        other.open(settings("users", Format.PLAIN, null), new RemoteFixture.Expired());
    }

    private Backing open(String name, Format format, @Nullable String prefix) {
        return space.open(settings(name, format, prefix), new RemoteFixture.Expired());
    }

    private static BackingSettings settings(String name, Format format, @Nullable String prefix) {
        RemoteCacheSettings remote = new RemoteCacheSettings(
                format, Undecodable.THROW, AccessExpiry.EXACT, Duration.ZERO, Duration.ofSeconds(10), prefix);
        return new BackingSettings(name, 0, 0, 0, true, "k", "v", remote);
    }

    private static Change write(String text) {
        return Change.write(value(TEXT, text), Backing.NO_EXPIRY);
    }

    private static @Nullable String read(Backing backing, String key) {
        StoreItem item = backing.get(bytes(key));
        return item == null ? null : text(item);
    }

    private static String text(StoreItem item) {
        ByteBuffer value = ByteBuffer.wrap(item.value());
        return value.getInt() + ":" + UTF_8.decode(value.slice());
    }

    private static byte[] value(int flags, String text) {
        return ByteBuffer.allocate(4 + text.length())
                .putInt(flags)
                .put(bytes(text))
                .array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
