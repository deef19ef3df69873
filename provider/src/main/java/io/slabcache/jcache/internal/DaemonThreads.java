package io.slabcache.jcache.internal;

import java.lang.ref.WeakReference;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The default executor of a manager. */
final class DaemonThreads {
    private static final long IDLE_SECONDS = 5;

    private DaemonThreads() {}

    /** Returns a pool of at most so many daemon threads, which end when they have been idle for a while. */
    static ThreadPoolExecutor pool(String name, int threads, ClassLoader contextClassLoader) {
        AtomicInteger count = new AtomicInteger();
        // The factory outlives idle threads and must not keep the class loader.
        var loader = new WeakReference<>(contextClassLoader);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    thread.setContextClassLoader(loader.get());
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
