package io.slabcache.store.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreItem;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/** What the parts of the store contract share: a store under test, its clock, and sample keys and values. */
public interface StoreFixture {
    /** A thread for each task. The common pool, which has a single thread on two processors, would queue them. */
    Executor NEW_THREADS = task -> new Thread(task, "contract").start();

    /** Room for an item's header, whatever its form. */
    int HEADER_ROOM = 64;

    /**
     * Returns the store under test, as {@link #spec()} asks for it.
     *
     * @return the same store throughout a test
     */
    SlabStore store();

    /**
     * Returns the clock of every store in this test.
     *
     * @return a clock that stands until told to advance
     */
    ManualClock clock();

    /**
     * Opens another store, which is closed after the test.
     *
     * @param spec what it is to be like
     * @return a new store
     */
    SlabStore open(StoreSpec spec);

    /**
     * Returns the item limit of {@link #store()}.
     *
     * @return bytes of key, value and header
     */
    int maxItemSize();

    /**
     * Returns a plain spec with the clock of this test.
     *
     * @return a spec to derive others from
     */
    default StoreSpec spec() {
        return new StoreSpec(clock());
    }

    /**
     * Returns a key.
     *
     * @param text any text
     * @return its bytes
     */
    static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns bytes that depend on their length and a seed.
     *
     * @param length how many
     * @param seed makes a difference
     * @return a new array
     */
    static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed * 31 + length).nextBytes(bytes);
        return bytes;
    }

    /**
     * Returns the item under a key that must be present.
     *
     * @param store where to look
     * @param key the key
     * @return the item
     */
    static StoreItem present(SlabStore store, byte[] key) {
        StoreItem item = store.get(key);
        assertThat(item).as("item of %d-byte key", key.length).isNotNull();
        return Objects.requireNonNull(item);
    }

    /**
     * Runs a store's maintenance until it has nothing expired left.
     *
     * @param store the store
     */
    static void sweep(SlabStore store) {
        int rounds = 0;
        do {
            store.maintain();
            assertThat(++rounds).as("rounds of maintenance").isLessThan(100_000);
        } while (store.statistics().expiryLagMillis() > 0);
    }
}
