package io.slabcache.bench.hitratio;

/** A cache as a sequence of requests sees it. Used by one thread. */
interface TracedCache extends AutoCloseable {
    /** The length of every key in bytes. */
    int KEY_LENGTH = Long.BYTES;

    /**
     * Asks for a key, and stores a value under it if it is absent.
     *
     * @param key the key
     * @param valueLength the length of the value in bytes
     * @return whether the key was there
     */
    boolean request(long key, int valueLength);

    /** Returns how many entries it holds. */
    long entries();

    @Override
    void close();
}
