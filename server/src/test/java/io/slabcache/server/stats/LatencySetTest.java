package io.slabcache.server.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatencySetTest {
    private final LatencySet latencies = new LatencySet();

    private int bucketOf(long nanos) {
        LatencySet fresh = new LatencySet();
        fresh.add(Operation.GET, nanos);
        for (int bucket = 0; bucket < LatencySet.BUCKETS; bucket++) {
            if (fresh.count(Operation.GET, bucket) == 1) {
                return bucket;
            }
        }
        throw new IllegalStateException("one bucket has it: nanos=" + nanos);
    }

    @Test
    void add_anyTime_isInTheFirstBucketThatHoldsIt() {
        for (int bucket = 0; bucket < LatencySet.BUCKETS - 1; bucket++) {
            long bound = 250L << bucket;
            assertThat(LatencySet.bound(bucket)).isEqualTo(bound / 1e9);
            assertThat(bucketOf(bound)).isEqualTo(bucket);
            assertThat(bucketOf(bound + 1)).isEqualTo(bucket + 1);
        }
        assertThat(bucketOf(0)).isZero();
        assertThat(bucketOf(-5)).isZero();
        assertThat(bucketOf(Long.MAX_VALUE)).isEqualTo(LatencySet.BUCKETS - 1);
        assertThat(LatencySet.bound(LatencySet.BUCKETS - 1)).isInfinite();
    }

    @Test
    void add_operations_areApart() {
        Operation[] operations = Operation.values();
        for (int i = 0; i < operations.length; i++) {
            latencies.add(operations[i], 100 + i);
            latencies.add(operations[i], 1);
        }
        for (int i = 0; i < operations.length; i++) {
            assertThat(latencies.count(operations[i], 0)).isEqualTo(2);
            assertThat(latencies.sumNanos(operations[i])).isEqualTo(101 + i);
        }
    }

    @Test
    void record_returnsTheBeginningOfTheNext() {
        long start = System.nanoTime();
        long next = latencies.record(Operation.SET, start);
        assertThat(latencies.sumNanos(Operation.SET)).isEqualTo(next - start);
    }
}
