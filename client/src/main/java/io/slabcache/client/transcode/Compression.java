package io.slabcache.client.transcode;

/**
 * When values are compressed, and how far compressed ones may grow when they are read.
 *
 * @param threshold a value with more bytes is compressed, if that makes it smaller; {@link Integer#MAX_VALUE} for none
 * @param maxInflatedLength the most bytes that come out of a compressed value; one that has more is not decoded, and never
 *     more memory is taken for it than that
 */
public record Compression(int threshold, int maxInflatedLength) {
    /** A value with more bytes is compressed by default. */
    public static final int DEFAULT_THRESHOLD = 4 * 1024;

    /** The most bytes that come out of a compressed value by default. */
    public static final int DEFAULT_MAX_INFLATED_LENGTH = 128 * 1024 * 1024;

    /** The defaults. */
    public static final Compression DEFAULT = new Compression(DEFAULT_THRESHOLD, DEFAULT_MAX_INFLATED_LENGTH);

    /** Compresses nothing, reads what others compressed. */
    public static final Compression NONE = new Compression(Integer.MAX_VALUE, DEFAULT_MAX_INFLATED_LENGTH);

    /**
     * Checks the settings.
     *
     * @param threshold a value with more bytes is compressed, if that makes it smaller
     * @param maxInflatedLength the most bytes that come out of a compressed value
     * @throws IllegalArgumentException if the threshold is negative or the greatest length is not positive
     */
    public Compression {
        if (threshold < 0) {
            throw new IllegalArgumentException("threshold must not be negative: threshold=" + threshold);
        }
        if (maxInflatedLength < 1) {
            throw new IllegalArgumentException(
                    "greatest length must be positive: maxInflatedLength=" + maxInflatedLength);
        }
    }

    /**
     * Changes the threshold.
     *
     * @param threshold a value with more bytes is compressed
     * @return changed settings
     */
    public Compression withThreshold(int threshold) {
        return new Compression(threshold, maxInflatedLength);
    }

    /**
     * Changes the greatest length.
     *
     * @param maxInflatedLength the most bytes that come out of a compressed value
     * @return changed settings
     */
    public Compression withMaxInflatedLength(int maxInflatedLength) {
        return new Compression(threshold, maxInflatedLength);
    }
}
