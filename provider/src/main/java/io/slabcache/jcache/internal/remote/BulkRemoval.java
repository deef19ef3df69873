package io.slabcache.jcache.internal.remote;

import io.slabcache.client.BulkResult;
import io.slabcache.client.WriteResult;
import java.util.function.IntPredicate;

/** Counts what a removal of many entries removes, also when it fails for some of them. Used by one thread. */
final class BulkRemoval {
    private final BulkFailures failures;
    private long removed;

    BulkRemoval(BulkFailures failures) {
        this.failures = failures;
    }

    long removed() {
        return removed;
    }

    /**
     * Counts what was removed, then looks at what failed.
     *
     * @param results of the removals
     * @param counts whether what was removed was an entry
     */
    void add(BulkResult<WriteResult> results, IntPredicate counts) {
        for (int i = 0; i < results.size(); i++) {
            if (results.failure(i) == null && results.get(i).isDone() && counts.test(i)) {
                removed++;
            }
        }
        failures.writesFailed(results);
    }
}
