package io.slabcache.bench.server;

import java.nio.ByteBuffer;

/** What a load sends: gets and sets of random keys, encoded beforehand. Used by one thread. */
final class Requests {
    private static final long SEED = 0x9E3779B97F4A7C15L;

    private final Wire wire;
    private final int setEach;
    private final byte[][] gets = new byte[LoadKeys.COUNT][];
    private final byte[][] sets = new byte[LoadKeys.COUNT][];
    private final int hitLength;
    private long state = SEED;
    private int untilSet;

    /**
     * Encodes all of them.
     *
     * @param setEach one request of so many is a set; 0 for none
     */
    Requests(Wire wire, int setEach) {
        this.wire = wire;
        this.setEach = setEach;
        this.untilSet = setEach;
        for (int number = 0; number < LoadKeys.COUNT; number++) {
            byte[] key = LoadKeys.SHAPE.key(number);
            gets[number] = wire.get(key);
            sets[number] = wire.set(key, LoadKeys.SHAPE.value(number));
        }
        hitLength = wire.hitLength(LoadKeys.SHAPE.keyLength(), LoadKeys.SHAPE.valueLength(0));
    }

    Wire wire() {
        return wire;
    }

    /** Writes the next one and returns the length of its answer. */
    int next(ByteBuffer out) {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        int number = (int) ((state >>> 33) % LoadKeys.COUNT);
        if (setEach > 0 && --untilSet == 0) {
            untilSet = setEach;
            out.put(sets[number]);
            return wire.storedLength();
        }
        out.put(gets[number]);
        return hitLength;
    }
}
