package io.slabcache.client.connection;

import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection that are not answered, in the order in which they were sent, which is the order of the
 * answers. Added under the append lock, removed by the leader.
 */
final class InFlight {
    private final @Nullable Request[] slots;
    private final int capacity;

    /** Requests that were ever added. A slot is written before it, under the append lock. */
    private volatile long tail;

    /** Requests that were ever removed. Guarded by leadership; a slot is cleared before it. */
    private volatile long head;

    /** Creates an empty queue. */
    InFlight(int capacity) {
        this.capacity = capacity;
        this.slots = new @Nullable Request[Integer.highestOneBit(Math.max(1, capacity - 1)) * 2];
    }

    /** Under the append lock. */
    boolean isFull() {
        return tail - head >= capacity;
    }

    /** Under the append lock, when it is not full. */
    void add(Request request) {
        long at = tail;
        slots[index(at)] = request;
        tail = at + 1;
    }

    int size() {
        long from = head;
        return (int) Math.max(0, tail - from);
    }

    boolean isEmpty() {
        return tail == head;
    }

    /** Returns the oldest request, which the next response answers. For the leader; others see a hint. */
    @Nullable
    Request oldest() {
        long at = head;
        return at == tail ? null : slots[index(at)];
    }

    /** Removes the oldest request. For the leader. */
    void removeOldest() {
        long at = head;
        slots[index(at)] = null;
        head = at + 1;
    }

    /** Returns a request from the newest to the oldest, or null if it was removed meanwhile. */
    @Nullable
    Request fromNewest(int distance) {
        long at = tail - 1 - distance;
        return at < head ? null : slots[index(at)];
    }

    private int index(long at) {
        return (int) at & (slots.length - 1);
    }
}
