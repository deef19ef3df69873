package io.slabcache.store.testing;

import io.slabcache.store.CounterMode;
import io.slabcache.store.KeyLengthException;
import io.slabcache.store.RemovalCause;
import io.slabcache.store.RemovalListener;
import io.slabcache.store.Reservation;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClock;
import io.slabcache.store.StoreClosedException;
import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreResult;
import io.slabcache.store.StoreStatistics;
import io.slabcache.store.ValueLengthException;
import io.slabcache.store.WriteMode;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reference model of {@link SlabStore}: one hash map under one lock, slow and obviously right. It has no capacity,
 * so it evicts only what {@link #evict} names and never answers {@link StoreOutcome#OUT_OF_MEMORY}.
 */
public final class HeapStore implements SlabStore {
    /** The item limit of a store whose spec has none. */
    public static final int DEFAULT_MAX_ITEM_SIZE = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(HeapStore.class);
    private static final int HEADER_LENGTH = 24;
    private static final int EXTENDED_HEADER_LENGTH = 32;
    private static final BigInteger TWO_TO_63 = BigInteger.ONE.shiftLeft(63);
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    /** What strtoull reads, followed by what may stand behind it. */
    private static final Pattern COUNTER = Pattern.compile(
            "[ \\t\\n\\x0b\\f\\r]*([+-]?)0*([0-9]{1,20})(?:[ \\t\\n\\x0b\\f\\r\\x00].*)?", Pattern.DOTALL);

    private final StoreClock clock;
    private final int maxItemSize;
    private final int hashedPrefixLength;
    private final @Nullable RemovalListener listener;
    private final Set<RemovalCause> causes;

    /**
     * Guards every field below it; taken in {@link #exclusively} alone, which is why Error Prone, which does not look
     * into lambdas, cannot check it.
     */
    private final Object lock = new Object();

    /** The items, expired ones that nobody has met included. */
    private final Map<ByteBuffer, StoreItem> items = new HashMap<>();

    /** The tokens of items that were invalidated. */
    private final Set<Long> stale = new HashSet<>();

    /** The tokens of items that were claimed. */
    private final Set<Long> claimed = new HashSet<>();

    /** Removals of the operation that holds the lock; told when it has let go. */
    private List<Removal> removals = new ArrayList<>();

    private boolean closed;
    private long lastToken;
    private long payloadBytes;
    private long hits;
    private long misses;
    private long writes;
    private long deletes;
    private long evicted;
    private long expired;
    private long cleared;

    /**
     * Opens a store.
     *
     * @param spec what it is to be like
     */
    public HeapStore(StoreSpec spec) {
        clock = spec.clock();
        maxItemSize = spec.maxItemSize() == 0 ? DEFAULT_MAX_ITEM_SIZE : spec.maxItemSize();
        hashedPrefixLength = spec.hashedPrefixLength();
        listener = spec.listener();
        causes = spec.causes();
    }

    @Override
    public @Nullable StoreItem get(byte[] key, int keyOffset, int keyLength) {
        return read(keyOf(key, keyOffset, keyLength));
    }

    @Override
    public @Nullable StoreItem get(ByteBuffer key) {
        return read(keyOf(key));
    }

    @Override
    public byte @Nullable [] getValue(byte[] key, int keyOffset, int keyLength) {
        StoreItem item = get(key, keyOffset, keyLength);
        return item == null ? null : item.value();
    }

    @Override
    public int getInto(byte[] key, int keyOffset, int keyLength, byte[] target, int targetOffset, int targetLength) {
        Objects.checkFromIndexSize(targetOffset, targetLength, target.length);
        return getInto(keyOf(key, keyOffset, keyLength), ByteBuffer.wrap(target, targetOffset, targetLength));
    }

    @Override
    public int getInto(ByteBuffer key, ByteBuffer target) {
        requireWritable(target);
        StoreItem item = read(keyOf(key), target.remaining());
        if (item == null) {
            return MISS;
        }
        if (item.value().length <= target.remaining()) {
            target.put(item.value());
        }
        return item.value().length;
    }

    @Override
    public int getInto(byte[] key, int keyOffset, int keyLength, ByteBuffer target, StoreResult result) {
        Objects.requireNonNull(result, "result");
        requireWritable(target);
        return copy(read(keyOf(key, keyOffset, keyLength), target.remaining()), target, result);
    }

    @Override
    public @Nullable StoreItem getAndTouch(byte[] key, int keyOffset, int keyLength, long expiryMillis) {
        return readAndTouch(keyOf(key, keyOffset, keyLength), expiryMillis, Integer.MAX_VALUE);
    }

    @Override
    public int getIntoAndTouch(
            byte[] key, int keyOffset, int keyLength, long expiryMillis, ByteBuffer target, StoreResult result) {
        Objects.requireNonNull(result, "result");
        requireWritable(target);
        return copy(readAndTouch(keyOf(key, keyOffset, keyLength), expiryMillis, target.remaining()), target, result);
    }

    private static void requireWritable(ByteBuffer target) {
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("the target must be writable");
        }
    }

    private int copy(@Nullable StoreItem item, ByteBuffer target, StoreResult result) {
        if (item == null) {
            return MISS;
        }
        tell(result, item);
        if (item.value().length <= target.remaining()) {
            target.put(item.value());
        }
        return item.value().length;
    }

    private void tell(StoreResult result, StoreItem item) {
        synchronized (lock) {
            result.setItem(item.casToken(), item.expiryMillis(), item.clientFlags());
            result.setState(false, stale.contains(item.casToken()), claimed.contains(item.casToken()));
        }
    }

    private @Nullable StoreItem readAndTouch(ByteBuffer key, long expiryMillis, int room) {
        return exclusively(() -> {
            StoreItem item = live(key);
            if (item == null) {
                misses++;
                return null;
            }
            if (item.value().length > room) {
                return copyOf(item);
            }
            hits++;
            StoreItem touched = new StoreItem(item.value(), expiryMillis, item.casToken(), item.clientFlags());
            if (hasCome(expiryMillis)) {
                remove(key);
            } else {
                items.put(key, touched);
            }
            return copyOf(touched);
        });
    }

    @Override
    public boolean contains(byte[] key, int keyOffset, int keyLength) {
        ByteBuffer wanted = keyOf(key, keyOffset, keyLength);
        return exclusively(() -> live(wanted) != null);
    }

    @Override
    public StoreOutcome write(
            WriteMode mode,
            long casToken,
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength,
            long expiryMillis,
            int clientFlags) {
        Objects.requireNonNull(mode, "mode");
        ByteBuffer written = keyOf(key, keyOffset, keyLength);
        Objects.checkFromIndexSize(valueOffset, valueLength, value.length);
        checkItemSize(written.remaining(), valueLength, clientFlags);
        byte[] copy = Arrays.copyOfRange(value, valueOffset, valueOffset + valueLength);
        return put(mode, casToken, written, copy, expiryMillis, clientFlags).outcome();
    }

    @Override
    public StoreOutcome write(
            WriteMode mode, long casToken, ByteBuffer key, ByteBuffer value, long expiryMillis, int clientFlags) {
        Objects.requireNonNull(mode, "mode");
        ByteBuffer written = keyOf(key);
        checkItemSize(written.remaining(), value.remaining(), clientFlags);
        return put(mode, casToken, written, bytesOf(value), expiryMillis, clientFlags)
                .outcome();
    }

    @Override
    public StoreOutcome write(
            WriteMode mode,
            long casToken,
            byte[] key,
            int keyOffset,
            int keyLength,
            ByteBuffer value,
            long expiryMillis,
            int clientFlags,
            StoreResult result) {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(result, "result");
        ByteBuffer written = keyOf(key, keyOffset, keyLength);
        checkItemSize(written.remaining(), value.remaining(), clientFlags);
        Written outcome = put(mode, casToken, written, bytesOf(value), expiryMillis, clientFlags);
        if (outcome.outcome() == StoreOutcome.DONE) {
            result.setItem(outcome.casToken(), expiryMillis, clientFlags);
        }
        return outcome.outcome();
    }

    @Override
    public StoreOutcome touch(
            byte[] key, int keyOffset, int keyLength, long casToken, long expiryMillis, StoreResult result) {
        Objects.requireNonNull(result, "result");
        ByteBuffer touched = keyOf(key, keyOffset, keyLength);
        return exclusively(() -> {
            StoreItem present = live(touched);
            StoreOutcome outcome = touch(key, keyOffset, keyLength, casToken, expiryMillis);
            if (outcome == StoreOutcome.DONE && present != null) {
                result.setItem(present.casToken(), expiryMillis, present.clientFlags());
            }
            return outcome;
        });
    }

    @Override
    public int peek(byte[] key, int keyOffset, int keyLength, StoreResult result) {
        Objects.requireNonNull(result, "result");
        ByteBuffer peeked = keyOf(key, keyOffset, keyLength);
        return exclusively(() -> {
            StoreItem present = live(peeked);
            if (present == null) {
                return MISS;
            }
            tell(result, present);
            return present.value().length;
        });
    }

    @Override
    public StoreOutcome addClaimed(byte[] key, int keyOffset, int keyLength, long expiryMillis, StoreResult result) {
        Objects.requireNonNull(result, "result");
        ByteBuffer added = keyOf(key, keyOffset, keyLength);
        return exclusively(() -> {
            Written written = put(WriteMode.ADD, 0, added, new byte[0], expiryMillis, 0);
            if (written.outcome() == StoreOutcome.DONE) {
                claimed.add(written.casToken());
                StoreItem present = live(added);
                if (present != null) {
                    tell(result, present);
                }
            }
            return written.outcome();
        });
    }

    @Override
    public StoreOutcome claim(byte[] key, int keyOffset, int keyLength, long casToken) {
        ByteBuffer wanted = keyOf(key, keyOffset, keyLength);
        return exclusively(() -> {
            StoreItem present = live(wanted);
            if (present == null) {
                return StoreOutcome.NOT_FOUND;
            }
            return present.casToken() == casToken && claimed.add(casToken) ? StoreOutcome.DONE : StoreOutcome.EXISTS;
        });
    }

    @Override
    public StoreOutcome invalidate(
            byte[] key, int keyOffset, int keyLength, long casToken, long expiryMillis, StoreResult result) {
        Objects.requireNonNull(result, "result");
        ByteBuffer wanted = keyOf(key, keyOffset, keyLength);
        return exclusively(() -> {
            StoreItem present = live(wanted);
            StoreOutcome refusal = refusal(WriteMode.REPLACE, casToken, present);
            if (refusal != null || present == null) {
                return refusal == null ? StoreOutcome.NOT_FOUND : refusal;
            }
            long expiry = expiryMillis == SAME_EXPIRY ? present.expiryMillis() : expiryMillis;
            if (hasCome(expiry)) {
                remove(wanted);
                return StoreOutcome.DONE;
            }
            StoreItem invalid = new StoreItem(present.value(), expiry, ++lastToken, present.clientFlags());
            items.put(wanted, invalid);
            stale.add(lastToken);
            tell(result, invalid);
            return StoreOutcome.DONE;
        });
    }

    @Override
    public int itemLength(int keyLength, int valueLength, int clientFlags) {
        return keyLength + valueLength + (clientFlags == 0 ? 0 : Integer.BYTES);
    }

    @Override
    public StoreOutcome count(
            CounterMode mode, long casToken, byte[] key, int keyOffset, int keyLength, long delta, StoreResult result) {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(result, "result");
        ByteBuffer counted = keyOf(key, keyOffset, keyLength);
        return exclusively(() -> {
            StoreItem present = live(counted);
            if (present == null) {
                return StoreOutcome.NOT_FOUND;
            }
            if (present.value().length == 0) {
                return StoreOutcome.NOT_A_COUNTER;
            }
            if (casToken != 0 && present.casToken() != casToken) {
                return StoreOutcome.EXISTS;
            }
            BigInteger number = numberOf(present.value());
            if (number == null) {
                return StoreOutcome.NOT_A_COUNTER;
            }
            BigInteger by = new BigInteger(Long.toUnsignedString(delta));
            BigInteger next = mode == CounterMode.INCREMENT
                    ? number.add(by).mod(TWO_TO_64)
                    : number.subtract(by).max(BigInteger.ZERO);
            String text = next.toString();
            String padded = text + " ".repeat(Math.max(0, present.value().length - text.length()));
            if (!isAllowed(counted.remaining(), padded.length(), present.clientFlags())) {
                return StoreOutcome.TOO_LARGE;
            }
            change(counted, present, padded.getBytes(StandardCharsets.US_ASCII));
            result.setItem(lastToken, present.expiryMillis(), present.clientFlags());
            result.setCounter(next.longValue());
            return StoreOutcome.DONE;
        });
    }

    private static @Nullable BigInteger numberOf(byte[] value) {
        Matcher matcher = COUNTER.matcher(new String(value, StandardCharsets.ISO_8859_1));
        if (!matcher.matches()) {
            return null;
        }
        BigInteger magnitude = new BigInteger(matcher.group(2));
        if (magnitude.compareTo(TWO_TO_64) >= 0) {
            return null;
        }
        boolean negated = matcher.group(1).equals("-");
        BigInteger number = negated ? magnitude.negate().mod(TWO_TO_64) : magnitude;
        return negated && number.compareTo(TWO_TO_63) >= 0 ? null : number;
    }

    /** Gives a present item another value and a new token. The caller holds the lock. */
    private void change(ByteBuffer key, StoreItem present, byte[] value) {
        items.put(key, new StoreItem(value, present.expiryMillis(), ++lastToken, present.clientFlags()));
        payloadBytes += value.length - present.value().length;
        writes++;
    }

    @Override
    public StoreOutcome touch(byte[] key, int keyOffset, int keyLength, long casToken, long expiryMillis) {
        ByteBuffer touched = keyOf(key, keyOffset, keyLength);
        return exclusively(() -> {
            StoreItem present = live(touched);
            StoreOutcome refusal = refusal(WriteMode.REPLACE, casToken, present);
            if (refusal != null || present == null) {
                return refusal == null ? StoreOutcome.NOT_FOUND : refusal;
            }
            if (hasCome(expiryMillis)) {
                remove(touched);
            } else {
                items.put(
                        touched,
                        new StoreItem(present.value(), expiryMillis, present.casToken(), present.clientFlags()));
            }
            return StoreOutcome.DONE;
        });
    }

    @Override
    public StoreOutcome delete(byte[] key, int keyOffset, int keyLength, long casToken) {
        ByteBuffer deleted = keyOf(key, keyOffset, keyLength);
        return exclusively(() -> {
            StoreOutcome refusal = refusal(WriteMode.REPLACE, casToken, live(deleted));
            if (refusal != null) {
                return refusal;
            }
            remove(deleted);
            deletes++;
            return StoreOutcome.DONE;
        });
    }

    @Override
    public Reservation reserve(
            byte[] key, int keyOffset, int keyLength, int valueLength, long expiryMillis, int clientFlags) {
        ByteBuffer reserved = keyOf(key, keyOffset, keyLength);
        if (valueLength < 0) {
            throw new ValueLengthException("a value must not have a negative length: valueLength=" + valueLength);
        }
        checkItemSize(reserved.remaining(), valueLength, clientFlags);
        return exclusively(() -> new HeapReservation(reserved, valueLength, expiryMillis, clientFlags));
    }

    @Override
    public void checkItemLength(int keyLength, int valueLength) {
        checkItemSize(keyLength, valueLength, 0);
    }

    @Override
    public void clear() {
        exclusively(() -> {
            cleared += items.size();
            payloadBytes = 0;
            items.clear();
            return null;
        });
    }

    @Override
    public StoreCursor entries() {
        return exclusively(() -> new HeapCursor(List.copyOf(items.keySet()), true));
    }

    @Override
    public StoreCursor entriesWithoutValues() {
        return exclusively(() -> new HeapCursor(List.copyOf(items.keySet()), false));
    }

    @Override
    public List<byte[]> keysWithPrefix(byte[] prefix) {
        Objects.requireNonNull(prefix, "prefix");
        if (hashedPrefixLength == 0) {
            throw new IllegalStateException("the store must hash a prefix of each key: hashedPrefixLength=0");
        }
        if (prefix.length != hashedPrefixLength) {
            throw new KeyLengthException("a prefix must be as long as the store hashes: prefixLength=" + prefix.length
                    + ", hashedPrefixLength=" + hashedPrefixLength);
        }
        return exclusively(() -> {
            List<byte[]> keys = new ArrayList<>();
            for (ByteBuffer key : List.copyOf(items.keySet())) {
                byte[] bytes = bytesOf(key);
                if (Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length) && live(key) != null) {
                    keys.add(bytes);
                }
            }
            return keys;
        });
    }

    @Override
    public long size() {
        return exclusively(() -> (long) items.size());
    }

    @Override
    public StoreStatistics statistics() {
        return exclusively(() -> new StoreStatistics(
                items.size(),
                Long.MAX_VALUE,
                0,
                0,
                0,
                0,
                0,
                payloadBytes,
                payloadBytes,
                hits,
                misses,
                writes,
                deletes,
                evicted,
                expired,
                cleared,
                0,
                0,
                0,
                0,
                List.of()));
    }

    @Override
    public void maintain() {
        exclusively(() -> {
            List.copyOf(items.keySet()).forEach(this::live);
            return null;
        });
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            items.clear();
        }
    }

    /**
     * Pushes an item out, as a store of bounded capacity does at its own will.
     *
     * @param key the key
     * @return whether the key was present
     */
    public boolean evict(byte[] key) {
        ByteBuffer victim = keyOf(key, 0, key.length);
        return exclusively(() -> {
            StoreItem present = live(victim);
            if (present == null) {
                return false;
            }
            remove(victim);
            evicted++;
            removals.add(new Removal(victim, present, RemovalCause.EVICTED));
            return true;
        });
    }

    private @Nullable StoreItem read(ByteBuffer key) {
        return read(key, Integer.MAX_VALUE);
    }

    private @Nullable StoreItem read(ByteBuffer key, int room) {
        return exclusively(() -> {
            StoreItem item = live(key);
            if (item == null) {
                misses++;
                return null;
            }
            if (item.value().length <= room || room == 0) {
                hits++;
            }
            return copyOf(item);
        });
    }

    private Written put(
            WriteMode mode, long casToken, ByteBuffer key, byte[] value, long expiryMillis, int clientFlags) {
        return exclusively(() -> {
            StoreItem present = live(key);
            StoreOutcome refusal = refusal(mode, casToken, present);
            if (refusal != null) {
                return new Written(refusal, 0);
            }
            if (mode.isConcatenation() && present != null) {
                return concatenate(mode, key, present, value);
            }
            remove(key);
            if (hasCome(expiryMillis)) {
                return new Written(StoreOutcome.DONE, 0);
            }
            items.put(key, new StoreItem(value, expiryMillis, ++lastToken, clientFlags));
            payloadBytes += key.remaining() + value.length;
            writes++;
            return new Written(StoreOutcome.DONE, lastToken);
        });
    }

    private Written concatenate(WriteMode mode, ByteBuffer key, StoreItem present, byte[] piece) {
        byte[] first = mode == WriteMode.APPEND ? present.value() : piece;
        byte[] second = mode == WriteMode.APPEND ? piece : present.value();
        long length = (long) first.length + second.length;
        if (!isAllowed(key.remaining(), length, present.clientFlags())) {
            return new Written(StoreOutcome.TOO_LARGE, 0);
        }
        byte[] whole = Arrays.copyOf(first, (int) length);
        System.arraycopy(second, 0, whole, first.length, second.length);
        change(key, present, whole);
        return new Written(StoreOutcome.DONE, lastToken);
    }

    /** Runs an operation under the lock, then tells the listener of what it removed. */
    private <T> T exclusively(Supplier<T> operation) {
        List<Removal> told = List.of();
        try {
            synchronized (lock) {
                if (closed) {
                    throw new StoreClosedException("the store must be open");
                }
                try {
                    return operation.get();
                } finally {
                    if (!removals.isEmpty()) {
                        told = removals;
                        removals = new ArrayList<>();
                    }
                }
            }
        } finally {
            told.forEach(this::tell);
        }
    }

    private void tell(Removal removal) {
        if (listener == null || !causes.contains(removal.cause())) {
            return;
        }
        try {
            StoreItem removed = listener.wantsValues() ? copyOf(removal.item()) : headOf(removal.item());
            listener.onRemoval(bytesOf(removal.key()), removed, removal.cause());
        } catch (RuntimeException e) {
            LOG.warn("removal listener failed: cause={}", removal.cause(), e);
        }
    }

    /** Returns the item under a key, having removed it if its time has come. The caller holds the lock. */
    private @Nullable StoreItem live(ByteBuffer key) {
        StoreItem item = items.get(key);
        if (item == null || !hasCome(item.expiryMillis())) {
            return item;
        }
        remove(key);
        expired++;
        removals.add(new Removal(key, item, RemovalCause.EXPIRED));
        return null;
    }

    private void remove(ByteBuffer key) {
        StoreItem removed = items.remove(key);
        if (removed != null) {
            payloadBytes -= key.remaining() + removed.value().length;
        }
    }

    private boolean hasCome(long expiryMillis) {
        return expiryMillis <= clock.millis();
    }

    private static @Nullable StoreOutcome refusal(WriteMode mode, long casToken, @Nullable StoreItem present) {
        if (casToken != 0) {
            if (present == null) {
                return StoreOutcome.NOT_FOUND;
            }
            return present.casToken() == casToken ? null : StoreOutcome.EXISTS;
        }
        return switch (mode) {
            case SET -> null;
            case ADD -> present == null ? null : StoreOutcome.EXISTS;
            case REPLACE, APPEND, PREPEND -> present == null ? StoreOutcome.NOT_FOUND : null;
        };
    }

    private ByteBuffer keyOf(byte[] key, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, key.length);
        return keyOf(ByteBuffer.wrap(key, offset, length));
    }

    private ByteBuffer keyOf(ByteBuffer key) {
        int length = key.remaining();
        if (length < 1 || length > MAX_KEY_LENGTH) {
            throw new KeyLengthException("a key must have 1 to " + MAX_KEY_LENGTH + " bytes: keyLength=" + length);
        }
        if (length < hashedPrefixLength) {
            throw new KeyLengthException("a key must have at least the hashed prefix: keyLength=" + length
                    + ", hashedPrefixLength=" + hashedPrefixLength);
        }
        return ByteBuffer.wrap(bytesOf(key)).asReadOnlyBuffer();
    }

    private void checkItemSize(int keyLength, int valueLength, int clientFlags) {
        if (!isAllowed(keyLength, valueLength, clientFlags)) {
            throw new ValueLengthException("an item must not be larger than the limit: valueLength=" + valueLength
                    + ", itemSize=" + itemSize(keyLength, valueLength, clientFlags) + ", maxItemSize=" + maxItemSize);
        }
    }

    private boolean isAllowed(int keyLength, long valueLength, int clientFlags) {
        return itemSize(keyLength, valueLength, clientFlags) <= maxItemSize;
    }

    private static long itemSize(int keyLength, long valueLength, int clientFlags) {
        return (clientFlags == 0 ? HEADER_LENGTH : EXTENDED_HEADER_LENGTH) + keyLength + valueLength;
    }

    private static byte[] bytesOf(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static StoreItem copyOf(StoreItem item) {
        return new StoreItem(item.value().clone(), item.expiryMillis(), item.casToken(), item.clientFlags());
    }

    private static StoreItem headOf(StoreItem item) {
        return StoreItem.withoutValue(
                item.valueLength(), item.expiryMillis(), item.casToken(), item.clientFlags(), item.wasHit());
    }

    private record Removal(ByteBuffer key, StoreItem item, RemovalCause cause) {}

    private record Written(StoreOutcome outcome, long casToken) {}

    /** Collects the value on the heap and puts it at once. */
    private final class HeapReservation implements Reservation {
        private final ByteBuffer key;
        private final ByteBuffer value;
        private final long expiryMillis;
        private final int clientFlags;
        private boolean ended;
        private long casToken;

        HeapReservation(ByteBuffer key, int valueLength, long expiryMillis, int clientFlags) {
            this.key = key;
            this.value = ByteBuffer.allocate(valueLength);
            this.expiryMillis = expiryMillis;
            this.clientFlags = clientFlags;
        }

        @Override
        public int remaining() {
            return value.remaining();
        }

        @Override
        public void fill(byte[] source, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, source.length);
            fill(ByteBuffer.wrap(source, offset, length));
        }

        @Override
        public void fill(ByteBuffer source) {
            exclusively(() -> {
                checkOpen();
                if (source.remaining() > value.remaining()) {
                    throw new ValueLengthException("a piece must fit what remains of the value: pieceLength="
                            + source.remaining() + ", remaining=" + value.remaining());
                }
                return value.put(source);
            });
        }

        @Override
        public StoreOutcome commit(WriteMode mode, long expectedToken) {
            Objects.requireNonNull(mode, "mode");
            checkOpen();
            if (value.hasRemaining()) {
                throw new ValueLengthException("a value must be complete: valueLength=" + value.capacity()
                        + ", remaining=" + value.remaining());
            }
            Written written = put(mode, expectedToken, key, value.array(), expiryMillis, clientFlags);
            ended = true;
            casToken = written.casToken();
            return written.outcome();
        }

        @Override
        public long casToken() {
            return casToken;
        }

        @Override
        public void abort() {
            ended = true;
        }

        private void checkOpen() {
            if (ended) {
                throw new IllegalStateException("the reservation must be open");
            }
        }
    }

    /** Walks the keys as they were at the start and looks each up when its turn comes. */
    private final class HeapCursor implements StoreCursor {
        private final List<ByteBuffer> keys;
        private final boolean withValues;
        private int next;
        private @Nullable StoreItem item;

        HeapCursor(List<ByteBuffer> keys, boolean withValues) {
            this.keys = keys;
            this.withValues = withValues;
        }

        @Override
        public boolean advance() {
            return exclusively(() -> {
                item = null;
                while (item == null && next < keys.size()) {
                    item = live(keys.get(next++));
                }
                return item != null;
            });
        }

        @Override
        public byte[] key() {
            item();
            return bytesOf(keys.get(next - 1));
        }

        @Override
        public StoreItem item() {
            if (item == null) {
                throw new IllegalStateException("the cursor must be on an item");
            }
            return withValues ? copyOf(item) : headOf(item);
        }
    }
}
