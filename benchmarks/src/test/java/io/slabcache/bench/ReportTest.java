package io.slabcache.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Rounds rounds = new Rounds();

    @Test
    void ratios_higherIsBetterAndBarReached_divideByBestPeerAndPass() {
        add(Task.GET_8, Entrant.SLABCACHE, Metric.OPERATIONS, 130, 10, 999);
        add(Task.GET_8, Entrant.SPYMEMCACHED, Metric.OPERATIONS, 40, 41, 42);
        add(Task.GET_8, Entrant.FOLSOM, Metric.OPERATIONS, 100, 90, 110);

        assertThat(ratios(bar("get-8", Task.GET_8, Metric.OPERATIONS, new Bar.BestPeer(), 1.3)))
                .containsExactly("ratio fake.get-8 1.300 bar 1.3 PASS");
    }

    @Test
    void ratios_higherIsBetterAndBarMissed_fallShort() {
        add(Task.GET_8, Entrant.SLABCACHE, Metric.OPERATIONS, 129);
        add(Task.GET_8, Entrant.FOLSOM, Metric.OPERATIONS, 100);

        assertThat(ratios(bar("get-8", Task.GET_8, Metric.OPERATIONS, new Bar.BestPeer(), 1.3)))
                .containsExactly("ratio fake.get-8 1.290 bar 1.3 FALLS_SHORT");
    }

    @Test
    void ratios_lowerIsBetter_bestPeerIsTheLowest() {
        add(Task.GET_1, Entrant.SLABCACHE, Metric.P50, 60);
        add(Task.GET_1, Entrant.SPYMEMCACHED, Metric.P50, 100);
        add(Task.GET_1, Entrant.FOLSOM, Metric.P50, 75);

        assertThat(ratios(bar("p50", Task.GET_1, Metric.P50, new Bar.BestPeer(), 0.75)))
                .containsExactly("ratio fake.p50 0.800 bar 0.75 FALLS_SHORT");
    }

    @Test
    void ratios_rawSocketFasterThanPeers_isNoPeer() {
        add(Task.GET_1, Entrant.SLABCACHE, Metric.P50, 60);
        add(Task.GET_1, Entrant.RAW, Metric.P50, 50);
        add(Task.GET_1, Entrant.FOLSOM, Metric.P50, 120);

        assertThat(ratios(
                        bar("to-peer", Task.GET_1, Metric.P50, new Bar.BestPeer(), 0.75),
                        bar("to-raw", Task.GET_1, Metric.P50, new Bar.Other(Entrant.RAW), 1.2)))
                .containsExactly("ratio fake.to-peer 0.500 bar 0.75 PASS", "ratio fake.to-raw 1.200 bar 1.2 PASS");
    }

    @Test
    void ratios_figureForItself_isPrintedWithoutTheUnavoidable() {
        add(Task.GET_1, Entrant.SLABCACHE, Metric.ALLOCATION, 192);

        assertThat(ratios(bar("allocation", Task.GET_1, Metric.ALLOCATION, new Bar.Itself(120), 100)))
                .containsExactly("ratio fake.allocation 72.00 bar 100 PASS");
    }

    @Test
    void ratios_noBound_isAFigure() {
        add(Task.GET_1, Entrant.JCACHE, Metric.OPERATIONS, 6);
        add(Task.GET_1, Entrant.CACHE_CLIENT, Metric.OPERATIONS, 8);

        assertThat(ratios(new Bar(
                        "get-1",
                        Entrant.JCACHE,
                        Task.GET_1,
                        Metric.OPERATIONS,
                        new Bar.Other(Entrant.CACHE_CLIENT),
                        Bar.NONE)))
                .containsExactly("figure fake.get-1 0.750");
    }

    @Test
    void ratios_oursMissing_fallShort() {
        add(Task.GET_1, Entrant.FOLSOM, Metric.P50, 120);

        assertThat(ratios(bar("p50", Task.GET_1, Metric.P50, new Bar.BestPeer(), 0.75)))
                .containsExactly("ratio fake.p50 NaN bar 0.75 FALLS_SHORT");
    }

    @Test
    void ratios_allPeersMissing_fallShort() {
        add(Task.GET_1, Entrant.SLABCACHE, Metric.P50, 120);

        assertThat(ratios(bar("p50", Task.GET_1, Metric.P50, new Bar.BestPeer(), 0.75)))
                .containsExactly("ratio fake.p50 NaN bar 0.75 FALLS_SHORT");
    }

    @Test
    void table_failedEntrant_saysSoAndWhichDirectionIsBetter() {
        add(Task.GET_1, Entrant.SLABCACHE, Metric.P50, 12.345);

        List<String> table = report(bar("p50", Task.GET_1, Metric.P50, new Bar.BestPeer(), 0.75))
                .table();

        assertThat(table.get(0)).contains("p50 us (lower is better)", "operations/s (higher is better)");
        assertThat(table.get(2)).contains("get, 1 thread", "slabcache", "12.35");
        assertThat(table.get(3)).contains("folsom", "failed").doesNotContain("12.35");
    }

    @Test
    void median_evenNumberOfRounds_isBetweenTheMiddleOnes() {
        add(Task.SET_1, Entrant.SLABCACHE, Metric.OPERATIONS, 1, 4, 2, 100);

        assertThat(rounds.median(Task.SET_1, Entrant.SLABCACHE, Metric.OPERATIONS))
                .hasValue(3);
    }

    @Test
    void figures_throughTheirLine_areTheSame() {
        Figures figures = new Figures(Map.of(Metric.P50, 12.5, Metric.OPERATIONS, 1e6, Metric.ERRORS, 0.0));

        assertThat(Figures.ofLine(figures.toLine())).isEqualTo(figures);
    }

    private static Bar bar(String name, Task task, Metric metric, Bar.Reference reference, double bound) {
        return new Bar(name, Entrant.SLABCACHE, task, metric, reference, bound);
    }

    private List<String> ratios(Bar... bars) {
        return report(bars).ratios();
    }

    private Report report(Bar... bars) {
        return new Report(
                new Suite("fake", Map.of(Task.GET_1, EnumSet.of(Entrant.SLABCACHE, Entrant.FOLSOM)), List.of(bars)),
                rounds);
    }

    private void add(Task task, Entrant entrant, Metric metric, double... values) {
        for (double value : values) {
            rounds.add(task, entrant, new Figures(Map.of(metric, value)));
        }
    }
}
