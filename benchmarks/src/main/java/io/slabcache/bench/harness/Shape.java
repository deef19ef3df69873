package io.slabcache.bench.harness;

/**
 * How long a run takes.
 *
 * @param forks how often the processes are started anew
 * @param rounds how often each entrant is measured with one start
 * @param warmUpMillis how long each entrant runs a task before its first round
 * @param millis how long a round is
 */
public record Shape(int forks, int rounds, long warmUpMillis, long millis) {
    /** What each round, the warm-up included, begins with and does not count. */
    public static final long LEAD_IN_MILLIS = 150;

    /** Returns how long an entrant is at a task with one start. */
    long millisOfTask() {
        return warmUpMillis + rounds * millis + (rounds + 1) * LEAD_IN_MILLIS;
    }
}
