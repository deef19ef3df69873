package io.slabcache.store.testing;

import static io.slabcache.store.SlabStore.MISS;
import static io.slabcache.store.SlabStore.NO_EXPIRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.CounterMode;
import io.slabcache.store.RemovalCause;
import io.slabcache.store.Reservation;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreResult;
import io.slabcache.store.StoreStatistics;
import io.slabcache.store.WriteMode;
import io.slabcache.store.engine.EngineAudit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Random operations by one thread on a store and on its {@link HeapStore} model, compared at every step. */
public final class ModelRun {
    /*
     * The store may evict, the model does not. After each operation of the store, the evictions it told of are done to
     * the model before the same operation is done there; an eviction of the very item that the operation wrote is done
     * afterwards. So whatever the store lacks and the model has was lost without a word.
     *
     * Items are told apart by a serial number, in the first eight bytes of the value or, for shorter values, in the
     * client flags.
     *
     * The store may notice late that an item has expired; the model is not asked when. Instead each item that can expire
     * is kept in a ledger until it is overwritten, removed, cleared or told of, and an operation on its key or a sweep
     * must have told of it.
     */

    /** How long values are. */
    public interface Sizes {
        /**
         * Returns the length of the next value.
         *
         * @param random where chance comes from
         * @return bytes
         */
        int valueLength(SplittableRandom random);
    }

    private static final List<WriteWay> WAYS = List.of(WriteWay.values());
    private static final List<WriteMode> MODES = List.of(WriteMode.SET, WriteMode.ADD, WriteMode.REPLACE);
    private static final int SMALL_COUNTER = 1000;

    private final long seed;
    private final SplittableRandom random;
    private final Sizes sizes;
    private final byte[][] keys;
    private final ManualClock clock = new ManualClock();
    private final SlabStore store;
    private final HeapStore model;
    private final List<Removal> removals = new ArrayList<>();
    private final Map<ByteBuffer, Expirable> ledger = new HashMap<>();
    private final Map<Long, Long> tokens = new HashMap<>();
    private final Set<Long> seenTokens = new HashSet<>();
    private long serial;
    private long outOfMemory;

    /**
     * Opens both stores.
     *
     * @param seed decides everything
     * @param keyCount how many keys there are
     * @param sizes how long values are
     * @param factory opens the store under test, which must do nothing behind the caller's back
     */
    public ModelRun(long seed, int keyCount, Sizes sizes, Function<StoreSpec, SlabStore> factory) {
        this.seed = seed;
        this.sizes = sizes;
        random = new SplittableRandom(seed);
        keys = new byte[keyCount][];
        for (int i = 0; i < keyCount; i++) {
            keys[i] = Arrays.copyOf(StressValue.keyOf(i), 10 + (i % 40 == 0 ? 3000 : random.nextInt(60)));
        }
        StoreSpec spec = new StoreSpec(clock);
        store = factory.apply(spec.withListener(
                (key, item, cause) -> removals.add(new Removal(ByteBuffer.wrap(key), item, cause)),
                RemovalCause.EVICTED,
                RemovalCause.EXPIRED));
        model = new HeapStore(spec.withMaxItemSize(Integer.MAX_VALUE));
    }

    private record Removal(ByteBuffer key, StoreItem item, RemovalCause cause) {}

    private record Expirable(long serial, long expiry) {}

    /**
     * Does a number of operations and compares everything at the end.
     *
     * @param operations how many
     * @return the figures of the store at the end
     * @throws AssertionError with the seed in its message
     */
    public StoreStatistics run(int operations) {
        int done = 0;
        try (store) {
            for (; done < operations; done++) {
                step();
            }
            compareAll();
            audit();
            clock.advance(1_000_000);
            compareAll();
            audit();
            assertThat(ledger).as("items whose expiry was never told").isEmpty();
            assertThat(outOfMemory)
                    .as("writes without room, of %d operations", operations)
                    .isLessThan(operations / 50);
            return store.statistics();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("store and model differ: seed=" + seed + ", step=" + done, e);
        }
    }

    private void audit() {
        assertThat(EngineAudit.drifts(store)).as("drifts").isEmpty();
    }

    private void step() {
        byte[] key = keys[random.nextInt(random.nextBoolean() ? keys.length : keys.length / 10)];
        int choice = random.nextInt(100_000);
        if (choice < 30_000) {
            read(key);
        } else if (choice < 58_000) {
            write(key, MODES.get(random.nextInt(MODES.size())), false);
        } else if (choice < 63_000) {
            concatenate(key);
        } else if (choice < 67_000) {
            count(key);
        } else if (choice < 70_000) {
            getAndTouch(key);
        } else if (choice < 80_000) {
            write(key, WriteMode.SET, true);
        } else if (choice < 87_000) {
            touch(key);
        } else if (choice < 93_000) {
            delete(key);
        } else if (choice < 95_000) {
            abandon(key);
        } else if (choice < 98_000) {
            clock.advance(random.nextInt(30));
        } else if (choice < 99_950) {
            store.maintain();
            settle(null, 0);
        } else if (choice < 99_997) {
            compareAll();
        } else {
            store.clear();
            settle(null, 0);
            model.clear();
            ledger.clear();
            assertThat(store.size()).as("size after clear").isZero();
        }
    }

    private void read(byte[] key) {
        int form = random.nextInt(4);
        if (form == 0) {
            boolean found = store.contains(key);
            settle(key, 0);
            assertThat(found).isEqualTo(model.contains(key));
        } else if (form == 1) {
            ByteBuffer target = BufferKind.DIRECT.room(20_000);
            ByteBuffer start = target.duplicate();
            int length = store.getInto(BufferKind.DIRECT.of(key), target);
            settle(key, 0);
            StoreItem expected = model.get(key);
            assertThat(length).isEqualTo(expected == null ? MISS : expected.value().length);
            if (expected != null && length <= 20_000) {
                assertThat(start.limit(target.position())).isEqualTo(ByteBuffer.wrap(expected.value()));
            }
        } else {
            getBoth(key);
        }
    }

    /** Reads a key in both stores and returns their tokens, or null if it is absent. */
    private @Nullable Tokens getBoth(byte[] key) {
        StoreItem item = store.get(key);
        settle(key, 0);
        StoreItem expected = model.get(key);
        assertThat(item == null).as("absent").isEqualTo(expected == null);
        if (item == null || expected == null) {
            return null;
        }
        compare(item, expected);
        return new Tokens(item.casToken(), expected.casToken());
    }

    private record Tokens(long store, long model) {}

    private void compare(StoreItem item, StoreItem expected) {
        assertThat(item.value()).isEqualTo(expected.value());
        assertThat(item.expiryMillis()).isEqualTo(expected.expiryMillis());
        assertThat(item.clientFlags()).isEqualTo(expected.clientFlags());
        assertThat(item.casToken()).isNotZero();
        Long known = tokens.putIfAbsent(serialOf(item), item.casToken());
        if (known == null) {
            assertThat(seenTokens.add(item.casToken())).as("token is new").isTrue();
        } else {
            assertThat(item.casToken()).as("token stays").isEqualTo(known);
        }
    }

    private void write(byte[] key, WriteMode mode, boolean byToken) {
        Tokens expected = new Tokens(0, 0);
        if (byToken) {
            expected = getBoth(key);
            if (expected == null) {
                expected = new Tokens(7, Long.MAX_VALUE);
            } else if (random.nextInt(4) == 0) {
                expected = new Tokens(expected.store() - 1, Long.MAX_VALUE);
            }
        }
        long number = ++serial;
        byte[] value = value(key, number);
        boolean flagged = value.length < Long.BYTES || random.nextInt(4) == 0;
        int flags = flagged ? (int) number : 0;
        long expiry = expiry();
        WriteWay way = WAYS.get(random.nextInt(WAYS.size()));
        StoreOutcome outcome = way.write(store, mode, expected.store(), key, value, expiry, flags);
        boolean evictedAtOnce = settle(key, number);
        if (outcome == StoreOutcome.OUT_OF_MEMORY) {
            outOfMemory++;
            return;
        }
        assertThat(outcome)
                .as("%s by %s", mode, way)
                .isEqualTo(WriteWay.ARRAY.write(model, mode, expected.model(), key, value, expiry, flags));
        if (outcome == StoreOutcome.DONE) {
            forget(key);
            remember(key, number, expiry);
        }
        if (evictedAtOnce) {
            model.evict(key);
            forget(key);
        }
    }

    /** Makes a value: often as long as the one before, so that it can be written in place. */
    private byte[] value(byte[] key, long number) {
        StoreItem before = random.nextInt(3) == 0 ? model.get(key) : null;
        int length = before == null ? sizes.valueLength(random) : before.value().length;
        byte[] value = StoreFixture.bytes(length, number);
        if (length >= Long.BYTES) {
            ByteBuffer.wrap(value).putLong(number);
        }
        return value;
    }

    /** Adds to an item, so that it can still be told by its serial number. */
    private void concatenate(byte[] key) {
        StoreItem before = model.get(key);
        boolean append = random.nextBoolean();
        byte[] piece = new byte[random.nextInt(4) == 0 ? sizes.valueLength(random) : random.nextInt(40)];
        if (before != null && before.value().length < Long.BYTES) {
            // told by its client flags, and so it must stay
            piece = new byte[random.nextInt(Long.BYTES - before.value().length)];
        } else if (!append && piece.length < Long.BYTES) {
            piece = new byte[Long.BYTES];
        }
        random.nextBytes(piece);
        long number = before == null ? 0 : serialOf(before);
        if (!append && before != null && before.value().length >= Long.BYTES) {
            number = ++serial;
            ByteBuffer.wrap(piece).putLong(number);
        }
        WriteMode mode = append ? WriteMode.APPEND : WriteMode.PREPEND;
        WriteWay way = WAYS.get(random.nextInt(WAYS.size()));
        StoreOutcome outcome = way.write(store, mode, 0, key, piece, NO_EXPIRY, 0);
        boolean evictedAtOnce = settle(key, outcome == StoreOutcome.DONE ? number : 0);
        if (outcome == StoreOutcome.OUT_OF_MEMORY) {
            outOfMemory++;
            return;
        }
        if (outcome == StoreOutcome.TOO_LARGE) {
            assertThat(key.length
                            + piece.length
                            + StoreFixture.present(model, key).value().length)
                    .as("too large")
                    .isGreaterThan(100_000);
            getBoth(key);
            return;
        }
        assertThat(outcome)
                .as("%s by %s", mode, way)
                .isEqualTo(WriteWay.ARRAY.write(model, mode, 0, key, piece, NO_EXPIRY, 0));
        changed(key, number, outcome, evictedAtOnce);
    }

    /** Counts an item that is a counter, or makes it one. */
    private void count(byte[] key) {
        StoreItem before = model.get(key);
        long number = before == null ? 0 : serialOf(before);
        if (before == null || before.value().length == 0 || before.value().length >= Long.BYTES) {
            number = ++serial;
            byte[] text = Long.toString(random.nextInt(SMALL_COUNTER)).getBytes(StandardCharsets.US_ASCII);
            long expiry = expiry();
            StoreOutcome outcome = WriteWay.ARRAY.write(store, WriteMode.SET, 0, key, text, expiry, (int) number);
            boolean evictedAtOnce = settle(key, number);
            if (outcome == StoreOutcome.OUT_OF_MEMORY) {
                outOfMemory++;
                return;
            }
            WriteWay.ARRAY.write(model, WriteMode.SET, 0, key, text, expiry, (int) number);
            forget(key);
            remember(key, number, expiry);
            if (evictedAtOnce) {
                model.evict(key);
                forget(key);
            }
        }
        CounterMode mode = random.nextBoolean() ? CounterMode.INCREMENT : CounterMode.DECREMENT;
        int delta = random.nextInt(SMALL_COUNTER);
        StoreResult result = new StoreResult();
        StoreResult expected = new StoreResult();
        StoreOutcome outcome = store.count(mode, 0, key, 0, key.length, delta, result);
        boolean evictedAtOnce = settle(key, outcome == StoreOutcome.DONE ? number : 0);
        if (outcome == StoreOutcome.OUT_OF_MEMORY) {
            outOfMemory++;
            return;
        }
        assertThat(outcome).as("%s", mode).isEqualTo(model.count(mode, 0, key, 0, key.length, delta, expected));
        assertThat(result.counter()).isEqualTo(expected.counter());
        changed(key, number, outcome, evictedAtOnce);
    }

    /** Takes note that the item of a serial number has another token, and maybe another number. */
    private void changed(byte[] key, long number, StoreOutcome outcome, boolean evictedAtOnce) {
        if (outcome != StoreOutcome.DONE) {
            return;
        }
        tokens.remove(number);
        Expirable left = ledger.get(ByteBuffer.wrap(key));
        if (left != null) {
            ledger.put(ByteBuffer.wrap(key), new Expirable(number, left.expiry()));
        }
        if (evictedAtOnce) {
            model.evict(key);
            forget(key);
        }
    }

    private void getAndTouch(byte[] key) {
        long expiry = expiry();
        StoreItem item = store.getAndTouch(key, 0, key.length, expiry);
        settle(key, 0);
        StoreItem expected = model.getAndTouch(key, 0, key.length, expiry);
        assertThat(item == null).as("absent").isEqualTo(expected == null);
        if (item != null && expected != null) {
            compare(item, expected);
            forget(key);
            remember(key, serialOf(expected), expiry);
        }
    }

    private long expiry() {
        return random.nextInt(2) == 0 ? NO_EXPIRY : clock.in(random.nextInt(30_000) - 300);
    }

    private void touch(byte[] key) {
        long expiry = expiry();
        boolean touched = store.touch(key, expiry);
        settle(key, 0);
        StoreItem before = model.get(key);
        assertThat(touched).as("touched").isEqualTo(model.touch(key, expiry));
        if (before != null) {
            forget(key);
            remember(key, serialOf(before), expiry);
        }
    }

    private void delete(byte[] key) {
        Tokens token = random.nextInt(4) == 0 ? getBoth(key) : null;
        StoreOutcome outcome = store.delete(key, 0, key.length, token == null ? 0 : token.store());
        settle(key, 0);
        assertThat(outcome).isEqualTo(model.delete(key, 0, key.length, token == null ? 0 : token.model()));
        forget(key);
    }

    private void abandon(byte[] key) {
        byte[] value = new byte[sizes.valueLength(random)];
        try (Reservation reservation = store.reserve(key, 0, key.length, value.length, NO_EXPIRY, 0)) {
            if (reservation != null) {
                reservation.fill(value, 0, value.length / 2);
            }
        }
        settle(null, 0);
    }

    private void compareAll() {
        StoreFixture.sweep(store);
        settle(null, 0);
        model.maintain();
        assertThat(ledger.values()).as("expired, swept, not told").allMatch(item -> item.expiry() > clock.millis());
        Set<ByteBuffer> met = new HashSet<>();
        StoreCursor cursor = store.entries();
        while (cursor.advance()) {
            assertThat(met.add(ByteBuffer.wrap(cursor.key()))).as("met once").isTrue();
            compare(cursor.item(), StoreFixture.present(model, cursor.key()));
        }
        assertThat((long) met.size()).as("items met").isEqualTo(model.size());
        StoreStatistics statistics = store.statistics();
        assertThat(statistics.items()).isEqualTo(model.size());
        assertThat(store.size()).isEqualTo(model.size());
        assertThat(statistics.payloadBytes()).isEqualTo(model.statistics().payloadBytes());
        assertThat(statistics.usedBytes()).isBetween(statistics.payloadBytes(), statistics.capacity());
    }

    /**
     * Does to the model what the store told of since the last call.
     *
     * @param key the key of the operation, whose expiry must have been told, or null
     * @param writing the serial number of what the operation writes, or 0
     * @return whether that was evicted
     */
    private boolean settle(byte @Nullable [] key, long writing) {
        boolean evictedAtOnce = false;
        for (Removal removal : List.copyOf(removals)) {
            long number = serialOf(removal.item());
            boolean come = removal.item().expiryMillis() <= clock.millis();
            if (removal.cause() == RemovalCause.EXPIRED) {
                assertThat(come).as("told of an expiry that has come").isTrue();
                assertThat(ledger.remove(removal.key()))
                        .as("the item told to have expired")
                        .isEqualTo(new Expirable(number, removal.item().expiryMillis()));
            } else if (number == writing) {
                evictedAtOnce = true;
            } else if (come) {
                assertThat(ledger.remove(removal.key()))
                        .as("the expired item told to be evicted")
                        .isEqualTo(new Expirable(number, removal.item().expiryMillis()));
            } else {
                StoreItem expected = StoreFixture.present(model, removal.key().array());
                compare(removal.item(), expected);
                assertThat(model.evict(removal.key().array())).isTrue();
                ledger.remove(removal.key());
            }
        }
        removals.clear();
        if (key != null) {
            Expirable left = ledger.get(ByteBuffer.wrap(key));
            assertThat(left == null || left.expiry() > clock.millis())
                    .as("expired and accessed, so told")
                    .isTrue();
        }
        return evictedAtOnce;
    }

    private void remember(byte[] key, long number, long expiry) {
        if (expiry != NO_EXPIRY && expiry > clock.millis()) {
            ledger.put(ByteBuffer.wrap(key), new Expirable(number, expiry));
        }
    }

    private void forget(byte[] key) {
        ledger.remove(ByteBuffer.wrap(key));
    }

    private static long serialOf(StoreItem item) {
        return item.value().length >= Long.BYTES
                ? ByteBuffer.wrap(item.value()).getLong()
                : Integer.toUnsignedLong(item.clientFlags());
    }
}
