package io.slabcache.bench.map;

/**
 * What a store must hold.
 *
 * @param entries the number of entries
 * @param keyLength the length of each key in bytes
 * @param meanValueLength the mean length of a value in bytes
 * @param maxValueLength the greatest length of a value in bytes
 */
public record MapSize(long entries, int keyLength, double meanValueLength, int maxValueLength) {

    /** Returns the bytes of all entries if each takes so many beside key and value. */
    public long bytesWith(double overhead) {
        return (long) Math.ceil(entries * (keyLength + meanValueLength + overhead));
    }

    /** Returns whether all values have the same length. */
    public boolean isUniform() {
        return meanValueLength == maxValueLength;
    }
}
