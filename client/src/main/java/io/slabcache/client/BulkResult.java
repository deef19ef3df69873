package io.slabcache.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results of a bulk operation, one for each key in the order of the keys. The keys of a node that failed have a
 * failure instead of a result; those of the other nodes are not affected.
 *
 * @param <T> the type of a result
 */
public interface BulkResult<T extends @Nullable Object> {
    /**
     * Returns the number of keys.
     *
     * @return 0 or more
     */
    int size();

    /**
     * Returns a result.
     *
     * @param index the place of the key among the keys
     * @return the result
     * @throws MemcachedException if there is none because of the node
     */
    T get(int index);

    /**
     * Returns why there is no result for a key.
     *
     * @param index the place of the key among the keys
     * @return the failure, or null if there is a result
     */
    @Nullable
    MemcachedException failure(int index);

    /**
     * Returns all failures, each once.
     *
     * @return empty if there are results for all keys
     */
    List<MemcachedException> failures();

    /**
     * Returns the results of all keys.
     *
     * @return an unmodifiable list
     * @throws MemcachedException if one is missing; other failures are suppressed in it
     */
    List<T> values();
}
