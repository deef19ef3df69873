package io.slabcache.bench.harness;

/** An entrant at work, in its process. */
public interface Session extends AutoCloseable {
    /**
     * Runs a task once, alone.
     *
     * @param task one that the entrant takes part in
     * @param millis how long it is measured
     * @return the figures
     */
    Figures run(Task task, long millis) throws Exception;

    @Override
    void close() throws Exception;
}
