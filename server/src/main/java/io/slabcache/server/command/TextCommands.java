package io.slabcache.server.command;

import io.slabcache.protocol.Exptime;
import io.slabcache.protocol.TextCommand;
import io.slabcache.protocol.TextReply;
import io.slabcache.protocol.TextRequestDecoder;
import io.slabcache.protocol.TextResponseEncoder;
import io.slabcache.protocol.TextShape;
import io.slabcache.server.stats.Counter;
import io.slabcache.server.stats.CounterSet;
import io.slabcache.store.CounterMode;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreResult;
import java.nio.ByteBuffer;

/**
 * The classic text commands on items, storage apart: each takes the request that a conversation's decoder holds, does its work on the
 * store and writes the answer.
 */
final class TextCommands {
    private static final int MAX_COUNTER_LENGTH = 20 + 2;

    private final ThreadState thread;
    private final Node node;
    private final SlabStore store;
    private final CounterSet counters;
    private final byte[] key;
    private final StoreResult result;
    private final HeadedValue values;

    TextCommands(ThreadState thread) {
        this.thread = thread;
        this.node = thread.node;
        this.store = node.store;
        this.counters = thread.counters;
        this.key = thread.key;
        this.result = thread.result;
        this.values = new HeadedValue(store, result);
    }

    static void answer(TextReply reply, Output out) {
        TextResponseEncoder.reply(out.room(reply.length()), reply);
    }

    static void answer(TextRequestDecoder request, TextReply reply, Output out) {
        if (!request.noreply()) {
            answer(reply, out);
        }
    }

    private int takeKey(TextRequestDecoder request) {
        request.copyKeyTo(key, 0);
        return request.keyLength();
    }

    /** Answers one key of a retrieval. */
    void retrieve(TextRequestDecoder request, Output out) {
        TextCommand command = request.command();
        int keyLength = takeKey(request);
        boolean touches = command.shape() == TextShape.TOUCHING_RETRIEVAL;
        int valueLength = touches
                ? values.readAndTouch(key, keyLength, keyLength, node.textExpiryMillis(request.exptime()), out)
                : values.read(key, keyLength, keyLength, out);
        boolean found = valueLength != SlabStore.MISS;
        counters.increment(Counter.CMD_GET);
        counters.increment(found ? Counter.GET_HITS : Counter.GET_MISSES);
        if (touches) {
            counters.increment(Counter.CMD_TOUCH);
            counters.increment(found ? Counter.TOUCH_HITS : Counter.TOUCH_MISSES);
        }
        node.statistics.prefixes().get(key, keyLength, found);
        node.events.fetched(key, keyLength, found, valueLength, thread.connection);
        if (!found) {
            return;
        }
        ByteBuffer head = values.head();
        if (command.tellsCasToken()) {
            TextResponseEncoder.valueHead(
                    head, key, 0, keyLength, result.clientFlags(), valueLength, result.casToken());
        } else {
            TextResponseEncoder.valueHead(head, key, 0, keyLength, result.clientFlags(), valueLength);
        }
        values.finish(keyLength, valueLength);
    }

    void delete(TextRequestDecoder request, Output out) {
        int keyLength = takeKey(request);
        node.statistics.prefixes().delete(key, keyLength);
        boolean deleted = store.delete(key, 0, keyLength, 0) == StoreOutcome.DONE;
        if (deleted) {
            node.events.deleted(key, keyLength, "delete", thread.connection);
        }
        counters.increment(deleted ? Counter.DELETE_HITS : Counter.DELETE_MISSES);
        answer(request, deleted ? TextReply.DELETED : TextReply.NOT_FOUND, out);
    }

    void touch(TextRequestDecoder request, Output out) {
        int keyLength = takeKey(request);
        long expiryMillis = node.textExpiryMillis(request.exptime());
        boolean touched = store.touch(key, 0, keyLength, 0, expiryMillis) == StoreOutcome.DONE;
        counters.increment(Counter.CMD_TOUCH);
        counters.increment(touched ? Counter.TOUCH_HITS : Counter.TOUCH_MISSES);
        answer(request, touched ? TextReply.TOUCHED : TextReply.NOT_FOUND, out);
    }

    void count(TextRequestDecoder request, Output out) {
        boolean up = request.command() == TextCommand.INCR;
        CounterMode mode = up ? CounterMode.INCREMENT : CounterMode.DECREMENT;
        StoreOutcome outcome = store.count(mode, 0, key, 0, takeKey(request), request.delta(), result);
        switch (outcome) {
            case DONE -> {
                counters.increment(up ? Counter.INCR_HITS : Counter.DECR_HITS);
                if (!request.noreply()) {
                    TextResponseEncoder.counter(out.room(MAX_COUNTER_LENGTH), result.counter());
                }
            }
            case NOT_FOUND -> {
                counters.increment(up ? Counter.INCR_MISSES : Counter.DECR_MISSES);
                answer(request, TextReply.NOT_FOUND, out);
            }
            case NOT_A_COUNTER -> answer(request, TextReply.NOT_A_COUNTER, out);
            default -> {
                counters.increment(Counter.STORE_NO_MEMORY);
                answer(request, TextReply.OUT_OF_MEMORY, out);
            }
        }
    }

    void flush(TextRequestDecoder request, Output out) {
        counters.increment(Counter.CMD_FLUSH);
        // what lies in the past flushes at once
        boolean marked = node.flush(Math.max(request.exptime(), Exptime.NEVER));
        answer(request, marked ? TextReply.OK : TextReply.OUT_OF_MEMORY, out);
    }
}
