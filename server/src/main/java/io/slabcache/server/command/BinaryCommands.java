package io.slabcache.server.command;

import io.slabcache.protocol.AnswerRule;
import io.slabcache.protocol.CounterText;
import io.slabcache.protocol.Exptime;
import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestDecoder;
import io.slabcache.protocol.ResponseEncoder;
import io.slabcache.protocol.Status;
import io.slabcache.server.stats.Counter;
import io.slabcache.server.stats.CounterSet;
import io.slabcache.server.stats.NodeStatistics;
import io.slabcache.server.stats.PrefixStatistics;
import io.slabcache.server.stats.StatSink;
import io.slabcache.store.CounterMode;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreResult;
import io.slabcache.store.WriteMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands of the binary protocol: each takes the request that the thread's decoder holds, with its key in the thread's array, does
 * its work on the store and writes the answer.
 */
final class BinaryCommands {
    /** A buffer with less room than this, heads apart, is left for a fresh one before the store is asked. */
    private static final int LIKELY_VALUE_LENGTH = 512;

    private static final byte[] VERSION = NodeStatistics.VERSION.getBytes(StandardCharsets.US_ASCII);
    private static final String RESET = "reset";
    private static final String DETAIL = "detail";
    private static final byte[] DETAILED = "detailed".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_MEMORY = "Out of memory allocating item".getBytes(StandardCharsets.US_ASCII);

    private final ThreadState thread;
    private final Node node;
    private final SlabStore store;
    private final CounterSet counters;
    private final RequestDecoder decoder;
    private final byte[] key;
    private final StoreResult result;

    BinaryCommands(ThreadState thread) {
        this.thread = thread;
        this.node = thread.node;
        this.store = node.store;
        this.counters = thread.counters;
        this.decoder = thread.decoder;
        this.key = thread.key;
        this.result = thread.result;
    }

    void get(Opcode opcode, Output out) {
        counters.increment(Counter.CMD_GET);
        boolean found = retrieve(opcode, false, 0, out);
        node.statistics.prefixes().get(key, decoder.keyLength(), found);
        counters.increment(found ? Counter.GET_HITS : Counter.GET_MISSES);
    }

    void getAndTouch(Opcode opcode, Output out) {
        counters.increment(Counter.CMD_TOUCH);
        counters.increment(Counter.CMD_GET);
        boolean found = retrieve(opcode, true, node.expiryMillis(decoder.exptime()), out);
        node.statistics.prefixes().get(key, decoder.keyLength(), found);
        counters.increment(found ? Counter.TOUCH_HITS : Counter.TOUCH_MISSES);
        counters.increment(found ? Counter.GET_HITS : Counter.GET_MISSES);
    }

    /** Copies the value from the slab to where it is sent from, and then writes the head before it. */
    private boolean retrieve(Opcode opcode, boolean touches, long expiryMillis, Output out) {
        int keyLength = decoder.keyLength();
        int headLength = FrameLayout.HEADER_LENGTH + FrameLayout.FLAGS_LENGTH + (repeatsKey(opcode) ? keyLength : 0);
        ByteBuffer target = out.room(headLength + LIKELY_VALUE_LENGTH);
        while (true) {
            int start = target.position();
            target.position(start + headLength);
            int room = target.remaining();
            int valueLength = touches
                    ? store.getIntoAndTouch(key, 0, keyLength, expiryMillis, target, result)
                    : store.getInto(key, 0, keyLength, target, result);
            target.position(start);
            if (valueLength == SlabStore.MISS) {
                node.events.fetched(key, keyLength, false, 0, thread.connection);
                answerMiss(opcode, keyLength, out);
                return false;
            }
            if (valueLength <= room) {
                ResponseEncoder.hitHead(
                        target,
                        opcode,
                        decoder.opaque(),
                        result.casToken(),
                        result.clientFlags(),
                        key,
                        keyLength,
                        valueLength);
                target.position(start + headLength + valueLength);
                node.events.fetched(key, keyLength, true, valueLength, thread.connection);
                return true;
            }
            if (!out.affords(headLength + valueLength)) {
                answerNoMemory(opcode, decoder.opaque(), out);
                return true;
            }
            // another value may have taken its place by then: hence the loop
            target = out.room(headLength + valueLength);
        }
    }

    private void answerMiss(Opcode opcode, int keyLength, Output out) {
        if (opcode.answerRule() == AnswerRule.SILENT_MISS) {
            return;
        }
        if (repeatsKey(opcode)) {
            byte[] wholeKey = Arrays.copyOf(key, keyLength);
            ResponseEncoder.miss(out.room(FrameLayout.HEADER_LENGTH + keyLength), opcode, decoder.opaque(), wholeKey);
        } else {
            answerError(opcode.code(), decoder.opaque(), Status.KEY_NOT_FOUND, out);
        }
    }

    private static boolean repeatsKey(Opcode opcode) {
        return switch (opcode.shape()) {
            case GET_WITH_KEY, GET_AND_TOUCH_WITH_KEY -> true;
            default -> false;
        };
    }

    void touch(Output out) {
        counters.increment(Counter.CMD_TOUCH);
        StoreOutcome outcome =
                store.touch(key, 0, decoder.keyLength(), 0, node.expiryMillis(decoder.exptime()), result);
        if (outcome == StoreOutcome.DONE) {
            counters.increment(Counter.TOUCH_HITS);
            ResponseEncoder.touched(
                    out.room(FrameLayout.HEADER_LENGTH + FrameLayout.FLAGS_LENGTH),
                    decoder.opaque(),
                    result.casToken(),
                    result.clientFlags());
        } else {
            counters.increment(Counter.TOUCH_MISSES);
            answerError(Opcode.TOUCH.code(), decoder.opaque(), Status.KEY_NOT_FOUND, out);
        }
    }

    /** Writes an item whose value stands at the position of the client's bytes, whole. */
    void write(Opcode opcode, WriteMode mode, ByteBuffer in, long expiryMillis, int clientFlags, Output out) {
        long casToken = decoder.casToken();
        int end = in.limit();
        in.limit(in.position() + decoder.valueLength());
        StoreOutcome outcome =
                store.write(mode, casToken, key, 0, decoder.keyLength(), in, expiryMillis, clientFlags, result);
        in.position(in.limit()).limit(end);
        node.events.stored(
                key,
                decoder.keyLength(),
                outcome,
                mode,
                casToken != 0,
                expiryMillis,
                decoder.valueLength(),
                thread.connection);
        if (outcome == StoreOutcome.OUT_OF_MEMORY) {
            refuseWrite(opcode, mode, decoder.keyLength(), Status.OUT_OF_MEMORY, out);
        } else {
            answerWrite(opcode, mode, decoder.opaque(), casToken, outcome, result.casToken(), out);
        }
    }

    /** Refuses an item; a present one under its key, which a SET would have replaced, must not stay. */
    void refuseWrite(Opcode opcode, WriteMode mode, int keyLength, Status status, Output out) {
        if (mode == WriteMode.SET) {
            store.delete(key, 0, keyLength, 0);
        }
        if (status == Status.TOO_LARGE) {
            counters.increment(Counter.STORE_TOO_LARGE);
            answerError(opcode.code(), decoder.opaque(), status, out);
        } else {
            counters.increment(Counter.STORE_NO_MEMORY);
            answerNoMemory(opcode, decoder.opaque(), out);
        }
    }

    void answerWrite(
            Opcode opcode,
            WriteMode mode,
            int opaque,
            long casToken,
            StoreOutcome outcome,
            long newCasToken,
            Output out) {
        if (casToken != 0 && !mode.isConcatenation()) {
            countCas(outcome);
        }
        switch (outcome) {
            case DONE -> answerDone(opcode, opaque, newCasToken, out);
            case EXISTS -> answerError(opcode.code(), opaque, Status.KEY_EXISTS, out);
            case NOT_FOUND ->
                answerError(
                        opcode.code(), opaque, mode.isConcatenation() ? Status.NOT_STORED : Status.KEY_NOT_FOUND, out);
            case TOO_LARGE -> answerError(opcode.code(), opaque, Status.NOT_STORED, out);
            case OUT_OF_MEMORY -> {
                counters.increment(Counter.STORE_NO_MEMORY);
                answerNoMemory(opcode, opaque, out);
            }
            default -> throw new IllegalStateException("a write cannot end so: outcome=" + outcome);
        }
    }

    private void countCas(StoreOutcome outcome) {
        switch (outcome) {
            case DONE -> counters.increment(Counter.CAS_HITS);
            case EXISTS -> counters.increment(Counter.CAS_BADVAL);
            case NOT_FOUND -> counters.increment(Counter.CAS_MISSES);
            default -> {
                // neither of the three: memory
            }
        }
    }

    void delete(Opcode opcode, Output out) {
        node.statistics.prefixes().delete(key, decoder.keyLength());
        StoreOutcome outcome = store.delete(key, 0, decoder.keyLength(), decoder.casToken());
        switch (outcome) {
            case DONE -> {
                counters.increment(Counter.DELETE_HITS);
                node.events.deleted(key, decoder.keyLength(), "delete", thread.connection);
                answerDone(opcode, decoder.opaque(), 0, out);
            }
            case EXISTS -> answerError(opcode.code(), decoder.opaque(), Status.KEY_EXISTS, out);
            default -> {
                counters.increment(Counter.DELETE_MISSES);
                answerError(opcode.code(), decoder.opaque(), Status.KEY_NOT_FOUND, out);
            }
        }
    }

    void count(Opcode opcode, Output out) {
        boolean up = opcode.loud() == Opcode.INCREMENT;
        int keyLength = decoder.keyLength();
        long exptime = decoder.exptime();
        while (true) {
            StoreOutcome outcome = store.count(
                    up ? CounterMode.INCREMENT : CounterMode.DECREMENT,
                    decoder.casToken(),
                    key,
                    0,
                    keyLength,
                    decoder.delta(),
                    result);
            if (outcome == StoreOutcome.NOT_FOUND) {
                if (exptime == Exptime.DO_NOT_CREATE) {
                    counters.increment(up ? Counter.INCR_MISSES : Counter.DECR_MISSES);
                } else {
                    outcome = createCounter(keyLength, exptime);
                    if (outcome == StoreOutcome.EXISTS) {
                        // another client was first: it can be counted now
                        continue;
                    }
                }
            } else if (outcome == StoreOutcome.DONE) {
                counters.increment(up ? Counter.INCR_HITS : Counter.DECR_HITS);
            }
            answerCounter(opcode, outcome, out);
            return;
        }
    }

    private StoreOutcome createCounter(int keyLength, long exptime) {
        long initial = decoder.initial();
        StoreOutcome outcome = store.write(
                WriteMode.ADD,
                0,
                key,
                0,
                keyLength,
                ByteBuffer.wrap(CounterText.format(initial)),
                node.expiryMillis(exptime),
                0,
                result);
        result.setCounter(initial);
        return outcome;
    }

    private void answerCounter(Opcode opcode, StoreOutcome outcome, Output out) {
        int opaque = decoder.opaque();
        switch (outcome) {
            case DONE -> {
                if (opcode.answerRule() != AnswerRule.SILENT_SUCCESS) {
                    ResponseEncoder.counter(
                            out.room(FrameLayout.HEADER_LENGTH + FrameLayout.COUNTER_LENGTH),
                            opcode,
                            opaque,
                            result.casToken(),
                            result.counter());
                }
            }
            case NOT_FOUND -> answerError(opcode.code(), opaque, Status.KEY_NOT_FOUND, out);
            case EXISTS -> answerError(opcode.code(), opaque, Status.KEY_EXISTS, out);
            case NOT_A_COUNTER -> answerError(opcode.code(), opaque, Status.NON_NUMERIC, out);
            default -> {
                counters.increment(Counter.STORE_NO_MEMORY);
                answerNoMemory(opcode, opaque, out);
            }
        }
    }

    void flush(Opcode opcode, Output out) {
        counters.increment(Counter.CMD_FLUSH);
        if (node.flush(decoder.exptime())) {
            answerDone(opcode, decoder.opaque(), 0, out);
        } else {
            answerError(opcode.code(), decoder.opaque(), Status.OUT_OF_MEMORY, out);
        }
    }

    void version(Output out) {
        ResponseEncoder.text(
                out.room(FrameLayout.HEADER_LENGTH + VERSION.length), Opcode.VERSION, decoder.opaque(), VERSION);
    }

    void text(Opcode opcode, String text, Output out) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        ResponseEncoder.text(out.room(FrameLayout.HEADER_LENGTH + bytes.length), opcode, decoder.opaque(), bytes);
    }

    /** Returns the name of the command that a STAT is, if only those may give it who may administer, or null. */
    @Nullable
    String confinedStat() {
        String group = statGroup();
        if (group.equals(RESET)) {
            return "stats reset";
        }
        return group.startsWith(DETAIL) ? "stats detail" : null;
    }

    private String statGroup() {
        return new String(key, 0, decoder.keyLength(), StandardCharsets.ISO_8859_1);
    }

    void stat(Output out) {
        int opaque = decoder.opaque();
        String group = statGroup();
        if (group.startsWith(DETAIL)) {
            detail(group.substring(DETAIL.length()), opaque, out);
            return;
        }
        StatSink sink = (name, value) -> {
            byte[] nameBytes = name.getBytes(StandardCharsets.US_ASCII);
            byte[] valueBytes = value.getBytes(StandardCharsets.US_ASCII);
            ResponseEncoder.statistic(
                    out.room(FrameLayout.HEADER_LENGTH + nameBytes.length + valueBytes.length),
                    opaque,
                    nameBytes,
                    valueBytes);
        };
        if (node.statistics.tell(group, sink)) {
            ResponseEncoder.endStatistics(out.room(FrameLayout.HEADER_LENGTH), opaque);
        } else {
            answerError(Opcode.STAT.code(), opaque, Status.KEY_NOT_FOUND, out);
        }
    }

    /** What is counted by the beginnings of keys: one statistic with all lines. Like memcached this takes more words than it knows. */
    private void detail(String rest, int opaque, Output out) {
        PrefixStatistics prefixes = node.statistics.prefixes();
        if (rest.startsWith(" dump")) {
            List<String> lines = prefixes.lines();
            lines.add("END");
            byte[] text = (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            int length = FrameLayout.HEADER_LENGTH + DETAILED.length + text.length;
            if (!out.affords(length)) {
                answerNoMemory(Opcode.STAT, opaque, out);
                return;
            }
            ResponseEncoder.statistic(out.room(length), opaque, DETAILED, text);
        } else if (rest.startsWith(" on")) {
            prefixes.setCounting(true);
        } else if (rest.startsWith(" off")) {
            prefixes.setCounting(false);
        } else {
            answerError(Opcode.STAT.code(), opaque, Status.KEY_NOT_FOUND, out);
            return;
        }
        ResponseEncoder.endStatistics(out.room(FrameLayout.HEADER_LENGTH), opaque);
    }

    void answerDone(Opcode opcode, int opaque, long casToken, Output out) {
        if (opcode.answerRule() != AnswerRule.SILENT_SUCCESS) {
            ResponseEncoder.done(out.room(FrameLayout.HEADER_LENGTH), opcode, opaque, casToken);
        }
    }

    void answerError(int opcodeCode, int opaque, Status status, Output out) {
        ResponseEncoder.error(out.room(FrameLayout.HEADER_LENGTH + status.text().length()), opcodeCode, opaque, status);
    }

    private static void answerNoMemory(Opcode opcode, int opaque, Output out) {
        ResponseEncoder.error(
                out.room(FrameLayout.HEADER_LENGTH + NO_MEMORY.length),
                opcode.code(),
                opaque,
                Status.OUT_OF_MEMORY,
                NO_MEMORY);
    }
}
