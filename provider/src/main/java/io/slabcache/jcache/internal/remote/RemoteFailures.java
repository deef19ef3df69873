package io.slabcache.jcache.internal.remote;

import io.slabcache.client.ItemTooLargeException;
import io.slabcache.client.MemcachedException;
import io.slabcache.jcache.internal.BackingException;
import io.slabcache.jcache.internal.PartialRemovalException;
import java.util.List;

/** Makes failures of the client those of a backing. The client's message names node and operation. */
final class RemoteFailures {
    private final String cacheName;
    private final ItemLimits limits;

    /**
     * Creates the failures of one cache.
     *
     * @param cacheName names the cache in messages
     * @param limits told when a server refuses an item
     */
    RemoteFailures(String cacheName, ItemLimits limits) {
        this.cacheName = cacheName;
        this.limits = limits;
    }

    BackingException failed(String operation, MemcachedException e) {
        if (e instanceof ItemTooLargeException tooLarge) {
            limits.forget();
            return new BackingException(
                    "an entry must not be larger than its server takes: cache=" + cacheName + ", valueBytes="
                            + tooLarge.valueLength() + ", maxValueBytes=" + tooLarge.maxValueLength() + ": "
                            + e.getMessage(),
                    e);
        }
        String what = e.isOutcomeUnknown()
                ? "nobody can tell whether the operation took effect"
                : "the operation failed on a server";
        return new BackingException(
                what + ": cache=" + cacheName + ", operation=" + operation + ": " + e.getMessage(), e);
    }

    /** Makes the failure of a removal of several entries, some of which were removed. */
    BackingException failed(String operation, MemcachedException e, BulkRemoval removal) {
        BackingException failure = failed(operation, e);
        return new PartialRemovalException(failure.getMessage(), e, removal.removed());
    }

    /** Makes one failure of those of several nodes. */
    BackingException failed(String operation, List<MemcachedException> all) {
        MemcachedException first = all.get(0);
        if (all.size() == 1) {
            return failed(operation, first);
        }
        StringBuilder message = new StringBuilder("the operation failed on several servers: cache=")
                .append(cacheName)
                .append(", operation=")
                .append(operation);
        for (MemcachedException e : all) {
            message.append(": ").append(e.getMessage());
        }
        BackingException failure = new BackingException(message.toString(), first);
        all.subList(1, all.size()).forEach(failure::addSuppressed);
        return failure;
    }
}
