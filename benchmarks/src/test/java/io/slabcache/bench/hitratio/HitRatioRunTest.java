package io.slabcache.bench.hitratio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HitRatioRunTest {
    @Test
    void run_anySequence_givesEveryPolicyARatioUnderTheOptimum() {
        HitRatioRun.Result result = new HitRatioRun(
                        Workload.ZIPF_099, new Workload.Shape(40_000, 200_000), new Overheads(100, 100, 64))
                .run(0.1, Room.Kind.ENTRIES);

        assertThat(result.hitRatios()).containsOnlyKeys(Policy.values());
        double optimum = result.hitRatios().get(Policy.OPTIMUM);
        // Caffeine and OHC may hold a few entries more than they are allowed for a while.
        assertThat(result.hitRatios())
                .allSatisfy((policy, hitRatio) ->
                        assertThat(hitRatio).as("policy=%s", policy).isBetween(0.3, optimum + 0.005));
    }

    @Test
    void verdicts_bestPeerAhead_tellByHowManyPoints() {
        HitRatioRun.Result ahead = result(Workload.ZIPF_07, 0.50, 0.40);
        HitRatioRun.Result behind = result(Workload.LOOP, 0.30, 0.32);

        assertThat(HitRatioReport.pointsBehind(behind, HitRatioReport.PEERS)).isCloseTo(2, within(1e-9));
        assertThat(new HitRatioReport(List.of(ahead, behind, bytes(ahead))).verdicts())
                .extracting(verdict -> verdict.line("hitratio"))
                .containsExactly(
                        "ratio hitratio.mean-equal-entries 1.111 bar 1 PASS",
                        "ratio hitratio.points-behind-best-peer-equal-entries 2.000 bar 1.5 FALLS_SHORT",
                        "ratio hitratio.mean-equal-bytes 1.250 bar 1 PASS",
                        "ratio hitratio.points-behind-best-peer-equal-bytes -10.000 bar 1.5 PASS",
                        "figure hitratio.mean-equal-bytes-lru-uncharged 1.111",
                        "figure hitratio.points-behind-best-peer-equal-bytes-lru-uncharged -5.000");
    }

    private static HitRatioRun.Result result(Workload workload, double ours, double peer) {
        return new HitRatioRun.Result(
                workload,
                0.1,
                new Room(Room.Kind.ENTRIES, 1, 1, 1),
                Map.of(
                        Policy.SLABCACHE, ours,
                        Policy.OHC_LRU, peer,
                        Policy.OHC_W_TINY_LFU, peer,
                        Policy.CAFFEINE, peer,
                        Policy.EHCACHE, peer,
                        Policy.LRU, peer,
                        Policy.LRU_UNCHARGED, peer + 0.05,
                        Policy.OPTIMUM, 1.0),
                Map.of());
    }

    private static HitRatioRun.Result bytes(HitRatioRun.Result result) {
        return new HitRatioRun.Result(
                result.workload(),
                result.share(),
                new Room(Room.Kind.BYTES, 1, 1, 1),
                result.hitRatios(),
                result.entries());
    }
}
