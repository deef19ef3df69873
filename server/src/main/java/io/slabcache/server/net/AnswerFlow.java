package io.slabcache.server.net;

/** How much a client takes, second by second, of the answers that wait for it. For the sweeping thread alone. */
final class AnswerFlow {
    /** The highest haste: a client then has to take within a second all that waited for it. */
    static final int MAX_HASTE = 2;

    /** What counts as taking answers at all. */
    private static final int MIN_PROGRESS = 16 << 10;

    /** What a client has to take of what waits for it, where there is no haste: a quarter. */
    private static final int SHARE_SHIFT = 2;

    private long seenTaken;
    private long seenWaiting;
    private long progress;
    private long due;

    /**
     * Takes note of how it stands, once a second.
     *
     * @param taken all bytes that the client has ever taken
     * @param waiting the bytes that wait for it
     * @param haste how much memory for answers is needed, 0 to {@link #MAX_HASTE}
     */
    void look(long taken, long waiting, int haste) {
        progress = taken - seenTaken;
        // of what came since it cannot be said yet how fast it is taken
        due = Math.min(seenWaiting, Math.max(MIN_PROGRESS, seenWaiting >> SHARE_SHIFT << haste));
        if (haste == MAX_HASTE) {
            due = seenWaiting;
        }
        seenTaken = taken;
        seenWaiting = waiting;
    }

    /** Tells whether answers wait and the client takes them, if slowly. */
    boolean progresses() {
        return seenWaiting > 0 && progress >= MIN_PROGRESS;
    }

    /** Tells whether answers wait and the client has taken less of them than it should have. */
    boolean fallsBehind() {
        return seenWaiting > 0 && progress < due;
    }
}
