package io.slabcache.bench.server;

import io.slabcache.bench.harness.Verdict;
import io.slabcache.bench.harness.Zipf;
import io.slabcache.bench.map.EntryShape;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Hit ratios with the same {@code -m}: zipf 0.99 over keys whose values have log-normal lengths, which all become four times as long
 * half-way, so that memory must move to other sizes. What is not found is stored. Only the second half of each half counts. Nothing is
 * timed.
 */
record HitRatioRow() implements Row {
    private static final int MEGABYTES = 64;
    private static final int KEYS = 600_000;
    private static final double EXPONENT = 0.99;
    private static final long SEED = 4711;
    private static final int BATCH = 64;
    private static final int LONGER = 4;
    private static final EntryShape SHAPE = EntryShape.LOG_NORMAL;
    private static final long REQUESTS_PER_MILLI = 150;

    private static final String BEFORE = "hitRatioBeforeTheChange";
    private static final String AFTER = "hitRatioAfterTheChange";
    private static final String BOTH = "hitRatio";

    @Override
    public String name() {
        return "hitratio";
    }

    @Override
    public long budgetMillis(Effort effort) {
        return ServerKind.values().length * effort.requests() / REQUESTS_PER_MILLI;
    }

    @Override
    public void measure(Bench bench) throws Exception {
        for (ServerKind kind : ServerKind.values()) {
            try (ServerProcess server = bench.start(kind, ServerOptions.with(MEGABYTES));
                    BinaryConnection connection = new BinaryConnection(server.port())) {
                bench.add(
                        "hit-ratio", kind, new Replay(connection, bench.effort().requests()).run());
            }
        }
        bench.verdict(Verdict.atLeast("hit-ratio", bench.ratio("hit-ratio", BOTH), 1));
        bench.verdict(Verdict.shown("hit-ratio-before-the-change", bench.ratio("hit-ratio", BEFORE)));
        bench.verdict(Verdict.shown("hit-ratio-after-the-change", bench.ratio("hit-ratio", AFTER)));
    }

    /** One pass over the requests. */
    private static final class Replay {
        private final BinaryConnection connection;
        private final int requests;
        private final long[] asked = new long[2];
        private final long[] found = new long[2];

        Replay(BinaryConnection connection, int requests) {
            this.connection = connection;
            this.requests = requests;
        }

        Map<String, Double> run() throws IOException {
            Zipf zipf = new Zipf(KEYS, EXPONENT);
            SplittableRandom random = new SplittableRandom(SEED);
            int[] batch = new int[BATCH];
            for (int done = 0; done < requests; done += BATCH) {
                Arrays.setAll(batch, i -> zipf.next(random));
                boolean changed = done >= requests / 2;
                int half = changed ? 1 : 0;
                BitSet hits = ask(batch);
                if (done % (requests / 2) >= requests / 4) {
                    asked[half] += BATCH;
                    found[half] += hits.cardinality();
                }
                for (int i = hits.nextClearBit(0); i < BATCH; i = hits.nextClearBit(i + 1)) {
                    connection.setQuietly(SHAPE.key(batch[i]), value(batch[i], changed));
                }
            }
            connection.awaitAll();
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put(BOTH, (double) (found[0] + found[1]) / (asked[0] + asked[1]));
            figures.put(BEFORE, (double) found[0] / asked[0]);
            figures.put(AFTER, (double) found[1] / asked[1]);
            return figures;
        }

        private BitSet ask(int[] batch) throws IOException {
            for (int i = 0; i < BATCH; i++) {
                connection.getQuietly(i, SHAPE.key(batch[i]));
            }
            return connection.awaitHits();
        }

        private static byte[] value(int number, boolean changed) {
            return new byte[SHAPE.valueLength(number) * (changed ? LONGER : 1)];
        }
    }
}
