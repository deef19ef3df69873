package io.slabcache.client.locator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the clients themselves put ten thousand keys: recorded from libmemcached 1.1.4, spymemcached 2.12.3 and xmemcached 2.4.8. */
class PlacementGoldenTest {
    private static final int KEYS = 10_000;
    private static final int FIRST_KEYS = 16;
    private static final long FNV_START = 1469598103934665603L;
    private static final long FNV_PRIME = 1099511628211L;

    private static List<NodeLocation> nodes(int... weights) {
        return List.of(
                new NodeLocation("10.0.1.1", 11211, weights[0], "10.0.1.1"),
                new NodeLocation("10.0.1.2", 11211, weights[1], "10.0.1.2"),
                new NodeLocation("10.0.1.3", 11212, weights[2], "10.0.1.3"),
                new NodeLocation("10.0.1.4", 11211, weights[3], "10.0.1.4"));
    }

    private static int[] weights(String text) {
        return Arrays.stream(text.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            LIBMEMCACHED_WEIGHTED   | 1,1,1,1 | 1 2 0 3 3 1 3 3 2 1 0 2 2 1 2 1 | 2375/2615/2476/2534 | aa116e2bddb444f0
            LIBMEMCACHED_WEIGHTED   | 1,2,3,5 | 2 2 3 3 3 1 3 3 2 2 2 2 2 1 2 1 | 782/1785/2758/4675  | da7e1ad72eabd2c9
            LIBMEMCACHED_UNWEIGHTED | 1,1,1,1 | 1 2 1 0 0 0 2 0 0 3 2 1 1 3 2 2 | 2575/2683/2326/2416 | 7b9a28740e33d3f6
            LIBMEMCACHED_MODULA     | 1,1,1,1 | 0 2 1 1 2 0 3 0 3 3 1 0 1 3 2 2 | 2506/2508/2503/2483 | dadec916b77e52aa
            LIBMEMCACHED_SPY        | 1,1,1,1 | 0 1 3 0 0 2 3 3 2 2 2 0 2 1 3 2 | 2573/2390/2293/2744 | bac70467780e08bb
            SPYMEMCACHED_KETAMA     | 1,1,1,1 | 1 1 1 2 2 2 2 2 3 1 0 3 0 2 1 1 | 2542/2477/2524/2457 | 7e314259a046faad
            SPYMEMCACHED_MODULA     | 1,1,1,1 | 2 3 0 1 2 3 0 1 2 3 1 2 3 0 1 2 | 2498/2500/2502/2500 | 646f4d04f74dbeab
            XMEMCACHED_KETAMA       | 1,1,1,1 | 0 1 3 0 0 1 3 2 3 1 0 0 1 3 2 1 | 2786/2405/2475/2334 | 9e005807d9e62c0a
            """)
    void locate_tenThousandKeys_asTheClientItself(
            Placement placement, String weights, String first, String counts, String fnv) {
        NodeLocator locator = placement.locator(nodes(weights(weights)));
        int[] located = IntStream.range(0, KEYS)
                .map(i -> locator.locate(("key-" + i).getBytes(UTF_8)))
                .toArray();
        long fold = FNV_START;
        int[] perNode = new int[locator.nodeCount()];
        for (int node : located) {
            fold = (fold ^ node) * FNV_PRIME;
            perNode[node]++;
        }
        assertThat(join(Arrays.copyOf(located, FIRST_KEYS), " ")).isEqualTo(first);
        assertThat(join(perNode, "/")).isEqualTo(counts);
        assertThat(Long.toHexString(fold)).isEqualTo(fnv);
    }

    @Test
    void continuum_weighted_hasTheRecordedNumberOfPoints() {
        assertThat(Placement.LIBMEMCACHED_WEIGHTED.locator(nodes(1, 2, 3, 5)))
                .isInstanceOfSatisfying(
                        KetamaContinuum.class,
                        continuum -> assertThat(continuum.pointCount()).isEqualTo(632));
        assertThat(Placement.LIBMEMCACHED_WEIGHTED.locator(nodes(1, 1, 1, 1)))
                .isInstanceOfSatisfying(
                        KetamaContinuum.class,
                        continuum -> assertThat(continuum.pointCount()).isEqualTo(640));
    }

    private static String join(int[] numbers, String separator) {
        return Arrays.stream(numbers).mapToObj(Integer::toString).collect(Collectors.joining(separator));
    }
}
