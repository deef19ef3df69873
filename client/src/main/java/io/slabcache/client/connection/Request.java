package io.slabcache.client.connection;

import io.slabcache.client.MemcachedException;
import io.slabcache.client.NodeAddress;
import io.slabcache.protocol.Opcode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What was or will be asked of a node over one connection, with room for the answer: a single request, or a pipeline of
 * quiet ones that another closes.
 */
abstract class Request {
    /* Implementation notes

    States.
        WAITING ──► DONE        answered: by the leader, the answer's fields written before
           │  ├───► FAILED      the connection ended: by the leader, the failure written before
           │  ├───► LEAD        whoever waits for it is to lead now: by the leader before it leaves; ends as the others
           │  └───► ABANDONED   nobody waits any more: by who waited. Its place stays; the leader swallows the answer
        ▲  │
        │  ▼
      PENDING ──► DONE, FAILED, ABANDONED, as from WAITING. Whoever will wait for it is busy elsewhere and cannot lead
    Changes from WAITING and PENDING race, by compare-and-set. LEAD is changed only by the one who leads.

    The leader must not touch a request after DONE or FAILED: its owner may use it for something else already. */

    static final int WAITING = 0;
    static final int DONE = 1;
    static final int FAILED = 2;
    static final int LEAD = 3;
    static final int ABANDONED = 4;
    static final int PENDING = 5;

    static final byte[] NO_BYTES = {};

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Request.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // through STATE
    private volatile int state;

    /** Whoever waits parked, or null. Written before the request is appended. */
    @Nullable
    Thread waiter;

    /** Whether whoever waits may be made the leader. Written before the request is appended. */
    boolean mayLead;

    /** Told on the I/O thread when the request has ended, null if somebody waits. Written before the request is appended. */
    @Nullable
    Completion completion;

    /** When it was appended, by {@link System#nanoTime}. Read by the stall check without a lock. */
    long appendedAt;

    /** When it has to end, by {@link System#nanoTime}. */
    long deadline;

    /** The opaque of its first frame. Guarded by the append lock, then read by the leader. */
    int firstOpaque;

    /** How many bytes were appended to the connection before its own. Guarded by the append lock, then read by the leader. */
    long outputOffset;

    /** Whether its bytes may have been sent. Set with {@link #FAILED}. */
    boolean sent;

    /** Whether an earlier attempt may have changed the node. For whoever asks. */
    boolean mayHaveRun;

    /** Why the connection ended. Set with {@link #FAILED}. */
    @Nullable
    Throwable failure;

    /** What wants to know that a request has ended. */
    interface Completion {
        /**
         * Takes the request, which is {@link #DONE}, {@link #FAILED} or, after its deadline, {@link #ABANDONED}. Runs on
         * the I/O thread.
         */
        void ended(Request request);
    }

    /** Makes the request one that is waited for, before it is appended. */
    final void prepare(@Nullable Thread waiting, boolean leadable, @Nullable Completion toBeTold, long endsAt) {
        prepare(waiting, leadable, toBeTold, endsAt, WAITING);
    }

    /** Makes the request one that is waited for or, if it is {@link #PENDING}, will be, before it is appended. */
    final void prepare(
            @Nullable Thread waiting, boolean leadable, @Nullable Completion toBeTold, long endsAt, int first) {
        waiter = waiting;
        mayLead = leadable;
        completion = toBeTold;
        deadline = endsAt;
        failure = null;
        sent = false;
        STATE.setRelease(this, first);
    }

    /** Begins to wait for it. */
    final void attend() {
        STATE.compareAndSet(this, PENDING, WAITING);
    }

    /** Goes to wait for something else. Called by the leader, who led for this request. */
    final void leaveForLater() {
        if (!STATE.compareAndSet(this, WAITING, PENDING) && state() == LEAD) {
            STATE.setRelease(this, PENDING);
        }
    }

    final int state() {
        return (int) STATE.getAcquire(this);
    }

    final boolean isEnded() {
        int current = state();
        return current == DONE || current == FAILED;
    }

    /**
     * Publishes the answer or the failure. Called by the leader.
     *
     * @return false if nobody waits any more
     */
    final boolean end(int ended) {
        while (true) {
            int current = state();
            if (current == ABANDONED) {
                return false;
            }
            if (STATE.compareAndSet(this, current, ended)) {
                return true;
            }
        }
    }

    /** Makes the waiter the leader, unless it waits no more. Called by the leader. */
    final boolean promote() {
        return STATE.compareAndSet(this, WAITING, LEAD);
    }

    /** Leaves a request that others lead. Returns false if it has ended or its waiter has become the leader. */
    final boolean abandon() {
        return STATE.compareAndSet(this, WAITING, ABANDONED) || STATE.compareAndSet(this, PENDING, ABANDONED);
    }

    /** Leaves the caller's own request. Called by the leader, the one thread that can end it. */
    final void abandonAsLeader() {
        STATE.setRelease(this, ABANDONED);
    }

    /** Returns the opcode for messages and to tell what the request can do to the node. */
    abstract Opcode opcode();

    /** Returns the key that says the node, empty if any node will do. */
    abstract byte[] key();

    /** Tells whether doing it twice leaves the node as doing it once. */
    abstract boolean isRepeatable();

    /**
     * Says where the request goes next.
     *
     * @param gutter whether to a node that stands in for another, where what is stored may not live for long
     */
    void goesTo(boolean gutter) {
        // Most requests store nothing.
    }

    /** Returns why a node that takes items of a size, 0 if that is not known, would not take it; null if it would. */
    @Nullable
    MemcachedException refusal(NodeAddress node, long maxItemSize) {
        return null;
    }

    /** Returns how many opaques its frames take. */
    abstract int opaqueCount();

    /** Returns the bytes of its frames. */
    abstract long encodedLength();

    /** Writes its frames. Called under the append lock. */
    abstract void encode(OutputQueue out, int opaque, long tokenMask);

    /** Tells whether a response may be the next one to this request. */
    abstract boolean expects(int opcodeCode, int opaque);

    /** Takes a response that {@link #expects} approved of. Called by the leader. */
    abstract void accept(Response response, NodeCounters counters);

    /** Tells whether a response that {@link #expects} approved of is the last one. */
    abstract boolean isLast(Response response);

    /** Tells whether the node is the same after it as before. */
    boolean isRetrieval() {
        return switch (opcode().shape()) {
            case GET, GET_WITH_KEY, BARE, TEXT, STAT -> true;
            default -> false;
        };
    }
}
