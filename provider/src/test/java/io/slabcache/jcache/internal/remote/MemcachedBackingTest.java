package io.slabcache.jcache.internal.remote;

import static io.slabcache.jcache.internal.remote.RemoteFixture.bytes;
import static io.slabcache.jcache.internal.remote.RemoteFixture.get;
import static io.slabcache.jcache.internal.remote.RemoteFixture.read;
import static io.slabcache.jcache.internal.remote.RemoteFixture.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.Item;
import io.slabcache.client.MemcachedException;
import io.slabcache.jcache.internal.Backing;
import io.slabcache.jcache.internal.BackingException;
import io.slabcache.jcache.internal.Change;
import io.slabcache.jcache.internal.FakeClock;
import io.slabcache.jcache.internal.Outcome;
import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The backing's own contract, over servers on the heap. */
class MemcachedBackingTest {
    private static final int VALUE_LIMIT = HeapMemcachedServers.MAX_ITEM_SIZE;
    private static final byte[] LONG_KEY = bytes("long ".repeat(100));

    private final FakeClock clock = new FakeClock();
    private final HeapMemcachedServers servers = new HeapMemcachedServers(2, clock);
    private final RemoteFixture.Expired expired = new RemoteFixture.Expired();
    private final Backing backing = new RemoteFixture(clock).open(servers.client(), RemoteFixture.CACHE, expired);
    private final KeyGrammar grammar = new KeyGrammar("", RemoteFixture.CACHE);

    @Test
    void replaceIf_absent_storesOnceAndOnlyOverNothing() {
        assertThat(write(null, "1")).isEqualTo(Outcome.DONE);
        assertThat(write(null, "2")).isEqualTo(Outcome.LOST);
        assertThat(get(backing, "k")).isEqualTo("1");
    }

    @Test
    void replaceIf_seen_changesOnlyWhatWasSeen() {
        set(backing, "k", "1");
        StoreItem first = look("k");
        assertThat(write(first, "2")).isEqualTo(Outcome.DONE);
        assertThat(write(first, "3")).isEqualTo(Outcome.LOST);
        assertThat(backing.replaceIf(bytes("k"), first, Change.DELETE)).isEqualTo(Outcome.LOST);
        assertThat(backing.replaceIf(bytes("k"), first, Change.touch(Backing.NO_EXPIRY)))
                .isEqualTo(Outcome.LOST);
        StoreItem second = look("k");
        assertThat(backing.replaceIf(bytes("k"), second, Change.touch(clock.millis() + 10)))
                .isEqualTo(Outcome.DONE);
        assertThat(look("k").expiryMillis()).isEqualTo(clock.millis() + 10);
        assertThat(backing.replaceIf(bytes("k"), look("k"), Change.DELETE)).isEqualTo(Outcome.DONE);
        assertThat(get(backing, "k")).isNull();
        assertThatThrownBy(() -> backing.replaceIf(bytes("k"), null, Change.DELETE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void expiry_isExactToTheMillisecondAndToldOnce() {
        backing.set(bytes("k"), bytes("1"), clock.millis() + 20);
        clock.advance(19);
        assertThat(read(backing, "k")).isEqualTo("1");
        clock.advance(1);
        assertThat(servers.items())
                .as("with the generation and the description")
                .hasSize(3);
        assertThat(read(backing, "k")).isNull();
        assertThat(get(backing, "k")).isNull();
        assertThat(expired.met).containsExactly("k=1");
        assertThat(backing.statistics().expirations()).isEqualTo(1);
    }

    @Test
    void expiry_ofAnEntryThatNobodyWantsToHearOf_isOverwritten() {
        expired.interested = false;
        backing.set(bytes("k"), bytes("1"), clock.millis() + 20);
        StoreItem seen = look("k");
        clock.advance(20);
        assertThat(backing.contains(bytes("k"))).isFalse();
        assertThat(write(seen, "2")).isEqualTo(Outcome.LOST);
        assertThat(write(null, "2")).isEqualTo(Outcome.DONE);
        assertThat(read(backing, "k")).isEqualTo("2");
        assertThat(expired.met).isEmpty();
    }

    @Test
    void expiry_serversForgetWhatHasExpired() {
        backing.set(bytes("k"), bytes("1"), clock.millis() + 1500);
        clock.advance(5000);
        assertThat(servers.items()).as("the generation and the description").hasSize(2);
        assertThat(read(backing, "k")).isNull();
    }

    @Test
    void approximateExpiry_isTheServersAndATouchLeavesTheItem() {
        Backing approximate = new RemoteFixture(clock).approximate().open(servers.client(), "other", expired);
        approximate.set(bytes("k"), bytes("1"), clock.millis() + 5000);
        StoreItem seen = Objects.requireNonNull(approximate.get(bytes("k")));
        clock.advance(4000);
        assertThat(approximate.replaceIf(bytes("k"), seen, Change.touch(clock.millis() + 5000)))
                .isEqualTo(Outcome.DONE);
        clock.advance(4000);
        StoreItem later = Objects.requireNonNull(approximate.get(bytes("k")));
        assertThat(later.casToken()).isEqualTo(seen.casToken());
        assertThat(later.expiryMillis())
                .as("never taken for a time that begins now, so that the next access touches it too")
                .isEqualTo(clock.millis() + 5000 - 1);
        clock.advance(4000);
        assertThat(approximate.get(bytes("k"))).isNull();
        assertThat(approximate.replaceIf(bytes("k"), later, Change.touch(clock.millis() + 5000)))
                .isEqualTo(Outcome.LOST);
    }

    @Test
    void longKey_isAnEntryLikeAnyOther() {
        backing.set(LONG_KEY, bytes("1"), Backing.NO_EXPIRY);
        byte[] other = LONG_KEY.clone();
        other[499] = 'x';
        assertThat(backing.contains(LONG_KEY)).isTrue();
        assertThat(backing.contains(other)).isFalse();
        StoreCursor cursor = backing.entries();
        assertThat(cursor.advance()).isTrue();
        assertThat(cursor.key()).isEqualTo(LONG_KEY);
        assertThat(cursor.advance()).isFalse();
        assertThat(backing.deleteAll(List.of(LONG_KEY))).isEqualTo(1);
        assertThat(backing.contains(LONG_KEY)).isFalse();
    }

    @Test
    void longKey_anotherWithTheSameHash_isAbsentAndOverwritten() {
        byte[] wire = grammar.wire(LONG_KEY);
        set(backing, "k", "makes a generation on each node");
        backing.set(LONG_KEY, bytes("1"), Backing.NO_EXPIRY);
        byte[] envelope = Objects.requireNonNull(servers.client().get(wire)).value();
        envelope[Envelope.HEADER_LENGTH + 2] ^= 1;
        servers.client().set(wire, envelope, Envelope.CLIENT_FLAGS, 0);
        assertThat(backing.get(LONG_KEY)).isNull();
        assertThat(backing.replaceIf(LONG_KEY, null, Change.write(bytes("2"), Backing.NO_EXPIRY)))
                .isEqualTo(Outcome.DONE);
        assertThat(RemoteFixture.text(
                        Objects.requireNonNull(backing.get(LONG_KEY)).value()))
                .isEqualTo("2");
    }

    @Test
    void tooLarge_namesBothSizesAndLeavesTheOldValue() {
        set(backing, "k", "old");
        byte[] large = new byte[VALUE_LIMIT];
        assertThatThrownBy(() -> backing.requireFits(bytes("k"), large))
                .isInstanceOf(BackingException.class)
                .hasMessageContaining("valueBytes=" + VALUE_LIMIT)
                .hasMessageContaining("maxValueBytes=1048477");
        assertThatThrownBy(() -> backing.set(bytes("k"), large, Backing.NO_EXPIRY))
                .isInstanceOf(BackingException.class)
                .hasMessageContaining("must not be larger");
        assertThatThrownBy(() -> write(look("k"), large)).isInstanceOf(BackingException.class);
        assertThat(get(backing, "k")).isEqualTo("old");
        byte[] largest = new byte[1_048_477];
        backing.requireFits(bytes("k"), largest);
        backing.set(bytes("k"), largest, Backing.NO_EXPIRY);
        assertThat(look("k").value()).isEqualTo(largest);
    }

    @Test
    void foreignItem_isAFailureOrAMissAsConfigured() {
        set(backing, "other", "makes a generation on each node");
        byte[] wire = grammar.wire(bytes("k"));
        servers.client().set(wire, bytes("bare"), 0, 0);
        backing.getAll(List.of(bytes("a"), bytes("b")));
        Backing lenient = new RemoteFixture(clock).skipUndecodable().open(servers.client());
        assertThat(read(lenient, "k")).isNull();
        assertThat(get(lenient, "k")).isNull();
        assertThatThrownBy(() -> get(backing, "k"))
                .isInstanceOf(BackingException.class)
                .hasMessageContaining("must be in an envelope of this version: cache=test")
                .hasMessageContaining("node=heap:");
        assertThat(lenient.replaceIf(bytes("k"), null, Change.write(bytes("1"), Backing.NO_EXPIRY)))
                .isEqualTo(Outcome.DONE);
        assertThat(get(backing, "k")).isEqualTo("1");
    }

    @Test
    void entries_ofThisCacheOnly_eachOnceAndWithItsValue() {
        Backing other = new RemoteFixture(clock).open(servers.client(), "other", expired);
        servers.client().set(bytes("application"), bytes("v"), 0, 0);
        Map<String, String> wanted = new TreeMap<>();
        for (int i = 0; i < 250; i++) {
            set(backing, "k" + i, "v" + i);
            set(other, "k" + i, "other");
            wanted.put("k" + i, "v" + i);
        }
        backing.set(bytes("gone"), bytes("v"), clock.millis() + 1);
        clock.advance(1);
        Map<String, String> met = new TreeMap<>();
        StoreCursor cursor = backing.entries();
        assertThatThrownBy(cursor::key).isInstanceOf(IllegalStateException.class);
        while (cursor.advance()) {
            assertThat(met.put(text(cursor.key()), text(cursor.item().value()))).isNull();
        }
        assertThatThrownBy(cursor::item).isInstanceOf(IllegalStateException.class);
        assertThat(met).isEqualTo(wanted);
        assertThat(expired.met).containsExactly("gone=v");
    }

    @Test
    void failures_sayWhatNodeAndWhetherAnybodyKnows() {
        set(backing, "k", "1");
        servers.inject(new HeapMemcachedServers.Fault() {
            @Override
            public void after(String operation, byte[] key) {
                if (operation.equals("cas")) {
                    throw new MemcachedException("no answer in time: node=heap:1, operation=cas", true, null);
                }
            }
        });
        StoreItem seen = look("k");
        assertThatThrownBy(() -> write(seen, "2"))
                .isInstanceOf(BackingException.class)
                .hasMessage("nobody can tell whether the operation took effect: cache=test,"
                        + " operation=conditional write: no answer in time: node=heap:1, operation=cas");
        servers.inject(HeapMemcachedServers.Fault.NONE);
        assertThat(get(backing, "k")).isEqualTo("2");
        servers.addresses().forEach(node -> servers.setDown(node, true));
        assertThatThrownBy(() -> get(backing, "k"))
                .isInstanceOf(BackingException.class)
                .hasMessageContaining("the operation failed on a server: cache=test, operation=read: the node is down:"
                        + " node=heap:");
    }

    @Test
    void missOnFailure_readsMissAndWritesAreCounted() {
        Backing tolerant = new RemoteFixture(clock).missOnFailure().open(servers.client());
        List<byte[]> keys = List.of(bytes("a"), bytes("b"), bytes("c"), bytes("d"));
        tolerant.setAll(keys, keys, Backing.NO_EXPIRY);
        servers.setDown(servers.nodeOf(grammar.wire(bytes("a"))), true);
        assertThat(read(tolerant, "a")).isNull();
        set(tolerant, "a", "2");
        assertThat(tolerant.getAll(keys))
                .as("the other node's entries are there")
                .anyMatch(Objects::nonNull);
        tolerant.clear();
        assertThat(tolerant.entries().advance()).isFalse();
        assertThat(tolerant.statistics().failedReads()).isGreaterThanOrEqualTo(3);
        assertThat(tolerant.statistics().droppedWrites()).isEqualTo(2);
        servers.setDown(servers.nodeOf(grammar.wire(bytes("a"))), false);
        assertThat(tolerant.getAll(keys)).as("the clearing is made up for").containsOnlyNulls();
        assertThatThrownBy(() -> tolerant.set(bytes("k"), new byte[VALUE_LIMIT], Backing.NO_EXPIRY))
                .isInstanceOf(BackingException.class);
    }

    @Test
    void destroy_removesEntriesAndDescription() {
        set(backing, "k", "1");
        servers.client().set(grammar.descriptionKey(), bytes("description"), 0, 0);
        backing.destroy();
        assertThat(get(backing, "k")).isNull();
        assertThat(servers.client().get(grammar.descriptionKey())).isNull();
    }

    @Test
    void closed_refusesEverything() {
        backing.close();
        assertThatThrownBy(() -> get(backing, "k")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> read(backing, "k")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> set(backing, "k", "1")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(backing::clear).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(backing::entries).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(backing::statistics).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void serverWithoutTokens_isRefusedForWhatNeedsThem() {
        set(backing, "k", "1");
        byte[] wire = grammar.wire(bytes("k"));
        Item item = Objects.requireNonNull(servers.client().get(wire));
        assertThatThrownBy(() ->
                        Generations.requireToken(new Item(item.value(), item.clientFlags(), 0), servers.nodeOf(wire)))
                .isInstanceOf(BackingException.class)
                .hasMessageContaining("must keep CAS tokens, it must not be started with -C: node=heap:");
    }

    private Outcome write(@Nullable StoreItem seen, byte[] value) {
        return backing.replaceIf(bytes("k"), seen, Change.write(value, Backing.NO_EXPIRY));
    }

    private Outcome write(@Nullable StoreItem seen, String value) {
        return write(seen, bytes(value));
    }

    private StoreItem look(String key) {
        return Objects.requireNonNull(backing.get(bytes(key)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
