package io.slabcache.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    void line_atMost_comparesWithTheGreatestGoodValue() {
        assertThat(Verdict.atMost("heap", 8, 8).line("memory")).isEqualTo("ratio memory.heap 8.000 bar 8 PASS");
        assertThat(Verdict.atMost("heap", 8.01, 8).line("memory"))
                .isEqualTo("ratio memory.heap 8.010 bar 8 FALLS_SHORT");
    }

    @Test
    void line_atLeast_comparesWithTheSmallestGoodValue() {
        assertThat(Verdict.atLeast("mean", 0.999, 1).line("hitratio"))
                .isEqualTo("ratio hitratio.mean 0.999 bar 1 FALLS_SHORT");
        assertThat(Verdict.atLeast("mean", 1.1, 1).line("hitratio")).isEqualTo("ratio hitratio.mean 1.100 bar 1 PASS");
    }

    @Test
    void line_noNumber_fallsShort() {
        assertThat(Verdict.atMost("p999", Double.NaN, 1.1).line("gc"))
                .isEqualTo("ratio gc.p999 NaN bar 1.1 FALLS_SHORT");
    }

    @Test
    void line_noBound_isAFigure() {
        assertThat(Verdict.shown("p50", 2).line("gc")).isEqualTo("figure gc.p50 2.000");
    }
}
