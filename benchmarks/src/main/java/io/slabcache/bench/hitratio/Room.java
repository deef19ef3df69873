package io.slabcache.bench.hitratio;

/**
 * How much a cache may hold.
 *
 * @param kind which of the two numbers bounds it
 * @param entries the number of entries; by bytes, the number that would fit if nothing were needed beside keys and values
 * @param bytes the bytes of everything that the cache keeps: keys, values and what it needs beside them
 * @param meanPayload the mean length of key and value together, over all keys
 */
record Room(Kind kind, long entries, long bytes, double meanPayload) {

    /** What is the same for all caches of a comparison. */
    enum Kind {
        ENTRIES("equal entries"),
        BYTES("equal bytes");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** Returns the number of entries that fit if each takes so many bytes beside its key and value. */
    long entriesWith(double overhead) {
        return kind == Kind.ENTRIES ? entries : Math.max(1, (long) (bytes / (meanPayload + overhead)));
    }
}
