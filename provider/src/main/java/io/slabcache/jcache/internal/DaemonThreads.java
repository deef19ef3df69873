package io.slabcache.jcache.internal;

import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The default executor of a manager: a pool of daemon threads, which end when they have been idle for a while. */
final class DaemonThreads implements Executor, AutoCloseable {
    /** How long {@link #close} waits for what runs, first as it is and then interrupted. */
    static final long CLOSE_WAIT_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(DaemonThreads.class);
    private static final long IDLE_SECONDS = 5;

    private final String name;
    private final ThreadPoolExecutor pool;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /** Weak, because the pool may outlive the loader's application. */
    private final WeakReference<ClassLoader> contextClassLoader;

    /** Creates a pool of at most so many threads. */
    DaemonThreads(String name, int threads, ClassLoader contextClassLoader) {
        this.name = name;
        this.contextClassLoader = new WeakReference<>(contextClassLoader);
        pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::newThread);
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    /**
     * Takes no more tasks, and waits for those that there are a bounded time; what runs then is interrupted, and left to
     * itself with a warning if that does not end it. Called by a task it does not wait.
     */
    @Override
    public void close() {
        pool.shutdown();
        if (!threads.contains(Thread.currentThread()) && !awaitEnd()) {
            threads.forEach(Thread::interrupt);
            if (!awaitEnd()) {
                LOG.warn("tasks do not end, they are left to themselves: executor={}, threads={}", name, threads);
            }
        }
    }

    private boolean awaitEnd() {
        try {
            return pool.awaitTermination(CLOSE_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Thread newThread(Runnable worker) {
        Thread thread = new Thread(() -> runTracked(worker), name + "-" + count.incrementAndGet());
        thread.setDaemon(true);
        thread.setContextClassLoader(contextClassLoader.get());
        return thread;
    }

    private void runTracked(Runnable worker) {
        Thread thread = Thread.currentThread();
        threads.add(thread);
        try {
            worker.run();
        } finally {
            threads.remove(thread);
        }
    }
}
