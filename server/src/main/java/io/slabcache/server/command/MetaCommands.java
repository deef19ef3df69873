package io.slabcache.server.command;

import io.slabcache.protocol.CounterText;
import io.slabcache.protocol.MetaFlags;
import io.slabcache.protocol.MetaStatus;
import io.slabcache.protocol.TextReply;
import io.slabcache.protocol.TextRequestDecoder;
import io.slabcache.protocol.TextResponseEncoder;
import io.slabcache.server.stats.Counter;
import io.slabcache.server.stats.CounterSet;
import io.slabcache.store.CounterMode;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreResult;
import io.slabcache.store.WriteMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The meta commands, storage apart: each takes the request that a conversation's decoder holds, does its work on the store and writes
 * the answer, with the flags in the order in which they were asked for.
 */
final class MetaCommands {
    private static final ByteBuffer NO_ROOM = ByteBuffer.allocate(0);
    private static final long MILLIS_PER_SECOND = 1000;
    private static final long NOBODYS_TOKEN = -1;
    private static final int MAX_COUNTER_LENGTH = 20 + 2;

    private final ThreadState thread;
    private final Node node;
    private final SlabStore store;
    private final CounterSet counters;
    private final byte[] key;
    private final StoreResult result;
    private final HeadedValue values;
    private final ByteBuffer digits = ByteBuffer.allocate(MAX_COUNTER_LENGTH);

    /** The item's expiry time before the command gave it another one. */
    private long oldExpiryMillis;

    MetaCommands(ThreadState thread) {
        this.thread = thread;
        this.node = thread.node;
        this.store = node.store;
        this.counters = thread.counters;
        this.key = thread.key;
        this.result = thread.result;
        this.values = new HeadedValue(store, result);
    }

    private int takeKey(TextRequestDecoder request) {
        counters.increment(Counter.CMD_META);
        request.copyKeyTo(key, 0);
        return request.keyLength();
    }

    private static long expectedToken(MetaFlags flags) {
        return !flags.has('C') ? 0 : flags.casToken() == 0 ? NOBODYS_TOKEN : flags.casToken();
    }

    void get(TextRequestDecoder request, ByteBuffer source, Output out) {
        int keyLength = takeKey(request);
        MetaFlags flags = request.meta();
        boolean wantsValue = flags.has('v');
        boolean created;
        boolean won;
        int valueLength;
        while (true) {
            created = false;
            won = false;
            valueLength = wantsValue
                    ? values.read(key, keyLength, 0, out)
                    : store.getInto(key, 0, keyLength, NO_ROOM, result);
            if (valueLength == SlabStore.MISS) {
                if (!flags.has('N') || (wantsValue && values.wasRefused())) {
                    countGet(flags, false);
                    node.events.fetched(key, keyLength, false, 0, thread.connection);
                    answer(request, source, MetaStatus.MISS, out);
                    return;
                }
                long expiryMillis = node.textExpiryMillis(flags.vivifyExptime());
                StoreOutcome outcome = store.addClaimed(key, 0, keyLength, expiryMillis, result);
                if (outcome == StoreOutcome.OUT_OF_MEMORY) {
                    counters.increment(Counter.STORE_NO_MEMORY);
                    TextCommands.answer(TextReply.OUT_OF_MEMORY, out);
                    return;
                }
                if (outcome != StoreOutcome.DONE) {
                    // another client has made it meanwhile
                    continue;
                }
                created = true;
                won = true;
                valueLength = wantsValue ? values.nothing(out) : 0;
            } else if (isToBeMadeAnew(flags) && !result.isClaimed()) {
                if (store.claim(key, 0, keyLength, result.casToken()) != StoreOutcome.DONE) {
                    // another client has claimed or changed it meanwhile
                    continue;
                }
                won = true;
            }
            oldExpiryMillis = result.expiryMillis();
            if (!flags.has('T') || touch(flags, keyLength)) {
                break;
            }
        }
        countGet(flags, !created);
        node.events.fetched(key, keyLength, !created, valueLength, thread.connection);
        ByteBuffer head = wantsValue ? values.head() : out.room(HeadedValue.MAX_HEAD_LENGTH);
        if (wantsValue) {
            TextResponseEncoder.metaValue(head, valueLength);
        } else {
            TextResponseEncoder.meta(head, MetaStatus.HEADER);
        }
        putItemFlags(head, request, source, valueLength, created);
        putState(head, created, won);
        TextResponseEncoder.lineEnd(head);
        if (wantsValue) {
            values.finish(0, valueLength);
        }
    }

    private void countGet(MetaFlags flags, boolean found) {
        counters.increment(Counter.CMD_GET);
        counters.increment(found ? Counter.GET_HITS : Counter.GET_MISSES);
        if (flags.has('T')) {
            counters.increment(Counter.CMD_TOUCH);
            counters.increment(found ? Counter.TOUCH_HITS : Counter.TOUCH_MISSES);
        }
    }

    /** Gives the item that was just read another expiry time; false if it is another one by now. */
    private boolean touch(MetaFlags flags, int keyLength) {
        long expiryMillis = node.textExpiryMillis(flags.exptime());
        return store.touch(key, 0, keyLength, result.casToken(), expiryMillis) == StoreOutcome.DONE;
    }

    /** Tells whether one client is to load the item anew: it is stale, or has less time left than asked for. */
    private boolean isToBeMadeAnew(MetaFlags flags) {
        if (result.isStale()) {
            return true;
        }
        long expiryMillis = result.expiryMillis();
        return flags.has('R')
                && expiryMillis != SlabStore.NO_EXPIRY
                && expiryMillis - node.clock.millis() < flags.recacheTime() * MILLIS_PER_SECOND;
    }

    private void putItemFlags(
            ByteBuffer out, TextRequestDecoder request, ByteBuffer source, int valueLength, boolean created) {
        MetaFlags flags = request.meta();
        for (int i = 0; i < flags.count(); i++) {
            char letter = flags.letter(i);
            switch (letter) {
                case 'k', 'O' -> putEcho(out, request, source, i);
                case 's' -> TextResponseEncoder.metaNumber(out, letter, valueLength);
                case 't' -> putTimeLeft(out, flags, i);
                case 'c' -> TextResponseEncoder.metaNumber(out, letter, result.casToken());
                case 'f' -> TextResponseEncoder.metaNumber(out, letter, Integer.toUnsignedLong(result.clientFlags()));
                case 'h' -> TextResponseEncoder.metaNumber(out, letter, !created && result.wasHit() ? 1 : 0);
                case 'l' -> TextResponseEncoder.metaNumber(out, letter, node.secondsSinceWrite(result.casToken()));
                default -> {
                    // a flag that is not answered
                }
            }
        }
    }

    /** Tells how a client is to take the item: as stale, as one that another client was told to make anew, or is told itself. */
    private void putState(ByteBuffer out, boolean created, boolean won) {
        if (created) {
            TextResponseEncoder.metaFlag(out, 'W');
            return;
        }
        if (!won && result.isClaimed()) {
            TextResponseEncoder.metaFlag(out, 'Z');
        }
        if (result.isStale()) {
            TextResponseEncoder.metaFlag(out, 'X');
        }
        if (won) {
            TextResponseEncoder.metaFlag(out, 'W');
        }
    }

    /** Memcached goes through the flags in their order, so what stands before T sees the time before it. */
    private void putTimeLeft(ByteBuffer out, MetaFlags flags, int index) {
        boolean touched = false;
        for (int i = 0; i < index; i++) {
            touched |= flags.letter(i) == 'T';
        }
        long expiryMillis = touched ? node.textExpiryMillis(flags.exptime()) : oldExpiryMillis;
        if (expiryMillis == SlabStore.NO_EXPIRY) {
            TextResponseEncoder.metaNoExpiry(out);
        } else {
            TextResponseEncoder.metaNumber(out, 't', node.secondsUntil(expiryMillis));
        }
    }

    private static void putEcho(ByteBuffer out, TextRequestDecoder request, ByteBuffer source, int index) {
        MetaFlags flags = request.meta();
        if (flags.letter(index) == 'k') {
            TextResponseEncoder.metaKey(out, request, source);
        } else {
            TextResponseEncoder.metaToken(out, 'O', source, flags.tokenOffset(index), flags.tokenLength(index));
        }
    }

    /** Answers without an item: with what the client gave to recognize the answer by. */
    private static void answer(TextRequestDecoder request, ByteBuffer source, MetaStatus status, Output out) {
        MetaFlags flags = request.meta();
        if (flags.has('q') && status.isQuiet(request.command())) {
            return;
        }
        ByteBuffer answer = out.room(HeadedValue.MAX_HEAD_LENGTH);
        TextResponseEncoder.meta(answer, status);
        for (int i = 0; i < flags.count(); i++) {
            if (flags.letter(i) == 'k' || flags.letter(i) == 'O') {
                putEcho(answer, request, source, i);
            }
        }
        TextResponseEncoder.lineEnd(answer);
    }

    void delete(TextRequestDecoder request, ByteBuffer source, Output out) {
        int keyLength = takeKey(request);
        MetaFlags flags = request.meta();
        long casToken = expectedToken(flags);
        StoreOutcome outcome;
        if (flags.has('I')) {
            long expiryMillis = flags.has('T') ? node.textExpiryMillis(flags.exptime()) : SlabStore.SAME_EXPIRY;
            outcome = store.invalidate(key, 0, keyLength, casToken, expiryMillis, result);
        } else {
            outcome = store.delete(key, 0, keyLength, casToken);
            if (outcome == StoreOutcome.DONE) {
                node.events.deleted(key, keyLength, "md", thread.connection);
            }
        }
        counters.increment(outcome == StoreOutcome.DONE ? Counter.DELETE_HITS : Counter.DELETE_MISSES);
        MetaStatus status = switch (outcome) {
            case DONE -> MetaStatus.HEADER;
            case EXISTS -> MetaStatus.EXISTS;
            default -> MetaStatus.NOT_FOUND;
        };
        answer(request, source, status, out);
    }

    void count(TextRequestDecoder request, ByteBuffer source, Output out) {
        int keyLength = takeKey(request);
        MetaFlags flags = request.meta();
        boolean up = flags.mode() == 'I' || flags.mode() == '+';
        boolean created = false;
        StoreOutcome outcome;
        while (true) {
            outcome = store.count(
                    up ? CounterMode.INCREMENT : CounterMode.DECREMENT,
                    expectedToken(flags),
                    key,
                    0,
                    keyLength,
                    flags.delta(),
                    result);
            if (outcome == StoreOutcome.NOT_FOUND && flags.has('N')) {
                outcome = createCounter(flags, keyLength);
                if (outcome == StoreOutcome.EXISTS) {
                    // another client was first: it can be counted now
                    continue;
                }
                created = outcome == StoreOutcome.DONE;
            }
            break;
        }
        oldExpiryMillis = result.expiryMillis();
        if (outcome == StoreOutcome.DONE && flags.has('T')) {
            // in vain if the counter was changed since: the other client's expiry stands then, as if it had come after
            // this
            touch(flags, keyLength);
        }
        answerCount(request, source, outcome, up, created, out);
    }

    private StoreOutcome createCounter(MetaFlags flags, int keyLength) {
        ByteBuffer text = ByteBuffer.wrap(CounterText.format(flags.initial()));
        long expiryMillis = node.textExpiryMillis(flags.vivifyExptime());
        StoreOutcome outcome = store.write(WriteMode.ADD, 0, key, 0, keyLength, text, expiryMillis, 0, result);
        result.setCounter(flags.initial());
        return outcome;
    }

    private void answerCount(
            TextRequestDecoder request,
            ByteBuffer source,
            StoreOutcome outcome,
            boolean up,
            boolean created,
            Output out) {
        switch (outcome) {
            case DONE -> {
                counters.increment(up ? Counter.INCR_HITS : Counter.DECR_HITS);
                if (created || !request.meta().has('q')) {
                    answerCounter(request, source, out);
                }
            }
            case NOT_FOUND -> {
                counters.increment(up ? Counter.INCR_MISSES : Counter.DECR_MISSES);
                answer(request, source, MetaStatus.NOT_FOUND, out);
            }
            case EXISTS -> answer(request, source, MetaStatus.EXISTS, out);
            case NOT_A_COUNTER -> TextCommands.answer(TextReply.NOT_A_COUNTER, out);
            default -> {
                counters.increment(Counter.STORE_NO_MEMORY);
                TextCommands.answer(TextReply.OUT_OF_MEMORY, out);
            }
        }
    }

    private void answerCounter(TextRequestDecoder request, ByteBuffer source, Output out) {
        ByteBuffer answer = out.room(HeadedValue.MAX_HEAD_LENGTH);
        boolean wantsValue = request.meta().has('v');
        if (wantsValue) {
            TextResponseEncoder.counter(digits.clear(), result.counter());
            TextResponseEncoder.metaValue(answer, digits.position() - 2);
        } else {
            TextResponseEncoder.meta(answer, MetaStatus.HEADER);
        }
        MetaFlags flags = request.meta();
        for (int i = 0; i < flags.count(); i++) {
            switch (flags.letter(i)) {
                case 'k', 'O' -> putEcho(answer, request, source, i);
                case 't' -> putTimeLeft(answer, flags, i);
                case 'c' -> TextResponseEncoder.metaNumber(answer, 'c', result.casToken());
                default -> {
                    // a flag that is not answered
                }
            }
        }
        TextResponseEncoder.lineEnd(answer);
        if (wantsValue) {
            answer.put(digits.flip());
        }
    }

    /** Tells what the node keeps beside an item. */
    void debug(TextRequestDecoder request, Output out) {
        int keyLength = takeKey(request);
        int valueLength = store.peek(key, 0, keyLength, result);
        if (valueLength == SlabStore.MISS) {
            ByteBuffer answer = out.room(HeadedValue.MAX_HEAD_LENGTH);
            TextResponseEncoder.meta(answer, MetaStatus.MISS);
            TextResponseEncoder.lineEnd(answer);
            return;
        }
        long expiryMillis = result.expiryMillis();
        int size = store.itemLength(keyLength, valueLength, result.clientFlags());
        String figures = " exp=" + (expiryMillis == SlabStore.NO_EXPIRY ? -1 : node.secondsUntil(expiryMillis))
                + " la=" + node.secondsSinceWrite(result.casToken())
                + " cas=" + Long.toUnsignedString(result.casToken())
                + " fetch=" + (result.wasHit() ? "yes" : "no")
                + " cls=" + new ClassNumbers(store).of(size)
                + " size=" + size
                + "\r\n";
        byte[] name = Arrays.copyOf(key, keyLength);
        out.room(HeadedValue.MAX_HEAD_LENGTH)
                .put("ME ".getBytes(StandardCharsets.US_ASCII))
                // a key may hold what ends a line
                .put(isOneWord(name) ? name : Base64.getEncoder().encode(name))
                .put(figures.getBytes(StandardCharsets.US_ASCII));
    }

    /** Tells whether a key can stand in a line as it is. Memcached takes any control character but those that part words and lines. */
    private static boolean isOneWord(byte[] key) {
        for (byte b : key) {
            if (b == 0 || b == ' ' || b == '\r' || b == '\n') {
                return false;
            }
        }
        return true;
    }
}
