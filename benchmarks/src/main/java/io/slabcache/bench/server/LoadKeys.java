package io.slabcache.bench.server;

import io.slabcache.bench.map.EntryShape;
import java.io.IOException;

/** The items that a load asks for: keys of 32 bytes, values of 100. */
final class LoadKeys {
    /** How many there are. */
    static final int COUNT = 100_000;

    static final EntryShape SHAPE = EntryShape.BYTES_32_100;

    private LoadKeys() {}

    /** Stores all of them. */
    static void store(int port) throws IOException {
        try (BinaryConnection connection = new BinaryConnection(port)) {
            for (int number = 0; number < COUNT; number++) {
                connection.setQuietly(SHAPE.key(number), SHAPE.value(number));
            }
            connection.awaitAll();
        }
    }
}
