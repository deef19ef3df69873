package io.slabcache.store.engine;

import io.slabcache.store.Reservation;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.StoreResult;
import io.slabcache.store.ValueLengthException;
import io.slabcache.store.WriteMode;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A reserved item and how far its value has been filled. */
final class EngineReservation implements Reservation {
    private final SlabEngine engine;
    private final byte[] key;
    private final long hash;
    private final long item;
    private final ItemPayload payload;
    private final int valueLength;
    private int remaining;
    private boolean ended;
    private final StoreResult result = new StoreResult();

    /** Takes over a reserved item whose key has been written; the payload stands behind the key. */
    EngineReservation(SlabEngine engine, byte[] key, long hash, long item, ItemPayload payload, int valueLength) {
        this.engine = engine;
        this.key = key;
        this.hash = hash;
        this.item = item;
        this.payload = payload;
        this.valueLength = valueLength;
        this.remaining = valueLength;
    }

    @Override
    public int remaining() {
        return remaining;
    }

    @Override
    public void fill(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        checkPiece(length);
        engine.fill(payload, source, offset, length);
        remaining -= length;
    }

    @Override
    public void fill(ByteBuffer source) {
        // a view of its own, so that another thread that moves the buffer's position does not move ours
        ByteBuffer view = source.duplicate();
        int length = view.remaining();
        checkPiece(length);
        engine.fill(payload, view, length);
        source.position(view.limit());
        remaining -= length;
    }

    private void checkPiece(int length) {
        checkOpen();
        if (length > remaining) {
            throw new ValueLengthException("the piece is longer than what remains of the reserved value: length="
                    + length + ", remaining=" + remaining);
        }
    }

    private void checkOpen() {
        if (ended) {
            throw new IllegalStateException("the reservation was committed or aborted");
        }
    }

    @Override
    public StoreOutcome commit(WriteMode mode, long expectedToken) {
        Objects.requireNonNull(mode, "mode");
        checkOpen();
        if (remaining > 0) {
            throw new ValueLengthException(
                    "the reserved value is not complete: valueLength=" + valueLength + ", remaining=" + remaining);
        }
        // whatever happens from here on, the engine owns the chunk
        ended = true;
        return engine.commit(mode, expectedToken, hash, item, key, result);
    }

    @Override
    public long casToken() {
        return result.casToken();
    }

    @Override
    public void abort() {
        if (!ended) {
            ended = true;
            engine.abort(item);
        }
    }
}
