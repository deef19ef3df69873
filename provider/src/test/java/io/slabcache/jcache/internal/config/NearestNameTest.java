package io.slabcache.jcache.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestNameTest {
    private static final List<String> NAMES =
            List.of("capacity", "max-item-size", "expiry.policy", "expiry.duration", "read-through", "writer");

    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "'', abc, 3",
        "abc, '', 3",
        "abc, abc, 0",
        "abc, abd, 1",
        "abc, ac, 1",
        "abc, abbc, 1",
        "abc, acb, 1",
        "abcd, badc, 2",
        "kitten, sitting, 3"
    })
    void editDistance_pairs_fewestEdits(String left, String right, int distance) {
        assertThat(NearestName.editDistance(left, right)).isEqualTo(distance);
        assertThat(NearestName.editDistance(right, left)).isEqualTo(distance);
    }

    @ParameterizedTest
    @CsvSource({
        "capcity, capacity",
        "capactiy, capacity",
        "CAPACITY, capacity",
        "maxItemSize, max-item-size",
        "max_item_size, max-item-size",
        "duration, expiry.duration",
        "expiry.durations, expiry.duration",
        "polici, expiry.policy",
        "readthrough, read-through",
        "writers, writer"
    })
    void of_mistyped_nearest(String written, String meant) {
        assertThat(NearestName.of(written, NAMES)).isEqualTo(meant);
    }

    @Test
    void of_nothingLikeIt_null() {
        assertThat(NearestName.of("zebra", NAMES)).isNull();
        assertThat(NearestName.of("x", NAMES)).isNull();
        assertThat(NearestName.of("capacity", List.of())).isNull();
    }
}
