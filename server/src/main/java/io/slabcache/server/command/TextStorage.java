package io.slabcache.server.command;

import io.slabcache.protocol.MetaFlags;
import io.slabcache.protocol.MetaStatus;
import io.slabcache.protocol.TextCommand;
import io.slabcache.protocol.TextReply;
import io.slabcache.protocol.TextRequestDecoder;
import io.slabcache.protocol.TextResponseEncoder;
import io.slabcache.server.stats.Counter;
import io.slabcache.store.Reservation;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreResult;
import io.slabcache.store.WriteMode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The storage command of a text conversation whose data block is arriving.
 *
 * <p>A block that is there as a whole is written into its slab when its end was seen; one that arrives in pieces goes into a reservation
 * piece by piece. Either way it is copied once.
 */
final class TextStorage {
    /** No item has this token, so a write that asks for it fails as it should; 0 would ask for none. */
    private static final long NOBODYS_TOKEN = -1;

    private static final int LINE_END_LENGTH = 2;
    private static final int NO_TOKEN_ASKED = -1;
    /** The most that a CAS token, the status and the line end add to the flags of an answer. */
    private static final int MAX_ANSWER_REST = 64;

    private final ThreadState thread;

    private TextCommand command = TextCommand.SET;
    private WriteMode mode = WriteMode.SET;
    private boolean asksToken;
    private boolean storesStale;
    private long casToken;
    private boolean silent;
    private long expiryMillis;
    private int clientFlags;

    /** Whether the block is there as a whole: no other conversation can have its turn before the command's end. */
    private boolean whole;

    /** Holds the key: the thread's array, or one of our own where other conversations have their turn meanwhile. */
    private byte[] key;

    private int keyLength;
    private @Nullable ByteBuffer valueBuffer;
    private int valueOffset;
    private int valueLength;

    private @Nullable Reservation reservation;

    /** The flags of a meta answer while a block arrives in pieces; the thread's buffer has them until then. */
    private byte @Nullable [] keptFlags;

    /** Where in the flags of a meta answer the new token belongs. */
    private int tokenIndex;

    TextStorage(ThreadState thread) {
        this.thread = thread;
        this.key = thread.key;
    }

    /** Tells whether a block is about to be read that is there as a whole: nothing may come between. */
    boolean isWhole() {
        return whole;
    }

    /**
     * Begins with the line of a command.
     *
     * @param line the buffer in which the line was decoded
     * @param in where the data block begins
     */
    void begin(TextRequestDecoder request, ByteBuffer line, ByteBuffer in, Output out) {
        command = request.command();
        boolean meta = command == TextCommand.META_SET;
        key = thread.key;
        request.copyKeyTo(key, 0);
        keyLength = request.keyLength();
        valueLength = request.dataLength();
        if (meta) {
            beginMeta(request, line);
        } else {
            thread.node.statistics.prefixes().set(key, keyLength);
            beginClassic(request);
        }
        thread.counters.increment(Counter.CMD_SET);
        if (!thread.node.isWithinLimit(keyLength, valueLength, mode.isConcatenation() ? 0 : clientFlags)) {
            thread.counters.increment(Counter.STORE_TOO_LARGE);
            tell(StoreOutcome.TOO_LARGE);
            refuse(request, TextReply.TOO_LARGE, out);
        } else if (in.remaining() - LINE_END_LENGTH >= valueLength) {
            whole = true;
        } else {
            reserve(request, out);
        }
    }

    private void beginClassic(TextRequestDecoder request) {
        mode = switch (command) {
            case ADD -> WriteMode.ADD;
            case REPLACE -> WriteMode.REPLACE;
            case APPEND -> WriteMode.APPEND;
            case PREPEND -> WriteMode.PREPEND;
            default -> WriteMode.SET;
        };
        storesStale = false;
        asksToken = command == TextCommand.CAS;
        casToken = !asksToken ? 0 : request.casToken() == 0 ? NOBODYS_TOKEN : request.casToken();
        clientFlags = request.clientFlags();
        expiryMillis = thread.node.textExpiryMillis(request.exptime());
        silent = request.noreply();
    }

    private void beginMeta(TextRequestDecoder request, ByteBuffer line) {
        MetaFlags flags = request.meta();
        mode = switch (flags.mode()) {
            case 'E' -> WriteMode.ADD;
            case 'R' -> WriteMode.REPLACE;
            case 'A' -> WriteMode.APPEND;
            case 'P' -> WriteMode.PREPEND;
            default -> WriteMode.SET;
        };
        // memcached does not look at the token of an add
        asksToken = flags.has('C') && mode != WriteMode.ADD;
        casToken = !asksToken ? 0 : flags.casToken() == 0 ? NOBODYS_TOKEN : flags.casToken();
        storesStale = flags.has('I') && asksToken && !mode.isConcatenation();
        clientFlags = flags.clientFlags();
        expiryMillis = thread.node.textExpiryMillis(flags.exptime());
        silent = flags.has('q');
        thread.counters.increment(Counter.CMD_META);
        keepFlags(request, line);
    }

    /** Writes down what of the line is answered, since the line may be gone when the block has come. */
    private void keepFlags(TextRequestDecoder request, ByteBuffer line) {
        ByteBuffer kept = thread.metaFlags.clear();
        MetaFlags flags = request.meta();
        tokenIndex = NO_TOKEN_ASKED;
        for (int i = 0; i < flags.count(); i++) {
            switch (flags.letter(i)) {
                case 'k' -> TextResponseEncoder.metaKey(kept, request, line);
                case 'O' -> TextResponseEncoder.metaToken(kept, 'O', line, flags.tokenOffset(i), flags.tokenLength(i));
                case 'c' -> tokenIndex = kept.position();
                default -> {
                    // a flag that is not answered
                }
            }
        }
    }

    private void reserve(TextRequestDecoder request, Output out) {
        reservation = thread.node.store.reserve(
                key, 0, keyLength, valueLength, expiryMillis, mode.isConcatenation() ? 0 : clientFlags);
        if (reservation == null) {
            thread.counters.increment(Counter.STORE_NO_MEMORY);
            tell(StoreOutcome.OUT_OF_MEMORY);
            refuse(request, TextReply.OUT_OF_MEMORY, out);
            return;
        }
        key = Arrays.copyOf(key, keyLength);
        if (command == TextCommand.META_SET) {
            keptFlags = Arrays.copyOf(thread.metaFlagBytes, thread.metaFlags.position());
        }
    }

    /** Refuses an item whose block is not looked at. */
    private void refuse(TextRequestDecoder request, TextReply reply, Output out) {
        deleteReplaced();
        request.skipData();
        if (command == TextCommand.META_SET || !silent) {
            TextCommands.answer(reply, out);
        }
    }

    /** An item that a set would have replaced, and that could not be stored, must not stay. */
    private void deleteReplaced() {
        if (command == TextCommand.SET || command == TextCommand.META_SET) {
            thread.node.store.delete(key, 0, keyLength, 0);
        }
    }

    /** Takes a piece of the block that stands in a buffer. */
    void take(ByteBuffer in, int offset, int length) {
        Reservation open = reservation;
        if (open == null) {
            valueBuffer = in;
            valueOffset = offset;
            return;
        }
        int position = in.position();
        int limit = in.limit();
        in.position(offset).limit(offset + length);
        open.fill(in);
        in.limit(limit).position(position);
    }

    /** Carries out the command, whose block has ended as it must. */
    void finish(ByteBuffer in, Output out) {
        Reservation open = reservation;
        boolean stale = storesStale && findsNewer();
        long oldExpiryMillis = thread.result.expiryMillis();
        boolean claimed = thread.result.isClaimed();
        StoreOutcome outcome;
        long newToken;
        if (open == null) {
            outcome = write(in);
            newToken = outcome == StoreOutcome.DONE ? thread.result.casToken() : 0;
        } else {
            reservation = null;
            outcome = open.commit(mode, casToken);
            newToken = open.casToken();
        }
        if (stale && outcome == StoreOutcome.DONE) {
            newToken = markStale(newToken, oldExpiryMillis, claimed);
        }
        tell(outcome);
        answer(outcome, newToken, out);
        drop();
    }

    /**
     * Tells whether the present item is newer than the token that was asked for: then its token is asked for instead, and what is
     * written is stale. Memcached writes it too, for readers who rather have that than nothing.
     */
    private boolean findsNewer() {
        StoreResult present = thread.result;
        if (thread.node.store.peek(key, 0, keyLength, present) == SlabStore.MISS
                || Long.compareUnsigned(casToken, present.casToken()) >= 0) {
            return false;
        }
        casToken = present.casToken();
        return true;
    }

    /** Marks the item just written, unless another client has written since; its time to live is that of the item before it. */
    private long markStale(long token, long oldExpiryMillis, boolean claimed) {
        SlabStore store = thread.node.store;
        if (store.invalidate(key, 0, keyLength, token, oldExpiryMillis, thread.result) != StoreOutcome.DONE) {
            return token;
        }
        long newToken = thread.result.casToken();
        if (claimed) {
            store.claim(key, 0, keyLength, newToken);
        }
        return newToken;
    }

    private void tell(StoreOutcome outcome) {
        thread.node.events.stored(
                key, keyLength, outcome, mode, asksToken, expiryMillis, valueLength, thread.connection);
    }

    private StoreOutcome write(ByteBuffer in) {
        ByteBuffer value = valueBuffer == null ? in : valueBuffer;
        int position = value.position();
        int limit = value.limit();
        int begin = valueLength == 0 ? position : valueOffset;
        value.position(begin).limit(begin + valueLength);
        try {
            return thread.node.store.write(
                    mode,
                    casToken,
                    key,
                    0,
                    keyLength,
                    value,
                    expiryMillis,
                    mode.isConcatenation() ? 0 : clientFlags,
                    thread.result);
        } finally {
            value.limit(limit).position(position);
        }
    }

    private void answer(StoreOutcome outcome, long newToken, Output out) {
        if (asksToken && !mode.isConcatenation()) {
            countCas(outcome);
        }
        if (outcome == StoreOutcome.OUT_OF_MEMORY) {
            thread.counters.increment(Counter.STORE_NO_MEMORY);
            deleteReplaced();
            if (command == TextCommand.META_SET || !silent) {
                TextCommands.answer(TextReply.OUT_OF_MEMORY, out);
            }
        } else if (command == TextCommand.META_SET) {
            answerMeta(outcome, newToken, out);
        } else if (!silent) {
            TextCommands.answer(reply(outcome), out);
        }
    }

    private void countCas(StoreOutcome outcome) {
        switch (outcome) {
            case DONE -> thread.counters.increment(Counter.CAS_HITS);
            case EXISTS -> thread.counters.increment(Counter.CAS_BADVAL);
            case NOT_FOUND -> thread.counters.increment(Counter.CAS_MISSES);
            default -> {
                // neither of the three: memory
            }
        }
    }

    private TextReply reply(StoreOutcome outcome) {
        return switch (outcome) {
            case DONE -> TextReply.STORED;
            case EXISTS -> asksToken ? TextReply.EXISTS : TextReply.NOT_STORED;
            case NOT_FOUND -> asksToken ? TextReply.NOT_FOUND : TextReply.NOT_STORED;
            default -> TextReply.NOT_STORED;
        };
    }

    private MetaStatus status(StoreOutcome outcome) {
        boolean conditional = asksToken && !mode.isConcatenation();
        return switch (outcome) {
            case DONE -> MetaStatus.HEADER;
            case EXISTS -> asksToken ? MetaStatus.EXISTS : MetaStatus.NOT_STORED;
            case NOT_FOUND -> conditional ? MetaStatus.NOT_FOUND : MetaStatus.NOT_STORED;
            default -> MetaStatus.NOT_STORED;
        };
    }

    private void answerMeta(StoreOutcome outcome, long newToken, Output out) {
        MetaStatus status = status(outcome);
        if (silent && status.isQuiet(TextCommand.META_SET)) {
            return;
        }
        byte[] kept = keptFlags;
        byte[] flags = kept == null ? thread.metaFlagBytes : kept;
        int length = kept == null ? thread.metaFlags.position() : kept.length;
        ByteBuffer answer = out.room(length + MAX_ANSWER_REST);
        TextResponseEncoder.meta(answer, status);
        int before = tokenIndex == NO_TOKEN_ASKED ? length : tokenIndex;
        answer.put(flags, 0, before);
        if (tokenIndex != NO_TOKEN_ASKED) {
            TextResponseEncoder.metaNumber(answer, 'c', newToken);
            answer.put(flags, before, length - before);
        }
        TextResponseEncoder.lineEnd(answer);
    }

    /** Forgets the command, whose block did not end as it must or will not come. */
    void abandon() {
        Reservation open = reservation;
        if (open != null) {
            reservation = null;
            open.abort();
        }
        drop();
    }

    private void drop() {
        whole = false;
        valueBuffer = null;
        keptFlags = null;
        key = thread.key;
    }
}
