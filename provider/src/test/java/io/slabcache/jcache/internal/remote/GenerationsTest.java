package io.slabcache.jcache.internal.remote;

import static io.slabcache.jcache.internal.remote.RemoteFixture.bytes;
import static io.slabcache.jcache.internal.remote.RemoteFixture.get;
import static io.slabcache.jcache.internal.remote.RemoteFixture.read;
import static io.slabcache.jcache.internal.remote.RemoteFixture.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.Item;
import io.slabcache.client.MemcachedClient;
import io.slabcache.client.NodeAddress;
import io.slabcache.jcache.internal.Backing;
import io.slabcache.jcache.internal.BackingException;
import io.slabcache.jcache.internal.Change;
import io.slabcache.jcache.internal.FakeClock;
import io.slabcache.jcache.internal.Outcome;
import io.slabcache.store.StoreItem;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What clearing a cache does, and what becomes of a generation that is lost, past or unknown. */
class GenerationsTest {
    private static final int NODES = 3;
    private static final int KEYS = 60;

    private final FakeClock clock = new FakeClock();
    private final HeapMemcachedServers servers = new HeapMemcachedServers(NODES, clock);
    private final KeyGrammar grammar = new KeyGrammar("", RemoteFixture.CACHE);
    private final Backing one = new RemoteFixture(clock).open(servers.client());
    private final Backing two = new RemoteFixture(clock).open(servers.client());

    @Test
    void clear_byOneClient_emptiesTheCacheForAllAndNoOther() {
        Backing other = new RemoteFixture(clock).open(servers.client(), "other", new RemoteFixture.Expired());
        servers.client().set(bytes("application"), bytes("v"), 0, 0);
        fill(one);
        set(other, "k", "v");
        two.clear();
        assertThat(present(one)).isZero();
        assertThat(present(two)).isZero();
        assertThat(get(other, "k")).isEqualTo("v");
        assertThat(servers.client().get(bytes("application"))).isNotNull();
        fill(one);
        assertThat(present(two)).isEqualTo(KEYS);
    }

    @Test
    void clear_twiceInOneMillisecond_emptiesTwice() {
        for (int i = 0; i < 3; i++) {
            fill(one);
            assertThat(present(two)).isEqualTo(KEYS);
            one.clear();
            assertThat(present(one)).isZero();
            assertThat(present(two)).isZero();
        }
    }

    @Test
    void generation_lost_isReplacedByANewerOneAndTheCacheIsEmpty() {
        fill(one);
        NodeAddress node = servers.addresses().get(0);
        long before = generation(node);
        servers.client().on(node).delete(grammar.generationKey(), MemcachedClient.ANY_TOKEN);
        clock.advance(1);
        assertThat(present(two)).isEqualTo(KEYS - presentOn(node));
        assertThat(generation(node)).isGreaterThan(before);
        assertThat(present(one)).isEqualTo(KEYS - presentOn(node));
        fill(one);
        assertThat(present(two)).isEqualTo(KEYS);
    }

    @Test
    void generation_lostWithTheNode_isNotBroughtBackByThoseWhoKnewIt() {
        fill(one);
        NodeAddress node = servers.addresses().get(0);
        long before = generation(node);
        servers.restart(node);
        set(one, keyOn(node), "new");
        // The one that is stamped may be a second old; who reads asks, and says that it is past.
        assertThat(read(two, keyOn(node))).isNull();
        set(one, keyOn(node), "newer");
        assertThat(read(two, keyOn(node))).isNull();
        assertThat(read(one, keyOn(node))).isNull();
        set(one, keyOn(node), "newest");
        assertThat(read(two, keyOn(node))).isEqualTo("newest");
        assertThat(generation(node)).isGreaterThan(before);
    }

    @Test
    void generation_lowerThanSeen_isRaised() {
        fill(one);
        one.clear();
        NodeAddress node = servers.addresses().get(0);
        long seen = generation(node);
        servers.client()
                .on(node)
                .set(grammar.generationKey(), Generations.encode(seen - 1), Generations.CLIENT_FLAGS, 0);
        assertThat(read(one, keyOn(node))).isNull();
        assertThat(generation(node)).isGreaterThan(seen);
    }

    @Test
    void generation_malformed_countsAsLost() {
        fill(one);
        NodeAddress node = servers.addresses().get(0);
        for (byte[] wrong : List.of(
                new byte[0], new byte[7], new byte[8], Generations.encode(-1), Generations.encode(Long.MAX_VALUE))) {
            servers.client().on(node).set(grammar.generationKey(), wrong, Generations.CLIENT_FLAGS, 0);
            assertThat(read(one, keyOn(node))).isNull();
            set(one, keyOn(node), "v");
            assertThat(read(two, keyOn(node))).isEqualTo("v");
        }
        servers.client().on(node).set(grammar.generationKey(), Generations.encode(generation(node) + 1), 0, 0);
        assertThat(read(one, keyOn(node))).isNull();
    }

    @Test
    void clear_nodeDown_failsNamingItAndIsEnforcedWhenItIsBack() {
        fill(one);
        NodeAddress node = servers.addresses().get(1);
        servers.setDown(node, true);
        assertThatThrownBy(one::clear)
                .isInstanceOf(BackingException.class)
                .hasMessageContaining("operation=clear")
                .hasMessageContaining("node=" + node);
        servers.setDown(node, false);
        assertThat(present(one)).isZero();
        assertThat(present(two)).isZero();
        fill(two);
        assertThat(present(one)).isEqualTo(KEYS);
    }

    @Test
    void clear_allNodesDown_namesEach() {
        fill(one);
        servers.addresses().forEach(node -> servers.setDown(node, true));
        assertThatThrownBy(one::clear)
                .isInstanceOf(BackingException.class)
                .satisfies(
                        e -> servers.addresses().forEach(node -> assertThat(e).hasMessageContaining("node=" + node)));
        // So that nobody goes on trying to reach them.
        servers.addresses().forEach(node -> servers.setDown(node, false));
    }

    @Test
    void clear_afterAGenerationOfAClockThatRunsAhead_isStillAbove() {
        FakeClock ahead = new FakeClock();
        ahead.advance(3_600_000);
        Backing early = new RemoteFixture(ahead).open(servers.client());
        early.clear();
        fill(early);
        assertThat(present(one)).isEqualTo(KEYS);
        one.clear();
        assertThat(present(early)).isZero();
        assertThat(present(one)).isZero();
    }

    @Test
    void entry_ofAGenerationThatNobodyKnows_isAbsent() {
        set(one, "k", "v");
        byte[] wire = grammar.wire(bytes("k"));
        Item item = Objects.requireNonNull(servers.client().get(wire));
        byte[] envelope = item.value();
        ByteBuffer.wrap(envelope).putLong(2 + Long.BYTES, Envelope.generation(envelope) + 1_000_000);
        servers.client().set(wire, envelope, item.clientFlags(), 0);
        assertThat(read(one, "k")).isNull();
        assertThat(get(two, "k")).isNull();
        assertThat(two.replaceIf(bytes("k"), null, Change.write(bytes("new"), Backing.NO_EXPIRY)))
                .isEqualTo(Outcome.DONE);
        assertThat(read(one, "k")).isEqualTo("new");
    }

    @Test
    void step_onAnEntryOfBeforeTheClearing_isLost() {
        set(one, "k", "v");
        StoreItem seen = Objects.requireNonNull(one.get(bytes("k")));
        one.clear();
        assertThat(one.replaceIf(bytes("k"), seen, Change.write(bytes("w"), Backing.NO_EXPIRY)))
                .isEqualTo(Outcome.LOST);
        assertThat(one.replaceIf(bytes("k"), seen, Change.touch(clock.millis() + 1000)))
                .isEqualTo(Outcome.LOST);
        assertThat(get(one, "k")).isNull();
    }

    @Test
    void cachedGeneration_isBelievedForItsTimeAndNotLonger() {
        Backing cached =
                new RemoteFixture(clock).generationCache(Duration.ofHours(1)).open(servers.client());
        fill(cached);
        Reads reads = new Reads();
        servers.inject(reads);
        assertThat(read(cached, "k0")).isEqualTo("v0");
        assertThat(reads.count).isEqualTo(1);
        one.clear();
        assertThat(read(cached, "k0"))
                .as("what was cleared elsewhere is seen until then")
                .isNotNull();
        fill(one);
        assertThat(read(cached, "k0")).as("a newer entry makes it ask").isEqualTo("v0");
        cached.clear();
        assertThat(present(cached)).isZero();
    }

    @Test
    void bulk_operations_followTheGenerations() {
        fill(one);
        List<byte[]> keys = List.of(bytes("k0"), bytes("k1"), bytes("k2"), bytes("none"));
        assertThat(two.getAll(keys))
                .extracting(item -> item == null ? null : RemoteFixture.text(item.value()))
                .containsExactly("v0", "v1", "v2", null);
        one.clear();
        assertThat(two.getAll(keys)).containsOnlyNulls();
        assertThat(two.deleteAll(keys)).isZero();
        two.setAll(keys.subList(0, 2), List.of(bytes("a"), bytes("b")), Backing.NO_EXPIRY);
        assertThat(one.deleteAll(keys)).isEqualTo(2);
        assertThat(present(two)).isZero();
    }

    private void fill(Backing backing) {
        for (int i = 0; i < KEYS; i++) {
            set(backing, "k" + i, "v" + i);
        }
    }

    private static long present(Backing backing) {
        long present = 0;
        for (int i = 0; i < KEYS; i++) {
            String value = read(backing, "k" + i);
            assertThat(value).isIn(null, "v" + i);
            assertThat(get(backing, "k" + i)).isEqualTo(value);
            present += value == null ? 0 : 1;
        }
        return present;
    }

    private long presentOn(NodeAddress node) {
        long count = 0;
        for (int i = 0; i < KEYS; i++) {
            count += isOn(node, "k" + i) ? 1 : 0;
        }
        assertThat(count).isPositive();
        return count;
    }

    private String keyOn(NodeAddress node) {
        for (int i = 0; i < KEYS; i++) {
            if (isOn(node, "k" + i)) {
                return "k" + i;
            }
        }
        throw new IllegalStateException("every node must have a key");
    }

    private boolean isOn(NodeAddress node, String key) {
        return servers.nodeOf(grammar.wire(bytes(key))).equals(node);
    }

    private long generation(NodeAddress node) {
        Item item = Objects.requireNonNull(servers.client().on(node).get(grammar.generationKey()));
        return ByteBuffer.wrap(item.value()).getLong();
    }

    /** Counts reads. */
    private static final class Reads implements HeapMemcachedServers.Fault {
        private int count;

        @Override
        public void before(String operation, byte[] key) {
            count += operation.equals("get") ? 1 : 0;
        }
    }
}
