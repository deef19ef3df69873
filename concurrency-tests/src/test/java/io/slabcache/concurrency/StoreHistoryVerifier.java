package io.slabcache.concurrency;

import io.slabcache.store.engine.SlabEngine;
import io.slabcache.store.engine.SmallEngines;
import io.slabcache.store.testing.HeapMemory;
import io.slabcache.store.testing.StoreSpec;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.kotlinx.lincheck.execution.ResultWithClock;
import org.jetbrains.kotlinx.lincheck.util.ValueResult;
import org.jetbrains.lincheck.datastructures.verifier.Verifier;

/** Hands what Lincheck recorded to a {@link StoreHistory}. */
public abstract class StoreHistoryVerifier implements Verifier {
    private final StoreHistory history;

    /**
     * Creates a verifier.
     *
     * @param firstFilled the first key that has a value at the start
     * @param keys how many keys there are, all from the first filled one on with a value
     */
    StoreHistoryVerifier(int firstFilled, int keys) {
        int[] values = new int[keys];
        int[] stripes = new int[keys];
        try (SlabEngine engine = SmallEngines.open(new StoreSpec(() -> 0), 12, HeapMemory::new)) {
            for (int key = 0; key < keys; key++) {
                values[key] = key < firstFilled ? 0 : StoreOperations.initialValue(key);
                stripes[key] = SmallEngines.stripe(engine, StoreOperations.keyBytes(key));
            }
        }
        history = new StoreHistory(values, stripes, SmallEngines.STRIPES);
    }

    @Override
    public final boolean verifyResults(ExecutionScenario scenario, ExecutionResult result) {
        List<List<Act>> acts = new ArrayList<>();
        List<List<int[]>> before = new ArrayList<>();
        for (List<ResultWithClock> thread : result.getThreadsResultsWithClock()) {
            List<Act> own = new ArrayList<>();
            List<int[]> clocks = new ArrayList<>();
            for (ResultWithClock each : thread) {
                if (!(each.getResult() instanceof ValueResult value)) {
                    // an exception, which no operation may end in
                    return false;
                }
                own.add((Act) value.getValue());
                clocks.add(each.getClockOnStart().getClock());
            }
            acts.add(own);
            before.add(clocks);
        }
        return history.isLegal(acts, before);
    }
}
