package io.slabcache.client.connection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Who deals with a connection's input: nobody, a caller, or the I/O thread. Taken by compare-and-set and never waited for.
 * The implementation notes of {@link Connection} say who has to take it and when.
 */
final class Leadership {
    static final int NOBODY = 0;
    static final int CALLER = 1;
    static final int IO_THREAD = 2;

    private static final VarHandle HOLDER;
    private static final VarHandle WAITING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HOLDER = lookup.findVarHandle(Leadership.class, "holder", int.class);
            WAITING = lookup.findVarHandle(Leadership.class, "waiting", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // through HOLDER
    private volatile int holder;

    /** Whether a leading caller is about to wait for input or does. Written by the leader. */
    @SuppressWarnings("UnusedVariable") // through WAITING
    private volatile boolean waiting;

    /** Returns who leads. */
    int holder() {
        return (int) HOLDER.getVolatile(this);
    }

    boolean isFree() {
        return holder() == NOBODY;
    }

    /** Tells whether a caller leads that is awake, and looks for output before it waits for input. */
    boolean isWithAwakeCaller() {
        return holder() == CALLER && !(boolean) WAITING.getVolatile(this);
    }

    /** Takes it if nobody has it. */
    boolean tryTake(int who) {
        return holder() == NOBODY && HOLDER.compareAndSet(this, NOBODY, who);
    }

    /** Says whose it is now. For the leader, or whom the leader has promoted: the I/O thread hands on without a word. */
    void set(int who) {
        HOLDER.setVolatile(this, who);
    }

    /** Announces that the leading caller waits for input, before it does, or that it does so no more. */
    void setWaiting(boolean waits) {
        WAITING.setVolatile(this, waits);
    }

    /**
     * Makes a waiting caller the leader, the newest, which has the longest to wait. For the leader.
     *
     * @return false if there is none
     */
    static boolean promote(InFlight inFlight) {
        int size = inFlight.size();
        for (int i = 0; i < size; i++) {
            Request request = inFlight.fromNewest(i);
            if (request != null && request.mayLead) {
                // Once it leads it may end and be used again.
                Thread waiter = request.waiter;
                if (request.promote()) {
                    LockSupport.unpark(waiter);
                    return true;
                }
            }
        }
        return false;
    }
}
