package io.slabcache.server.auth;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges attempts to log in by a thread of its own, which is there while there are any. Safe for use by any number of threads. */
final class LoginQueue implements Logins {
    private static final Logger LOG = LoggerFactory.getLogger(LoginQueue.class);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Guarded by the lock. */
    private final LoginTurns turns = new LoginTurns();

    /** One thread, so that a crowd that logs in takes one processor from those who are in. Guarded by the lock. */
    private @Nullable Thread worker;

    /** Guarded by the lock. */
    private boolean closed;

    @Override
    public @Nullable Runnable submit(String host, String user, Runnable work) {
        lock.lock();
        try {
            if (closed) {
                return null;
            }
            LoginTurns.Attempt attempt = turns.add(host, user, work);
            if (worker == null) {
                Thread thread = new Thread(this::judge, "slabcache-server-login");
                thread.setDaemon(true);
                thread.start();
                worker = thread;
            }
            changed.signal();
            return () -> takeBack(attempt);
        } finally {
            lock.unlock();
        }
    }

    private void takeBack(LoginTurns.Attempt attempt) {
        lock.lock();
        try {
            turns.remove(attempt);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void fail(String host, String user) {
        lock.lock();
        try {
            turns.fail(host, user, System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /** As {@link LoginTurns#mayLook} says. */
    @Override
    public boolean mayLook(String host, String user) {
        lock.lock();
        try {
            return turns.mayLook(host, user, System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    private void judge() {
        for (LoginTurns.Attempt attempt = take(); attempt != null; attempt = take()) {
            try {
                attempt.work().run();
            } catch (Throwable e) { // Nobody above would go on with the others.
                LOG.warn("an attempt to log in could not be judged", e);
            }
            end(attempt);
        }
    }

    /** Waits for the next turn; returns null when nothing has come for a while, and then no thread is there any more. */
    private LoginTurns.@Nullable Attempt take() {
        lock.lock();
        try {
            long idleSince = System.nanoTime();
            while (!closed) {
                long now = System.nanoTime();
                LoginTurns.Attempt attempt = turns.next(now);
                if (attempt != null) {
                    return attempt;
                }
                if (!turns.isAnyWaiting() && now - idleSince >= IDLE_NANOS) {
                    break;
                }
                long pause = turns.nanosToNext(now);
                changed.awaitNanos(pause < 0 ? IDLE_NANOS : pause);
            }
            worker = null;
            return null;
        } catch (InterruptedException e) {
            // nobody interrupts it but who wants it to end
            worker = null;
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void end(LoginTurns.Attempt attempt) {
        lock.lock();
        try {
            turns.end(attempt);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
