package io.slabcache.client.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.slabcache.protocol.Exptime;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.ResponseEncoder;
import io.slabcache.protocol.Status;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The items of a {@link FakeMemcached} and the regular answers about them. Items do not expire. */
final class FakeItems {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stored(byte[] value, int clientFlags, long casToken, long exptime) {}

    private static final int OVERHEAD = 1024;
    private static final byte[] VERSION = "1.6.18-fake".getBytes(US_ASCII);

    private final Map<ByteBuffer, Stored> items = new HashMap<>();
    private final long maxItemSize;
    private long lastToken;

    FakeItems(long maxItemSize) {
        this.maxItemSize = maxItemSize;
    }

    synchronized @Nullable Stored get(byte[] key) {
        return items.get(ByteBuffer.wrap(key));
    }

    /** Forgets everything, also the tokens, as a restart does. */
    synchronized void restart() {
        items.clear();
        lastToken = 0;
    }

    /** Carries a request out and returns the answer's bytes. */
    synchronized byte[] carryOut(FakeRequest request) {
        Stored stored = items.get(ByteBuffer.wrap(request.key()));
        ByteBuffer out =
                ByteBuffer.allocate(OVERHEAD + request.key().length + (stored == null ? 0 : stored.value().length));
        switch (request.opcode().shape()) {
            case GET, GET_WITH_KEY -> retrieve(out, request, stored);
            case GET_AND_TOUCH, GET_AND_TOUCH_WITH_KEY -> retrieve(out, request, touch(request, stored));
            case TOUCH -> {
                touch(request, stored);
                if (stored == null) {
                    error(out, request, Status.KEY_NOT_FOUND);
                } else {
                    ResponseEncoder.touched(out, request.opaque(), stored.casToken(), stored.clientFlags());
                }
            }
            case STORE -> store(out, request, stored);
            case CONCATENATE -> concatenate(out, request, stored);
            case DELETE -> delete(out, request, stored);
            case COUNTER -> count(out, request, stored);
            case FLUSH -> {
                items.clear();
                done(out, request, 0);
            }
            case STAT -> statistics(out, request);
            case TEXT -> {
                if (request.opcode() == Opcode.VERSION) {
                    ResponseEncoder.text(out, Opcode.VERSION, request.opaque(), VERSION);
                } else {
                    error(out, request, Status.UNKNOWN_COMMAND);
                }
            }
            case BARE -> done(out, request, 0);
            case SASL -> error(out, request, Status.UNKNOWN_COMMAND);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void retrieve(ByteBuffer out, FakeRequest request, @Nullable Stored stored) {
        if (stored != null) {
            ResponseEncoder.hit(
                    out,
                    request.opcode(),
                    request.opaque(),
                    stored.casToken(),
                    stored.clientFlags(),
                    request.key(),
                    stored.value());
        } else if (!request.opcode().isQuiet()) {
            ResponseEncoder.miss(out, request.opcode(), request.opaque(), request.key());
        }
    }

    private @Nullable Stored touch(FakeRequest request, @Nullable Stored stored) {
        if (stored != null) {
            put(request.key(), new Stored(stored.value(), stored.clientFlags(), stored.casToken(), request.exptime()));
        }
        return stored;
    }

    private void store(ByteBuffer out, FakeRequest request, @Nullable Stored stored) {
        Opcode opcode = request.opcode().loud();
        if (request.value().length + request.key().length + 60 > maxItemSize) {
            if (opcode == Opcode.SET) {
                items.remove(ByteBuffer.wrap(request.key()));
            }
            error(out, request, Status.TOO_LARGE);
        } else if (stored == null && (request.casToken() != 0 || opcode == Opcode.REPLACE)) {
            error(out, request, Status.KEY_NOT_FOUND);
        } else if (stored != null
                && (request.casToken() == 0 ? opcode == Opcode.ADD : request.casToken() != stored.casToken())) {
            error(out, request, Status.KEY_EXISTS);
        } else {
            store(request.key(), request.value(), request.clientFlags(), request.exptime());
            done(out, request, lastToken);
        }
    }

    private void concatenate(ByteBuffer out, FakeRequest request, @Nullable Stored stored) {
        if (stored == null) {
            error(out, request, Status.NOT_STORED);
        } else if (request.casToken() != 0 && request.casToken() != stored.casToken()) {
            error(out, request, Status.KEY_EXISTS);
        } else {
            boolean behind = request.opcode().loud() == Opcode.APPEND;
            byte[] first = behind ? stored.value() : request.value();
            byte[] second = behind ? request.value() : stored.value();
            byte[] joined = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, joined, first.length, second.length);
            store(request.key(), joined, stored.clientFlags(), stored.exptime());
            done(out, request, lastToken);
        }
    }

    private void delete(ByteBuffer out, FakeRequest request, @Nullable Stored stored) {
        if (stored == null) {
            error(out, request, Status.KEY_NOT_FOUND);
        } else if (request.casToken() != 0 && request.casToken() != stored.casToken()) {
            error(out, request, Status.KEY_EXISTS);
        } else {
            items.remove(ByteBuffer.wrap(request.key()));
            done(out, request, 0);
        }
    }

    private void count(ByteBuffer out, FakeRequest request, @Nullable Stored stored) {
        long next;
        if (stored == null) {
            if (request.exptime() == Exptime.DO_NOT_CREATE) {
                error(out, request, Status.KEY_NOT_FOUND);
                return;
            }
            next = request.initial();
        } else {
            long old;
            try {
                old = Long.parseUnsignedLong(new String(stored.value(), US_ASCII).strip());
            } catch (NumberFormatException e) {
                error(out, request, Status.NON_NUMERIC);
                return;
            }
            boolean up = request.opcode().loud() == Opcode.INCREMENT;
            boolean floor = !up && Long.compareUnsigned(old, request.delta()) < 0;
            next = up ? old + request.delta() : floor ? 0 : old - request.delta();
        }
        byte[] text = Long.toUnsignedString(next).getBytes(US_ASCII);
        if (stored != null && text.length < stored.value().length) {
            // As memcached does: in place, padded with blanks.
            int shorter = text.length;
            text = Arrays.copyOf(text, stored.value().length);
            Arrays.fill(text, shorter, text.length, (byte) ' ');
        }
        store(
                request.key(),
                text,
                stored == null ? 0 : stored.clientFlags(),
                stored == null ? request.exptime() : stored.exptime());
        if (!request.opcode().isQuiet()) {
            ResponseEncoder.counter(out, request.opcode(), request.opaque(), lastToken, next);
        }
    }

    private void statistics(ByteBuffer out, FakeRequest request) {
        String group = request.keyText();
        if (group.equals("settings")) {
            statistic(out, request, "item_size_max", Long.toString(maxItemSize));
        } else if (group.isEmpty()) {
            statistic(out, request, "curr_items", Integer.toString(items.size()));
        } else {
            error(out, request, Status.KEY_NOT_FOUND);
            return;
        }
        ResponseEncoder.endStatistics(out, request.opaque());
    }

    private static void statistic(ByteBuffer out, FakeRequest request, String name, String value) {
        ResponseEncoder.statistic(out, request.opaque(), name.getBytes(US_ASCII), value.getBytes(US_ASCII));
    }

    private void store(byte[] key, byte[] value, int clientFlags, long exptime) {
        put(key, new Stored(value, clientFlags, ++lastToken, exptime));
    }

    private void put(byte[] key, Stored item) {
        items.put(ByteBuffer.wrap(key.clone()), item);
    }

    private static void done(ByteBuffer out, FakeRequest request, long casToken) {
        if (!request.opcode().isQuiet()) {
            ResponseEncoder.done(out, request.opcode(), request.opaque(), casToken);
        }
    }

    private static void error(ByteBuffer out, FakeRequest request, Status status) {
        ResponseEncoder.error(out, request.opcode().code(), request.opaque(), status);
    }
}
