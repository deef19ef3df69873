package io.slabcache.examples.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Runs tasks on several threads at once and waits for them. */
final class Workers {
    private static final long REDRAW_MILLIS = 50;

    private Workers() {}

    /**
     * Runs one task per thread and shows the progress until the last is done.
     *
     * @param taskOf gives the task of thread 0, 1, ...
     * @return what the tasks returned, in the threads' order
     */
    static <T> List<T> run(int threads, IntFunction<Callable<T>> taskOf, Progress progress)
            throws InterruptedException {
        try {
            return run(threads, taskOf, progress::draw);
        } finally {
            progress.clear();
        }
    }

    /**
     * Runs one task per thread.
     *
     * @param taskOf gives the task of thread 0, 1, ...
     * @param meanwhile runs now and then until the last task is done, and once after it
     * @return what the tasks returned, in the threads' order
     */
    static <T> List<T> run(int threads, IntFunction<Callable<T>> taskOf, Runnable meanwhile)
            throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                running.add(pool.submit(taskOf.apply(thread)));
            }
            pool.shutdown();
            while (!pool.awaitTermination(REDRAW_MILLIS, TimeUnit.MILLISECONDS)) {
                meanwhile.run();
            }
            meanwhile.run();
            List<T> results = new ArrayList<>();
            for (Future<T> task : running) {
                results.add(task.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
