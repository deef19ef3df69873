package io.slabcache.bench.hitratio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTest {
    private static final Overheads OVERHEADS = new Overheads(100, 100, OhcTracedCache.overhead());
    private static final int LENGTH = Workload.VALUE_LENGTH;
    private static final long ENTRIES = 20_000;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPTIMUM")
    void open_byEntries_holdsAboutSoMany(Policy policy) {
        try (TracedCache cache = policy.open(room(Room.Kind.ENTRIES), OVERHEADS)) {
            assertThat(filled(cache)).isBetween(ENTRIES * 9 / 10, ENTRIES * 21 / 20);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPTIMUM")
    void open_byBytes_holdsNoMoreThanFit(Policy policy) {
        try (TracedCache cache = policy.open(room(Room.Kind.BYTES), OVERHEADS)) {
            assertThat(filled(cache)).isBetween(ENTRIES / 2, ENTRIES);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPTIMUM")
    void request_again_isAHit(Policy policy) {
        try (TracedCache cache = policy.open(room(Room.Kind.ENTRIES), OVERHEADS)) {
            assertThat(cache.request(7, LENGTH)).isFalse();
            assertThat(cache.request(7, LENGTH)).isTrue();
            assertThat(cache.request(8, LENGTH)).isFalse();
        }
    }

    @Test
    void open_lruByBytes_holdsWhatOhcWouldUnlessUncharged() {
        Room room = room(Room.Kind.BYTES);

        assertThat(filled(Policy.LRU, room))
                .isEqualTo(room.entriesWith(OVERHEADS.ohc()))
                .isLessThan(ENTRIES);
        assertThat(filled(Policy.LRU_UNCHARGED, room)).isEqualTo(ENTRIES);
        assertThat(filled(Policy.LRU, room(Room.Kind.ENTRIES))).isEqualTo(ENTRIES);
    }

    private static long filled(Policy policy, Room room) {
        try (TracedCache cache = policy.open(room, OVERHEADS)) {
            return filled(cache);
        }
    }

    private static Room room(Room.Kind kind) {
        double payload = TracedCache.KEY_LENGTH + LENGTH;
        return new Room(kind, ENTRIES, (long) (ENTRIES * payload), payload);
    }

    private static long filled(TracedCache cache) {
        for (long key = 0; key < 3 * ENTRIES; key++) {
            cache.request(HitRatioRun.spread(key), LENGTH);
        }
        return cache.entries();
    }
}
