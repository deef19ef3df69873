package io.slabcache.client.locator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NodeLocatorTest {
    private static final int ROUNDS = 20_000;

    private static List<NodeLocation> nodes(int count) {
        List<NodeLocation> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(new NodeLocation("cache" + i + ".example", 11211 + i % 2, 1, "10.0.0." + i));
        }
        return nodes;
    }

    private static byte[] key(int i) {
        return ("key-" + i).getBytes(UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void locate_oneNode_isThatNode(Placement placement) {
        NodeLocator locator = placement.locator(nodes(1));
        assertThat(locator.nodeCount()).isEqualTo(1);
        for (int i = 0; i < 1000; i++) {
            assertThat(locator.locate(key(i))).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void locate_manyNodes_allGetAFairShare(Placement placement) {
        NodeLocator locator = placement.locator(nodes(7));
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[locator.locate(key(i))]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(6000, 14_500);
        }
    }

    @ParameterizedTest
    @EnumSource
    void locate_withUnusableNodes_keepsTheKeysOfTheOthers(Placement placement) {
        NodeLocator locator = placement.locator(nodes(5));
        int moved = 0;
        for (int i = 0; i < 5000; i++) {
            int all = locator.locate(key(i));
            assertThat(locator.locate(key(i), node -> true)).isEqualTo(all);
            int withoutTwo = locator.locate(key(i), node -> node != 2);
            assertThat(withoutTwo).isNotEqualTo(2);
            if (all != 2) {
                assertThat(withoutTwo).isEqualTo(all);
            } else {
                moved++;
            }
            assertThat(locator.locate(key(i), node -> node == 4)).isEqualTo(4);
            assertThat(locator.locate(key(i), node -> false)).isEqualTo(NodeLocator.NONE);
        }
        assertThat(moved).isPositive();
    }

    @Test
    void locate_ketamaWithOneMoreNode_movesAboutItsShare() {
        NodeLocator four = Placement.LIBMEMCACHED_WEIGHTED.locator(nodes(4));
        NodeLocator five = Placement.LIBMEMCACHED_WEIGHTED.locator(nodes(5));
        int moved = 0;
        for (int i = 0; i < 10_000; i++) {
            int before = four.locate(key(i));
            int after = five.locate(key(i));
            if (before != after) {
                assertThat(after).isEqualTo(4);
                moved++;
            }
        }
        assertThat(moved).isBetween(1500, 2500);
    }

    @Test
    void locate_continuum_isTheCeilingOfTheHash() {
        long seed = 42;
        Random random = new Random(seed);
        KetamaContinuum.Builder builder = new KetamaContinuum.Builder(
                key -> (key[0] & 0xff) << 24 | (key[1] & 0xff) << 16 | (key[2] & 0xff) << 8 | (key[3] & 0xff), 50);
        TreeMap<Long, Integer> model = new TreeMap<>();
        for (int i = 0; i < 3000; i++) {
            int point = random.nextInt();
            builder.add(point, i % 50);
            model.merge(Integer.toUnsignedLong(point), i % 50, Math::min);
        }
        KetamaContinuum continuum = builder.build();
        List<Integer> hashes = new ArrayList<>(List.of(0, -1, 1, Integer.MIN_VALUE, Integer.MAX_VALUE));
        model.keySet().forEach(point -> {
            hashes.add((int) (long) point);
            hashes.add((int) (long) point + 1);
            hashes.add((int) (long) point - 1);
        });
        for (int hash : hashes) {
            byte[] key = {(byte) (hash >> 24), (byte) (hash >> 16), (byte) (hash >> 8), (byte) hash};
            var ceiling = model.ceilingEntry(Integer.toUnsignedLong(hash));
            int expected = ceiling == null ? model.firstEntry().getValue() : ceiling.getValue();
            assertThat(continuum.locate(key))
                    .as("seed=%d, hash=%08x", seed, hash)
                    .isEqualTo(expected);
        }
    }

    @Test
    void locate_names_notAddresses_decideInTheDefaultPlacement() {
        List<NodeLocation> moved = nodes(5).stream()
                .map(node -> new NodeLocation(node.host(), node.port(), 1, "192.168.0.1"))
                .toList();
        NodeLocator before = Placement.LIBMEMCACHED_WEIGHTED.locator(nodes(5));
        NodeLocator after = Placement.LIBMEMCACHED_WEIGHTED.locator(moved);
        for (int i = 0; i < 1000; i++) {
            assertThat(after.locate(key(i))).isEqualTo(before.locate(key(i)));
        }
    }

    @Test
    void locate_spymemcachedNameWithoutAddress_isAnotherNodeName() {
        List<NodeLocation> unresolved = List.of(new NodeLocation("a", 1), new NodeLocation("b", 2));
        List<NodeLocation> resolved =
                List.of(new NodeLocation("a", 1, 1, "10.0.0.1"), new NodeLocation("b", 2, 1, "10.0.0.2"));
        NodeLocator first = Placement.SPYMEMCACHED_KETAMA.locator(unresolved);
        NodeLocator second = Placement.SPYMEMCACHED_KETAMA.locator(resolved);
        int differing = 0;
        for (int i = 0; i < 1000; i++) {
            differing += first.locate(key(i)) == second.locate(key(i)) ? 0 : 1;
        }
        assertThat(differing).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void locator_weights_areRefusedWhereThePlacementKnowsNone(Placement placement) {
        List<NodeLocation> nodes =
                List.of(new NodeLocation("a", 1, 3, "10.0.0.1"), new NodeLocation("b", 2, 1, "10.0.0.2"));
        if (placement.isWeighted()) {
            NodeLocator locator = placement.locator(nodes);
            int first = 0;
            for (int i = 0; i < 10_000; i++) {
                first += locator.locate(key(i)) == 0 ? 1 : 0;
            }
            assertThat(first).isBetween(6500, 8500);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> placement.locator(nodes))
                    .withMessage("weight must be the default where the placement knows none: placement=" + placement
                            + ", host=a, weight=3");
        }
    }

    @Test
    void locator_impossibleArguments_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Placement.LIBMEMCACHED_WEIGHTED.locator(List.of()))
                .withMessage("there must be at least one node: nodeCount=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Placement.XMEMCACHED_KETAMA.locator(List.of(new NodeLocation("a", 1))))
                .withMessage("ipAddress must be known: placement=XMEMCACHED_KETAMA, host=a");
        assertThatIllegalArgumentException().isThrownBy(() -> new NodeLocation("", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new NodeLocation("a", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new NodeLocation("a", 65_536));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NodeLocation("a", 1, 0, ""))
                .withMessage("weight must be positive: host=a, weight=0");
    }

    @ParameterizedTest
    @EnumSource
    void locate_everyRound_allocatesNothing(Placement placement) {
        NodeLocator locator = placement.locator(nodes(5));
        byte[] key = "a:key:of:some:length:that:takes:two:blocks:of:md5:to:be:hashed:entirely".getBytes(UTF_8);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (int i = 0; i < ROUNDS; i++) {
            sum += locator.locate(key);
        }
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < ROUNDS; i++) {
            sum += locator.locate(key);
        }
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(allocated).isLessThan(ROUNDS);
        assertThat(sum).isEqualTo(2L * ROUNDS * locator.locate(key));
    }
}
