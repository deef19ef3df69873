package io.slabcache.client.connection;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a client that serves all connections for requests that nobody waits for, completes asynchronous
 * operations, and looks regularly after whatever is late.
 */
final class IoThread {
    /* Implementation notes

    Wake-ups. The thread announces that it will sleep, then looks at its queues, then sleeps. Whoever has put something
    into a queue looks at the announcement afterwards, and wakes the thread if it stands; the one who takes the
    announcement back is the one who pays for the wake-up.

    Survival. What a connection or a completion throws is not the other connections' business: a connection is closed, a
    completion logged. A fault of the thread itself costs a moment, so that one that stays does not take a processor.

    Pauses. A process that was stopped or throttled, or whose completions block, finds answers in its sockets that have come
    in time. So a late tick deals with input first, and whether a connection has stalled is not judged until the threads
    that lead have had a moment to do the same. */

    /** How often to look while asynchronous operations may be outstanding. */
    private static final long SHORT_TICK = TimeUnit.MILLISECONDS.toNanos(10);

    /** How often to look otherwise. */
    private static final long LONG_TICK = TimeUnit.MILLISECONDS.toNanos(100);

    /** How late a tick is after a pause, and how long the leaders have afterwards to deal with what has arrived. */
    private static final long PAUSE = LONG_TICK;

    /** How long closing waits for the thread, which may be busy with what users have it do. */
    private static final long JOIN_MILLIS = 2000;

    /** How long asynchronous operations are expected after one. */
    private static final long ASYNC_MEMORY = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(IoThread.class);

    private final Selector selector;
    private final Thread thread;
    private final Ticker ticker;
    private final Queue<Connection> signalled = new ConcurrentLinkedQueue<>();
    private final Queue<Request> completed = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asleep = new AtomicBoolean();

    /** Connections that the selector found ready. Used by the thread alone. */
    private final List<Connection> ready = new ArrayList<>();

    /** Connections that were signalled. Used by the thread alone. */
    private final List<Connection> dirty = new ArrayList<>();

    /** What the ready connections have completed. Used by the thread alone. */
    private final ArrayDeque<Request> own = new ArrayDeque<>();

    /** The connection whose crowd of callers the thread leads for or is about to, null if there is none. */
    private final AtomicReference<@Nullable Connection> crowded = new AtomicReference<>();

    /** Whether the thread runs what is in its queues, and with it the stages that depend on an operation. */
    private volatile boolean telling;

    /** When an asynchronous operation was last seen to begin. */
    private volatile long lastAsync = System.nanoTime() - ASYNC_MEMORY;

    /** When the last pause ended. Used by the thread alone. */
    private long resumedAt = System.nanoTime() - PAUSE;

    private volatile boolean closed;

    /** Set when the thread takes nothing from its queues any more: whoever puts something there does it himself. */
    private volatile boolean ended;

    IoThread(String name, Ticker ticker) throws IOException {
        this.selector = Selector.open();
        this.ticker = ticker;
        this.thread = new Thread(this::run, name + "-io");
        this.thread.setDaemon(true);
    }

    /** Looks after whatever is late. */
    interface Ticker {
        /** Called about every 10 ms or every 100 ms, on the I/O thread. */
        void tick(long now);

        /** Called once, as the last thing. */
        void ended();
    }

    void start() {
        thread.start();
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Tells whether the thread, and the process perhaps, has not run for a while until just before. On the I/O thread. */
    boolean isAfterPause(long now) {
        return now - resumedAt < PAUSE;
    }

    /**
     * Has the thread lead for the many callers that wait for answers over a connection, once that is signalled.
     *
     * @return false if it does so for another connection, or is busy with what users had it do
     */
    boolean takeCrowd(Connection connection) {
        if (telling) {
            return false;
        }
        return crowded.get() == connection || (crowded.get() == null && crowded.compareAndSet(null, connection));
    }

    /** Tells whether the thread runs users' code, which may block it. */
    boolean isTelling() {
        return telling;
    }

    boolean hasCrowd(Connection connection) {
        return crowded.get() == connection;
    }

    /** Lets the thread do for another connection what it may have done for this one. */
    void leaveCrowd(Connection connection) {
        if (crowded.get() == connection) {
            crowded.set(null);
        }
    }

    boolean isAsleep() {
        return asleep.get();
    }

    /** Has a connection served soon. */
    void signal(Connection connection) {
        if (!connection.signalled.get() && connection.signalled.compareAndSet(false, true)) {
            signalled.add(connection);
            wakeUp();
        }
    }

    /** Has a request's completion told, after the next {@link #wakeUp}. */
    void completed(Request request) {
        if (isCurrent()) {
            own.add(request);
        } else {
            completed.add(request);
        }
    }

    /** Runs something on the thread soon. */
    void execute(Runnable task) {
        tasks.add(task);
        wakeUp();
    }

    /** Makes the deadlines of asynchronous operations looked after more often. */
    void asyncBegun(long now) {
        if (now - lastAsync > ASYNC_MEMORY / 2) {
            lastAsync = now;
            wakeUp();
        }
    }

    void wakeUp() {
        if (ended) {
            workQueue();
            return;
        }
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            selector.wakeup();
        }
    }

    /** Ends the thread, which first does what is queued, and waits a while for that unless it is the calling one. */
    void close() {
        closed = true;
        selector.wakeup();
        if (isCurrent()) {
            return;
        }
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long nextTick = System.nanoTime();
        while (!closed) {
            try {
                long now = System.nanoTime();
                if (now - nextTick >= 0) {
                    if (now - nextTick >= PAUSE) {
                        resumedAt = now;
                        selector.selectNow(this::addReady);
                        serveReady();
                        work();
                    }
                    nextTick = now + (now - lastAsync < ASYNC_MEMORY ? SHORT_TICK : LONG_TICK);
                    ticker.tick(now);
                }
                work();
                sleep(nextTick);
            } catch (Throwable e) {
                LOG.error("I/O thread goes on after a fault", e);
                LockSupport.parkNanos(SHORT_TICK);
            }
        }
        end();
    }

    private void sleep(long until) throws IOException {
        if (Thread.interrupted()) {
            // A completion's doing: an interrupted thread would not sleep any more.
            LOG.debug("I/O thread takes no notice of interruption");
        }
        asleep.set(true);
        boolean idle = signalled.isEmpty() && completed.isEmpty() && tasks.isEmpty() && own.isEmpty();
        if (idle) {
            long millis = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()) + 1;
            selector.select(this::addReady, Math.max(1, millis));
        } else {
            selector.selectNow(this::addReady);
        }
        asleep.set(false);
        serveReady();
    }

    private void serveReady() {
        for (Connection connection : ready) {
            serve(connection, true);
        }
        ready.clear();
    }

    private void addReady(SelectionKey key) {
        if (key.attachment() instanceof Connection connection) {
            ready.add(connection);
        }
    }

    /** Takes what any thread may put into the queues, and which any thread may do once the I/O thread has ended. */
    private void workQueue() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            runTask(task);
        }
        for (Request request = completed.poll(); request != null; request = completed.poll()) {
            tell(request);
        }
    }

    private void work() {
        if (!(tasks.isEmpty() && completed.isEmpty() && own.isEmpty())) {
            telling = true;
            Connection crowd = crowded.get();
            if (crowd != null) {
                crowd.yieldCrowd();
            }
            try {
                workQueue();
                for (Request request = own.poll(); request != null; request = own.poll()) {
                    tell(request);
                }
            } finally {
                telling = false;
            }
        }
        // Each is there once until its mark is taken back, so this ends although others go on signalling.
        for (Connection connection = signalled.poll(); connection != null; connection = signalled.poll()) {
            dirty.add(connection);
        }
        for (Connection connection : dirty) {
            connection.signalled.set(false);
            serve(connection, false);
        }
        dirty.clear();
    }

    private static void runTask(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("task on the I/O thread failed", e);
        }
    }

    private static void serve(Connection connection, boolean readable) {
        try {
            connection.serve(readable);
        } catch (RuntimeException | Error e) {
            end(connection, e);
        }
    }

    private static void end(Connection connection, Throwable cause) {
        try {
            connection.close(cause);
        } catch (RuntimeException | Error e) {
            LOG.error("connection could not be closed as it should", e);
        }
    }

    private static void tell(Request request) {
        Request.@Nullable Completion completion = request.completion;
        if (completion == null) {
            return;
        }
        try {
            completion.ended(request);
        } catch (RuntimeException | Error e) {
            LOG.error("completion of an operation failed: operation={}", request.opcode(), e);
        }
    }

    private void end() {
        ended = true;
        try {
            ticker.ended();
            // Serving a closed connection ends its requests, whose callers are told by the next round.
            do {
                work();
            } while (!(own.isEmpty() && completed.isEmpty() && signalled.isEmpty() && tasks.isEmpty()));
            selector.close();
        } catch (IOException | RuntimeException e) {
            LOG.warn("I/O thread could not end as it should", e);
        }
    }

    Selector selector() {
        return selector;
    }
}
