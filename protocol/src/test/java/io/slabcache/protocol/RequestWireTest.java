package io.slabcache.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every request, byte by byte, in both directions. */
class RequestWireTest {
    private static final int MAX_BODY_LENGTH = 1 << 20;
    private static final int OPAQUE = 0xdeadbeef;
    private static final long CAS = 0x0102030405060708L;
    private static final byte[] KEY = "Key".getBytes(US_ASCII);
    private static final byte[] VALUE = "Value".getBytes(US_ASCII);
    private static final byte[] NONE = new byte[0];

    /** What the decoder must find; the fields of the extras in the order of the wire. */
    @SuppressWarnings("ArrayRecordComponent") // a row of a table, never compared
    record Expected(Opcode opcode, long casToken, byte[] key, byte[] value, List<Long> extras) {}

    record Row(String name, String hex, Consumer<ByteBuffer> encode, Expected expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A header as it is on the wire, with the lengths spelled out. */
    private static String header(String opcode, String keyLength, String extrasLength, String bodyLength, String cas) {
        return "80 " + opcode + keyLength + extrasLength + "00 0000" + bodyLength + "deadbeef" + cas;
    }

    private static final String NO_CAS = "0000000000000000";
    private static final String A_CAS = "0102030405060708";

    static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        get(rows, Opcode.GET, "00");
        get(rows, Opcode.GETQ, "09");
        get(rows, Opcode.GETK, "0c");
        get(rows, Opcode.GETKQ, "0d");
        store(rows, Opcode.SET, "01");
        store(rows, Opcode.SETQ, "11");
        store(rows, Opcode.ADD, "02");
        store(rows, Opcode.ADDQ, "12");
        store(rows, Opcode.REPLACE, "03");
        store(rows, Opcode.REPLACEQ, "13");
        delete(rows, Opcode.DELETE, "04");
        delete(rows, Opcode.DELETEQ, "14");
        counter(rows, Opcode.INCREMENT, "05");
        counter(rows, Opcode.INCREMENTQ, "15");
        counter(rows, Opcode.DECREMENT, "06");
        counter(rows, Opcode.DECREMENTQ, "16");
        bare(rows, Opcode.QUIT, "07");
        bare(rows, Opcode.QUITQ, "17");
        flush(rows, Opcode.FLUSH, "08");
        flush(rows, Opcode.FLUSHQ, "18");
        bare(rows, Opcode.NOOP, "0a");
        bare(rows, Opcode.VERSION, "0b");
        concatenate(rows, Opcode.APPEND, "0e");
        concatenate(rows, Opcode.APPENDQ, "19");
        concatenate(rows, Opcode.PREPEND, "0f");
        concatenate(rows, Opcode.PREPENDQ, "1a");
        touch(rows, Opcode.TOUCH, "1c");
        touch(rows, Opcode.GAT, "1d");
        touch(rows, Opcode.GATQ, "1e");
        touch(rows, Opcode.GATK, "23");
        touch(rows, Opcode.GATKQ, "24");
        bare(rows, Opcode.SASL_LIST_MECHANISMS, "20");
        sasl(rows, Opcode.SASL_AUTH, "21");
        sasl(rows, Opcode.SASL_STEP, "22");
        rows.add(new Row(
                "STAT",
                header("10", "0000", "00", "00000000", NO_CAS),
                out -> RequestEncoder.stat(out, OPAQUE, NONE),
                new Expected(Opcode.STAT, 0, NONE, NONE, List.of())));
        rows.add(new Row(
                "STAT items",
                header("10", "0005", "00", "00000005", NO_CAS) + "6974656d73",
                out -> RequestEncoder.stat(out, OPAQUE, "items".getBytes(US_ASCII)),
                new Expected(Opcode.STAT, 0, "items".getBytes(US_ASCII), NONE, List.of())));
        return rows.stream();
    }

    private static void get(List<Row> rows, Opcode opcode, String code) {
        rows.add(new Row(
                opcode.name(),
                header(code, "0003", "00", "00000003", NO_CAS) + "4b6579",
                out -> RequestEncoder.get(out, opcode, OPAQUE, KEY),
                new Expected(opcode, 0, KEY, NONE, List.of())));
    }

    private static void store(List<Row> rows, Opcode opcode, String code) {
        rows.add(new Row(
                opcode.name(),
                header(code, "0003", "08", "00000010", NO_CAS) + "cafebabe 00000e10 4b6579 56616c7565",
                out -> RequestEncoder.store(out, opcode, OPAQUE, 0, KEY, 0xcafebabe, 3600, VALUE),
                new Expected(opcode, 0, KEY, VALUE, List.of(0xcafebabeL, 3600L))));
        rows.add(new Row(
                opcode + " with CAS token, last moment, no value",
                header(code, "0003", "08", "0000000b", A_CAS) + "00000000 ffffffff 4b6579",
                out -> RequestEncoder.store(out, opcode, OPAQUE, CAS, KEY, 0, Exptime.MAX, NONE),
                new Expected(opcode, CAS, KEY, NONE, List.of(0L, 0xffffffffL))));
        rows.add(new Row(
                opcode + " head",
                header(code, "0003", "08", "00000010", NO_CAS) + "cafebabe 00000e10 4b6579 56616c7565",
                out -> {
                    RequestEncoder.storeHead(out, opcode, OPAQUE, 0, KEY, 0xcafebabe, 3600, VALUE.length);
                    out.put(VALUE);
                },
                new Expected(opcode, 0, KEY, VALUE, List.of(0xcafebabeL, 3600L))));
    }

    private static void delete(List<Row> rows, Opcode opcode, String code) {
        rows.add(new Row(
                opcode.name(),
                header(code, "0003", "00", "00000003", A_CAS) + "4b6579",
                out -> RequestEncoder.delete(out, opcode, OPAQUE, CAS, KEY),
                new Expected(opcode, CAS, KEY, NONE, List.of())));
    }

    private static void counter(List<Row> rows, Opcode opcode, String code) {
        rows.add(new Row(
                opcode.name(),
                header(code, "0003", "14", "00000017", A_CAS) + "0000000000000007 ffffffffffffffff ffffffff 4b6579",
                out -> RequestEncoder.counter(out, opcode, OPAQUE, CAS, KEY, 7, -1L, Exptime.DO_NOT_CREATE),
                new Expected(opcode, CAS, KEY, NONE, List.of(7L, -1L, 0xffffffffL))));
    }

    private static void bare(List<Row> rows, Opcode opcode, String code) {
        rows.add(new Row(
                opcode.name(),
                header(code, "0000", "00", "00000000", NO_CAS),
                out -> RequestEncoder.bare(out, opcode, OPAQUE),
                new Expected(opcode, 0, NONE, NONE, List.of())));
    }

    private static void flush(List<Row> rows, Opcode opcode, String code) {
        rows.add(new Row(
                opcode.name(),
                header(code, "0000", "00", "00000000", NO_CAS),
                out -> RequestEncoder.flush(out, opcode, OPAQUE),
                new Expected(opcode, 0, NONE, NONE, List.of(0L))));
        rows.add(new Row(
                opcode + " with exptime",
                header(code, "0000", "04", "00000004", NO_CAS) + "00278d00",
                out -> RequestEncoder.flush(out, opcode, OPAQUE, Exptime.MAX_RELATIVE_SECONDS),
                new Expected(opcode, 0, NONE, NONE, List.of(Exptime.MAX_RELATIVE_SECONDS))));
    }

    private static void concatenate(List<Row> rows, Opcode opcode, String code) {
        rows.add(new Row(
                opcode.name(),
                header(code, "0003", "00", "00000008", A_CAS) + "4b6579 56616c7565",
                out -> RequestEncoder.concatenate(out, opcode, OPAQUE, CAS, KEY, VALUE),
                new Expected(opcode, CAS, KEY, VALUE, List.of())));
        rows.add(new Row(
                opcode + " head",
                header(code, "0003", "00", "00000008", NO_CAS) + "4b6579 56616c7565",
                out -> {
                    RequestEncoder.concatenateHead(out, opcode, OPAQUE, 0, KEY, VALUE.length);
                    out.put(VALUE);
                },
                new Expected(opcode, 0, KEY, VALUE, List.of())));
    }

    private static void touch(List<Row> rows, Opcode opcode, String code) {
        rows.add(new Row(
                opcode.name(),
                header(code, "0003", "04", "00000007", NO_CAS) + "80000000 4b6579",
                out -> RequestEncoder.touch(out, opcode, OPAQUE, KEY, 0x80000000L),
                new Expected(opcode, 0, KEY, NONE, List.of(0x80000000L))));
    }

    private static void sasl(List<Row> rows, Opcode opcode, String code) {
        byte[] message = {0, 'u', 0, 'p'};
        rows.add(new Row(
                opcode.name(),
                header(code, "0005", "00", "00000009", NO_CAS) + "504c41494e 00750070",
                out -> RequestEncoder.sasl(out, opcode, OPAQUE, "PLAIN".getBytes(US_ASCII), message),
                new Expected(opcode, 0, "PLAIN".getBytes(US_ASCII), message, List.of())));
    }

    @Test
    void table_hasEveryOpcode() {
        Set<Opcode> covered = EnumSet.noneOf(Opcode.class);
        rows().forEach(row -> covered.add(row.expected().opcode()));
        assertThat(covered).containsExactlyInAnyOrder(Opcode.values());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void encode_anyRequest_isByteExact(Row row) {
        for (ByteBuffer out : List.of(
                ByteBuffer.allocate(256),
                ByteBuffer.allocateDirect(256),
                ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN))) {
            row.encode().accept(out);
            assertThat(Hex.written(out)).isEqualTo(Hex.of(Hex.bytes(row.hex())));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void encode_bufferOneByteShort_writesNothing(Row row) {
        int length = Hex.bytes(row.hex()).length;
        int lengthWithoutHeadValue = row.name().endsWith("head") ? length - VALUE.length : length;
        ByteBuffer out = ByteBuffer.allocate(lengthWithoutHeadValue - 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.encode().accept(out))
                .withMessage("buffer must have room for the frame: length=" + lengthWithoutHeadValue + ", remaining="
                        + (lengthWithoutHeadValue - 1));
        assertThat(out.position()).isZero();
        assertThat(out.array()).containsOnly(0);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void decode_frameCutAtEveryByte_isFoundWhenItIsWhole(Row row) {
        byte[] frame = Hex.bytes(row.hex());
        RequestDecoder decoder = new RequestDecoder(MAX_BODY_LENGTH);
        for (int cut = 0; cut < frame.length; cut++) {
            ByteBuffer in = ByteBuffer.wrap(frame, 0, cut);
            FrameState state = decoder.decode(in);
            assertThat(state)
                    .as("cut=%d", cut)
                    .isEqualTo(
                            cut < FrameLayout.HEADER_LENGTH
                                    ? FrameState.HEADER_INCOMPLETE
                                    : FrameState.BODY_INCOMPLETE);
            assertThat(in.position()).isZero();
            if (state == FrameState.BODY_INCOMPLETE) {
                assertThat(decoder.frameLength()).isEqualTo(frame.length);
                assertThat(decoder.opcode()).isEqualTo(row.expected().opcode());
            }
        }
        assertThat(decoder.decode(ByteBuffer.wrap(frame))).isEqualTo(FrameState.COMPLETE);
        assertFields(decoder, row.expected());
    }

    @Test
    void decode_allFramesInOneBuffer_findsThemInOrder() {
        List<Row> rows = rows().toList();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {1, 2, 3});
        rows.forEach(row -> all.writeBytes(Hex.bytes(row.hex())));
        ByteBuffer in = ByteBuffer.wrap(all.toByteArray()).position(3).order(ByteOrder.LITTLE_ENDIAN);
        RequestDecoder decoder = new RequestDecoder(MAX_BODY_LENGTH);
        for (Row row : rows) {
            assertThat(decoder.decode(in)).as(row.name()).isEqualTo(FrameState.COMPLETE);
            assertFields(decoder, row.expected());
            assertThat(decoder.frameOffset()).isEqualTo(in.position());
            in.position(decoder.endOffset());
        }
        assertThat(in.hasRemaining()).isFalse();
        assertThat(decoder.decode(in)).isEqualTo(FrameState.HEADER_INCOMPLETE);
    }

    @Test
    void decode_streamInPiecesOfEveryLength_findsEveryFrame() {
        List<Row> rows = rows().toList();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        rows.forEach(row -> all.writeBytes(Hex.bytes(row.hex())));
        byte[] stream = all.toByteArray();
        for (int piece = 1; piece <= 64; piece++) {
            RequestDecoder decoder = new RequestDecoder(MAX_BODY_LENGTH);
            ByteBuffer in = ByteBuffer.allocate(160);
            int found = 0;
            for (int offset = 0; offset < stream.length; offset += piece) {
                in.put(stream, offset, Math.min(piece, stream.length - offset));
                in.flip();
                while (decoder.decode(in) == FrameState.COMPLETE) {
                    assertFields(decoder, rows.get(found++).expected());
                    in.position(decoder.endOffset());
                }
                in.compact();
            }
            assertThat(found).as("piece=%d", piece).isEqualTo(rows.size());
        }
    }

    private static void assertFields(RequestDecoder decoder, Expected expected) {
        assertThat(decoder.verdict()).isEqualTo(Status.SUCCESS);
        assertThat(decoder.opcode()).isEqualTo(expected.opcode());
        assertThat(decoder.opcodeCode()).isEqualTo(expected.opcode().code());
        assertThat(decoder.vbucketId()).isZero();
        assertThat(decoder.opaque()).isEqualTo(OPAQUE);
        assertThat(decoder.casToken()).isEqualTo(expected.casToken());
        assertThat(decoder.copyKey()).isEqualTo(expected.key());
        assertThat(decoder.keyEquals(expected.key())).isTrue();
        assertThat(decoder.copyValue()).isEqualTo(expected.value());
        byte[] target = new byte[expected.value().length + 2];
        decoder.copyValueTo(target, 1);
        byte[] expectedTarget = new byte[target.length];
        System.arraycopy(expected.value(), 0, expectedTarget, 1, expected.value().length);
        assertThat(target).isEqualTo(expectedTarget);
        assertThat(decoder.keyLength()).isEqualTo(expected.key().length);
        assertThat(decoder.valueLength()).isEqualTo(expected.value().length);
        assertThat(decoder.bodyLength())
                .isEqualTo(decoder.extrasLength() + expected.key().length + expected.value().length);
        assertThat(extras(decoder, expected.opcode().shape())).isEqualTo(expected.extras());
    }

    private static List<Long> extras(RequestDecoder decoder, OpcodeShape shape) {
        return switch (shape) {
            case STORE -> List.of(Integer.toUnsignedLong(decoder.clientFlags()), decoder.exptime());
            case COUNTER -> List.of(decoder.delta(), decoder.initial(), decoder.exptime());
            case FLUSH, TOUCH, GET_AND_TOUCH, GET_AND_TOUCH_WITH_KEY -> List.of(decoder.exptime());
            default -> List.of();
        };
    }
}
