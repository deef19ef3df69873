package io.slabcache.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded random frames: what is encoded is decoded again, however the stream is cut. */
class CodecModelTest {
    private static final int FRAMES = 3000;
    private static final int MAX_VALUE_LENGTH = 2000;
    private static final int BUFFER_LENGTH = 3 * (FrameLayout.HEADER_LENGTH + 20 + 250 + MAX_VALUE_LENGTH);

    private static final List<Opcode> OPCODES = List.of(Opcode.values());
    private static final List<Status> ERRORS =
            List.copyOf(EnumSet.complementOf(EnumSet.of(Status.SUCCESS, Status.UNKNOWN)));

    @SuppressWarnings("ArrayRecordComponent") // a row of a table, never compared
    record Frame(
            Opcode opcode,
            Status status,
            int opaque,
            long casToken,
            int clientFlags,
            long exptime,
            long delta,
            long initial,
            byte[] key,
            byte[] value) {}

    private static byte[] randomBytes(Random random, int least, int greatest) {
        byte[] bytes = new byte[least + random.nextInt(greatest - least + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Frame randomFrame(Random random) {
        Opcode opcode = OPCODES.get(random.nextInt(OPCODES.size()));
        Status status = random.nextInt(4) == 0 ? ERRORS.get(random.nextInt(ERRORS.size())) : Status.SUCCESS;
        return new Frame(
                opcode,
                status,
                random.nextInt(),
                random.nextLong(),
                random.nextInt(),
                Integer.toUnsignedLong(random.nextInt()),
                random.nextLong(),
                random.nextLong(),
                randomBytes(random, 1, FrameLayout.MAX_KEY_LENGTH),
                randomBytes(random, 0, random.nextBoolean() ? 20 : MAX_VALUE_LENGTH));
    }

    private static void encodeRequest(ByteBuffer out, Frame f) {
        switch (f.opcode.shape()) {
            case GET, GET_WITH_KEY -> RequestEncoder.get(out, f.opcode, f.opaque, f.key);
            case STORE ->
                RequestEncoder.store(out, f.opcode, f.opaque, f.casToken, f.key, f.clientFlags, f.exptime, f.value);
            case CONCATENATE -> RequestEncoder.concatenate(out, f.opcode, f.opaque, f.casToken, f.key, f.value);
            case DELETE -> RequestEncoder.delete(out, f.opcode, f.opaque, f.casToken, f.key);
            case COUNTER ->
                RequestEncoder.counter(out, f.opcode, f.opaque, f.casToken, f.key, f.delta, f.initial, f.exptime);
            case FLUSH -> RequestEncoder.flush(out, f.opcode, f.opaque, f.exptime);
            case BARE, TEXT -> RequestEncoder.bare(out, f.opcode, f.opaque);
            case STAT -> RequestEncoder.stat(out, f.opaque, f.key);
            case TOUCH, GET_AND_TOUCH, GET_AND_TOUCH_WITH_KEY ->
                RequestEncoder.touch(out, f.opcode, f.opaque, f.key, f.exptime);
            case SASL -> RequestEncoder.sasl(out, f.opcode, f.opaque, f.key, f.value);
        }
    }

    private static void assertRequest(RequestDecoder d, Frame f, String as) {
        OpcodeShape shape = f.opcode.shape();
        assertThat(d.verdict()).as(as).isEqualTo(Status.SUCCESS);
        assertThat(d.opcode()).as(as).isEqualTo(f.opcode);
        assertThat(d.opaque()).as(as).isEqualTo(f.opaque);
        if (shape.requestKey() != Presence.ABSENT) {
            assertThat(d.keyEquals(f.key)).as(as).isTrue();
        }
        assertThat(d.copyValue()).as(as).isEqualTo(shape.requestValue() == Presence.ABSENT ? new byte[0] : f.value);
        boolean conditional = shape == OpcodeShape.STORE
                || shape == OpcodeShape.CONCATENATE
                || shape == OpcodeShape.DELETE
                || shape == OpcodeShape.COUNTER;
        assertThat(d.casToken()).as(as).isEqualTo(conditional ? f.casToken : 0);
        if (shape == OpcodeShape.STORE) {
            assertThat(d.clientFlags()).as(as).isEqualTo(f.clientFlags);
        }
        if (shape == OpcodeShape.COUNTER) {
            assertThat(d.delta()).as(as).isEqualTo(f.delta);
            assertThat(d.initial()).as(as).isEqualTo(f.initial);
        }
        if (d.extrasLength() > 0) {
            assertThat(d.exptime()).as(as).isEqualTo(f.exptime);
        }
    }

    private static void encodeResponse(ByteBuffer out, Frame f) {
        if (f.status != Status.SUCCESS) {
            ResponseEncoder.error(out, f.opcode.code(), f.opaque, f.status, f.value);
            return;
        }
        switch (f.opcode.shape()) {
            case GET, GET_WITH_KEY, GET_AND_TOUCH, GET_AND_TOUCH_WITH_KEY ->
                ResponseEncoder.hit(out, f.opcode, f.opaque, f.casToken, f.clientFlags, f.key, f.value);
            case STORE, CONCATENATE, DELETE, FLUSH, BARE -> ResponseEncoder.done(out, f.opcode, f.opaque, f.casToken);
            case COUNTER -> ResponseEncoder.counter(out, f.opcode, f.opaque, f.casToken, f.delta);
            case TEXT, SASL -> ResponseEncoder.text(out, f.opcode, f.opaque, f.value);
            case STAT -> ResponseEncoder.statistic(out, f.opaque, f.key, f.value);
            case TOUCH -> ResponseEncoder.touched(out, f.opaque, f.casToken, f.clientFlags);
        }
    }

    private static void assertResponse(ResponseDecoder d, Frame f, String as) {
        OpcodeShape shape = f.opcode.shape();
        boolean success = f.status == Status.SUCCESS;
        assertThat(d.opcode()).as(as).isEqualTo(f.opcode);
        assertThat(d.status()).as(as).isEqualTo(f.status);
        assertThat(d.opaque()).as(as).isEqualTo(f.opaque);
        if (success && shape == OpcodeShape.COUNTER) {
            assertThat(d.counter()).as(as).isEqualTo(f.delta);
        } else if (!success || shape.responseValue() != Presence.ABSENT) {
            assertThat(d.copyValue()).as(as).isEqualTo(f.value);
        } else {
            assertThat(d.valueLength()).as(as).isZero();
        }
        assertThat(d.keyEquals(success && shape.responseKey() != Presence.ABSENT ? f.key : new byte[0]))
                .as(as)
                .isTrue();
        boolean tokenless = shape == OpcodeShape.TEXT || shape == OpcodeShape.SASL || shape == OpcodeShape.STAT;
        assertThat(d.casToken()).as(as).isEqualTo(success && !tokenless ? f.casToken : 0);
        if (d.extrasLength() > 0) {
            assertThat(d.clientFlags()).as(as).isEqualTo(f.clientFlags);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261122, -7})
    void requests_randomStreamRandomlyCut_comeOutAsTheyWentIn(long seed) {
        Random random = new Random(seed);
        List<Frame> pending = new ArrayList<>();
        RequestDecoder decoder = new RequestDecoder(MAX_VALUE_LENGTH + 300);
        ByteBuffer encoded = ByteBuffer.allocateDirect(BUFFER_LENGTH);
        ByteBuffer in = ByteBuffer.allocate(BUFFER_LENGTH);
        for (int i = 0; i < FRAMES; i++) {
            Frame frame = randomFrame(random);
            encodeRequest(encoded, frame);
            pending.add(frame);
            transfer(random, encoded, in);
            in.flip();
            while (decoder.decode(in) == FrameState.COMPLETE) {
                Frame expected = pending.remove(0);
                assertRequest(decoder, expected, "seed=" + seed + ", frame=" + i + ", opcode=" + expected.opcode);
                in.position(decoder.endOffset());
            }
            in.compact();
        }
        assertThat(pending).as("seed=%d", seed).hasSizeLessThan(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261122, -7})
    void responses_randomStreamRandomlyCut_comeOutAsTheyWentIn(long seed) {
        Random random = new Random(seed);
        List<Frame> pending = new ArrayList<>();
        ResponseDecoder decoder = new ResponseDecoder(MAX_VALUE_LENGTH + 300);
        ByteBuffer encoded = ByteBuffer.allocate(BUFFER_LENGTH);
        ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_LENGTH);
        for (int i = 0; i < FRAMES; i++) {
            Frame frame = randomFrame(random);
            encodeResponse(encoded, frame);
            pending.add(frame);
            transfer(random, encoded, in);
            in.flip();
            while (decoder.decode(in) == FrameState.COMPLETE) {
                Frame expected = pending.remove(0);
                assertResponse(decoder, expected, "seed=" + seed + ", frame=" + i + ", opcode=" + expected.opcode);
                in.position(decoder.endOffset());
            }
            in.compact();
        }
        assertThat(pending).as("seed=%d", seed).hasSizeLessThan(10);
    }

    /** Moves all but a random rest of at most 100 bytes, so that a frame is often cut. */
    private static void transfer(Random random, ByteBuffer from, ByteBuffer to) {
        from.flip();
        int rest = Math.min(from.remaining(), random.nextInt(100));
        int limit = from.limit();
        to.put(from.limit(limit - rest));
        from.limit(limit).compact();
    }
}
