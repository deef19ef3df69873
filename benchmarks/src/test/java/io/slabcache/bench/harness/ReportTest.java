package io.slabcache.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Rounds rounds = new Rounds();

    @Test
    void ratios_higherIsBetterAndBarReached_divideByBestPeerAndPass() {
        add(FakeTask.EIGHT, FakeEntrant.OURS, Metric.OPERATIONS, 130, 10, 999);
        add(FakeTask.EIGHT, FakeEntrant.PEER, Metric.OPERATIONS, 40, 41, 42);
        add(FakeTask.EIGHT, FakeEntrant.OTHER_PEER, Metric.OPERATIONS, 100, 90, 110);

        assertThat(ratios(bar("get-8", FakeTask.EIGHT, Metric.OPERATIONS, new Bar.BestPeer(), 1.3)))
                .containsExactly("ratio fake.get-8 1.300 bar 1.3 PASS");
    }

    @Test
    void ratios_higherIsBetterAndBarMissed_fallShort() {
        add(FakeTask.EIGHT, FakeEntrant.OURS, Metric.OPERATIONS, 129);
        add(FakeTask.EIGHT, FakeEntrant.OTHER_PEER, Metric.OPERATIONS, 100);

        assertThat(ratios(bar("get-8", FakeTask.EIGHT, Metric.OPERATIONS, new Bar.BestPeer(), 1.3)))
                .containsExactly("ratio fake.get-8 1.290 bar 1.3 FALLS_SHORT");
    }

    @Test
    void ratios_lowerIsBetter_bestPeerIsTheLowest() {
        add(FakeTask.ONE, FakeEntrant.OURS, Metric.P50, 60);
        add(FakeTask.ONE, FakeEntrant.PEER, Metric.P50, 100);
        add(FakeTask.ONE, FakeEntrant.OTHER_PEER, Metric.P50, 75);

        assertThat(ratios(bar("p50", FakeTask.ONE, Metric.P50, new Bar.BestPeer(), 0.75)))
                .containsExactly("ratio fake.p50 0.800 bar 0.75 FALLS_SHORT");
    }

    @Test
    void ratios_rawSocketFasterThanPeers_isNoPeer() {
        add(FakeTask.ONE, FakeEntrant.OURS, Metric.P50, 60);
        add(FakeTask.ONE, FakeEntrant.RAW, Metric.P50, 50);
        add(FakeTask.ONE, FakeEntrant.OTHER_PEER, Metric.P50, 120);

        assertThat(ratios(
                        bar("to-peer", FakeTask.ONE, Metric.P50, new Bar.BestPeer(), 0.75),
                        bar("to-raw", FakeTask.ONE, Metric.P50, new Bar.Other(FakeEntrant.RAW), 1.2)))
                .containsExactly("ratio fake.to-peer 0.500 bar 0.75 PASS", "ratio fake.to-raw 1.200 bar 1.2 PASS");
    }

    @Test
    void ratios_figureForItself_isPrintedWithoutTheUnavoidable() {
        add(FakeTask.ONE, FakeEntrant.OURS, Metric.ALLOCATION, 192);

        assertThat(ratios(bar("allocation", FakeTask.ONE, Metric.ALLOCATION, new Bar.Itself(120), 100)))
                .containsExactly("ratio fake.allocation 72.00 bar 100 PASS");
    }

    @Test
    void ratios_noBound_isAFigure() {
        add(FakeTask.ONE, FakeEntrant.RAW, Metric.OPERATIONS, 6);
        add(FakeTask.ONE, FakeEntrant.OURS, Metric.OPERATIONS, 8);

        assertThat(ratios(new Bar(
                        "get-1",
                        FakeEntrant.RAW,
                        FakeTask.ONE,
                        Metric.OPERATIONS,
                        new Bar.Other(FakeEntrant.OURS),
                        Bar.NONE)))
                .containsExactly("figure fake.get-1 0.750");
    }

    @Test
    void ratios_oursMissing_fallShort() {
        add(FakeTask.ONE, FakeEntrant.OTHER_PEER, Metric.P50, 120);

        assertThat(ratios(bar("p50", FakeTask.ONE, Metric.P50, new Bar.BestPeer(), 0.75)))
                .containsExactly("ratio fake.p50 NaN bar 0.75 FALLS_SHORT");
    }

    @Test
    void ratios_allPeersMissing_fallShort() {
        add(FakeTask.ONE, FakeEntrant.OURS, Metric.P50, 120);

        assertThat(ratios(bar("p50", FakeTask.ONE, Metric.P50, new Bar.BestPeer(), 0.75)))
                .containsExactly("ratio fake.p50 NaN bar 0.75 FALLS_SHORT");
    }

    @Test
    void ratios_bestOfSome_ignoreOthers() {
        add(FakeTask.ONE, FakeEntrant.OURS, Metric.OPERATIONS, 30);
        add(FakeTask.ONE, FakeEntrant.PEER, Metric.OPERATIONS, 20);
        add(FakeTask.ONE, FakeEntrant.RAW, Metric.OPERATIONS, 15);
        add(FakeTask.ONE, FakeEntrant.OTHER_PEER, Metric.OPERATIONS, 100);

        assertThat(ratios(bar(
                        "some",
                        FakeTask.ONE,
                        Metric.OPERATIONS,
                        new Bar.BestOf(EnumSet.of(FakeEntrant.PEER, FakeEntrant.RAW)),
                        1.5)))
                .containsExactly("ratio fake.some 1.500 bar 1.5 PASS");
    }

    @Test
    void ratios_bestOfSomeAndOneIsMissing_fallShort() {
        add(FakeTask.ONE, FakeEntrant.OURS, Metric.OPERATIONS, 30);
        add(FakeTask.ONE, FakeEntrant.PEER, Metric.OPERATIONS, 10);

        assertThat(ratios(bar(
                        "some",
                        FakeTask.ONE,
                        Metric.OPERATIONS,
                        new Bar.BestOf(EnumSet.of(FakeEntrant.PEER, FakeEntrant.OTHER_PEER)),
                        1.5)))
                .containsExactly("ratio fake.some NaN bar 1.5 FALLS_SHORT");
    }

    @Test
    void ratios_otherTask_divideByTheSameEntrantsFigure() {
        add(FakeTask.EIGHT, FakeEntrant.OURS, Metric.OPERATIONS, 75);
        add(FakeTask.EIGHT, FakeEntrant.PEER, Metric.OPERATIONS, 75);
        add(FakeTask.ONE, FakeEntrant.OURS, Metric.OPERATIONS, 100);
        add(FakeTask.ONE, FakeEntrant.PEER, Metric.OPERATIONS, 10);

        assertThat(ratios(bar("scale", FakeTask.EIGHT, Metric.OPERATIONS, new Bar.OtherTask(FakeTask.ONE), 0.8)))
                .containsExactly("ratio fake.scale 0.750 bar 0.8 FALLS_SHORT");
    }

    @Test
    void ratios_noneWanted_whatIsPrintedAsNoneIsNone() {
        add(FakeTask.ONE, FakeEntrant.OURS, Metric.ALLOCATION, 0.004);
        add(FakeTask.EIGHT, FakeEntrant.OURS, Metric.ALLOCATION, 0.006);

        assertThat(ratios(
                        bar("one", FakeTask.ONE, Metric.ALLOCATION, new Bar.Itself(0), 0),
                        bar("eight", FakeTask.EIGHT, Metric.ALLOCATION, new Bar.Itself(0), 0)))
                .containsExactly("ratio fake.one 0.00 bar 0 PASS", "ratio fake.eight 0.01 bar 0 FALLS_SHORT");
    }

    @Test
    void table_failedEntrant_saysSoAndWhichDirectionIsBetter() {
        add(FakeTask.ONE, FakeEntrant.OURS, Metric.P50, 12.345);

        List<String> table = report(bar("p50", FakeTask.ONE, Metric.P50, new Bar.BestPeer(), 0.75))
                .table();

        assertThat(table.get(0)).contains("p50 us (lower is better)", "operations/s (higher is better)");
        assertThat(table.get(2)).contains("the task one", "ours", "12.35");
        assertThat(table.get(3)).contains("other peer", "failed").doesNotContain("12.35");
    }

    @Test
    void median_evenNumberOfRounds_isBetweenTheMiddleOnes() {
        add(FakeTask.ANOTHER, FakeEntrant.OURS, Metric.OPERATIONS, 1, 4, 2, 100);

        assertThat(rounds.median(FakeTask.ANOTHER, FakeEntrant.OURS, Metric.OPERATIONS))
                .hasValue(3);
    }

    @Test
    void figures_throughTheirLine_areTheSame() {
        Figures figures = new Figures(Map.of(Metric.P50, 12.5, Metric.OPERATIONS, 1e6, Metric.ERRORS, 0.0));

        assertThat(Figures.ofLine(figures.toLine())).isEqualTo(figures);
    }

    private static Bar bar(String name, Task task, Metric metric, Bar.Reference reference, double bound) {
        return new Bar(name, FakeEntrant.OURS, task, metric, reference, bound);
    }

    private List<String> ratios(Bar... bars) {
        return report(bars).ratios();
    }

    private Report report(Bar... bars) {
        return new Report(
                new Suite(
                        "fake",
                        new Shape(1, 1, 1, 1),
                        Surroundings.NONE,
                        List.of(Metric.OPERATIONS, Metric.P50),
                        Map.of(FakeTask.ONE, EnumSet.of(FakeEntrant.OURS, FakeEntrant.OTHER_PEER)),
                        List.of(bars)),
                rounds);
    }

    private void add(Task task, Entrant entrant, Metric metric, double... values) {
        for (double value : values) {
            rounds.add(task, entrant, new Figures(Map.of(metric, value)));
        }
    }
}
