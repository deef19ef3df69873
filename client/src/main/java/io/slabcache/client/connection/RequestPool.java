package io.slabcache.client.connection;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Requests for synchronous callers, so that a call allocates none. A caller takes and gives back at a place that its
 * thread's id says; two callers who meet at one place cost an allocation.
 */
final class RequestPool {
    /** Enough for more threads than one client can have busy. */
    private static final int PLACES = 256;

    private final AtomicReferenceArray<SingleRequest> places = new AtomicReferenceArray<>(PLACES);

    SingleRequest take() {
        SingleRequest pooled = places.getAndSet(place(), null);
        return pooled == null ? new SingleRequest() : pooled;
    }

    /** Takes a request back that has ended and that nobody refers to, so not one that was abandoned. */
    void give(SingleRequest request) {
        request.clear();
        places.set(place(), request);
    }

    private static int place() {
        return (int) Thread.currentThread().getId() & (PLACES - 1);
    }
}
