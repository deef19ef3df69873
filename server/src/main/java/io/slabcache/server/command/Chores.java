package io.slabcache.server.command;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Does what clients ask of the node itself and what takes its time: one thing after another, by a thread that is there while there is any. */
final class Chores implements Workplace, AutoCloseable {
    /** Who asks for more has to ask again: a run of maintenance does for all who have waited for one. */
    private static final int MAX_WAITING = 8;

    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor worker;

    /**
     * Creates one that has things done by an executor.
     *
     * @param worker does them; shut down with this
     */
    Chores(ThreadPoolExecutor worker) {
        this.worker = worker;
    }

    /** Creates one with a thread of its own. */
    static Chores inTheBackground() {
        ThreadPoolExecutor worker = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), run -> {
                    Thread thread = new Thread(run, "slabcache-server-chores");
                    thread.setDaemon(true);
                    return thread;
                });
        worker.allowCoreThreadTimeOut(true);
        return new Chores(worker);
    }

    @Override
    public @Nullable Runnable submit(Runnable work) {
        try {
            worker.execute(work);
        } catch (RejectedExecutionException e) {
            return null;
        }
        return () -> worker.remove(work);
    }

    /** Begins nothing more; what has begun goes on. */
    @Override
    public void close() {
        worker.shutdown();
        worker.getQueue().clear();
    }
}
