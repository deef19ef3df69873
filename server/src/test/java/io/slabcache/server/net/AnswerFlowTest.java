package io.slabcache.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who takes its answers too slowly. */
class AnswerFlowTest {
    private static final int KIB = 1 << 10;

    private final AnswerFlow flow = new AnswerFlow();
    private long taken;

    private boolean fallsBehind(long more, long waiting, int haste) {
        taken += more;
        flow.look(taken, waiting, haste);
        return flow.fallsBehind();
    }

    @Test
    void fallsBehind_answersJustWritten_hasASecond() {
        assertThat(fallsBehind(0, 1000 * KIB, AnswerFlow.MAX_HASTE)).isFalse();
        assertThat(fallsBehind(0, 1000 * KIB, 0)).isTrue();
        assertThat(flow.progresses()).isFalse();
    }

    @Test
    void fallsBehind_noHaste_aQuarterIsEnough() {
        fallsBehind(0, 1000 * KIB, 0);
        assertThat(fallsBehind(250 * KIB, 1000 * KIB, 0)).isFalse();
        assertThat(fallsBehind(249 * KIB, 1000 * KIB, 0)).isTrue();
        assertThat(flow.progresses()).isTrue();
    }

    @Test
    void fallsBehind_haste_moreIsDue() {
        fallsBehind(0, 1000 * KIB, 0);
        assertThat(fallsBehind(500 * KIB, 1000 * KIB, 1)).isFalse();
        assertThat(fallsBehind(499 * KIB, 1001 * KIB, 1)).isTrue();
        assertThat(fallsBehind(1001 * KIB, 1001 * KIB, 2)).isFalse();
        assertThat(fallsBehind(1000 * KIB, 1001 * KIB, 2)).isTrue();
    }

    @Test
    void fallsBehind_littleWaits_allOfItIsDue() {
        fallsBehind(0, 5, 0);
        assertThat(fallsBehind(5, 5, 0)).isFalse();
        assertThat(fallsBehind(4, 5, 0)).isTrue();
        assertThat(fallsBehind(0, 0, 0)).isFalse();
    }
}
