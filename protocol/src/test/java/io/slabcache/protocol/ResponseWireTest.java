package io.slabcache.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every response, byte by byte, in both directions. */
class ResponseWireTest {
    private static final int MAX_BODY_LENGTH = 1 << 20;
    private static final int OPAQUE = 0xdeadbeef;
    private static final long CAS = 0x0102030405060708L;
    private static final int FLAGS = 0xcafebabe;
    private static final byte[] KEY = "Key".getBytes(US_ASCII);
    private static final byte[] VALUE = "Value".getBytes(US_ASCII);
    private static final byte[] NONE = new byte[0];
    private static final String NO_CAS = "0000000000000000";
    private static final String A_CAS = "0102030405060708";

    @SuppressWarnings("ArrayRecordComponent") // a row of a table, never compared
    record Row(
            String name,
            String hex,
            Consumer<ByteBuffer> encode,
            Opcode opcode,
            Status status,
            long casToken,
            byte[] key,
            byte[] value) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static String header(
            int opcode, String keyLength, String extrasLength, String status, String bodyLength, String cas) {
        return "81" + String.format("%02x", opcode) + keyLength + extrasLength + "00" + status + bodyLength + "deadbeef"
                + cas;
    }

    static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Opcode opcode : Opcode.values()) {
            switch (opcode.shape()) {
                case GET, GET_AND_TOUCH -> hit(rows, opcode);
                case GET_WITH_KEY, GET_AND_TOUCH_WITH_KEY -> hitWithKey(rows, opcode);
                case STORE, CONCATENATE, DELETE, FLUSH, BARE -> done(rows, opcode);
                case COUNTER -> counter(rows, opcode);
                case TEXT -> text(rows, opcode);
                case STAT -> statistics(rows);
                case TOUCH -> touch(rows);
                case SASL -> sasl(rows, opcode);
            }
        }
        for (Status status : Status.values()) {
            if (status != Status.SUCCESS && status != Status.UNKNOWN) {
                error(rows, status);
            }
        }
        return rows.stream();
    }

    private static void hit(List<Row> rows, Opcode opcode) {
        String hex = header(opcode.code(), "0000", "04", "0000", "00000009", A_CAS) + "cafebabe 56616c7565";
        rows.add(new Row(
                opcode + " hit",
                hex,
                out -> ResponseEncoder.hit(out, opcode, OPAQUE, CAS, FLAGS, KEY, VALUE),
                opcode,
                Status.SUCCESS,
                CAS,
                NONE,
                VALUE));
        rows.add(new Row(
                opcode + " hit head",
                hex,
                out -> {
                    ResponseEncoder.hitHead(out, opcode, OPAQUE, CAS, FLAGS, NONE, VALUE.length);
                    out.put(VALUE);
                },
                opcode,
                Status.SUCCESS,
                CAS,
                NONE,
                VALUE));
        if (!opcode.isQuiet()) {
            rows.add(new Row(
                    opcode + " miss",
                    header(opcode.code(), "0000", "00", "0001", "00000009", NO_CAS) + "4e6f7420666f756e64",
                    out -> ResponseEncoder.miss(out, opcode, OPAQUE, KEY),
                    opcode,
                    Status.KEY_NOT_FOUND,
                    0,
                    NONE,
                    "Not found".getBytes(US_ASCII)));
        }
    }

    private static void hitWithKey(List<Row> rows, Opcode opcode) {
        rows.add(new Row(
                opcode + " hit",
                header(opcode.code(), "0003", "04", "0000", "0000000c", A_CAS) + "cafebabe 4b6579 56616c7565",
                out -> ResponseEncoder.hit(out, opcode, OPAQUE, CAS, FLAGS, KEY, VALUE),
                opcode,
                Status.SUCCESS,
                CAS,
                KEY,
                VALUE));
        if (!opcode.isQuiet()) {
            rows.add(new Row(
                    opcode + " miss",
                    header(opcode.code(), "0003", "00", "0001", "00000003", NO_CAS) + "4b6579",
                    out -> ResponseEncoder.miss(out, opcode, OPAQUE, KEY),
                    opcode,
                    Status.KEY_NOT_FOUND,
                    0,
                    KEY,
                    NONE));
        }
    }

    private static void done(List<Row> rows, Opcode opcode) {
        rows.add(new Row(
                opcode + " done",
                header(opcode.code(), "0000", "00", "0000", "00000000", A_CAS),
                out -> ResponseEncoder.done(out, opcode, OPAQUE, CAS),
                opcode,
                Status.SUCCESS,
                CAS,
                NONE,
                NONE));
    }

    private static void counter(List<Row> rows, Opcode opcode) {
        rows.add(new Row(
                opcode + " counter",
                header(opcode.code(), "0000", "00", "0000", "00000008", A_CAS) + "fffffffffffffffe",
                out -> ResponseEncoder.counter(out, opcode, OPAQUE, CAS, -2L),
                opcode,
                Status.SUCCESS,
                CAS,
                NONE,
                Hex.bytes("fffffffffffffffe")));
    }

    private static void text(List<Row> rows, Opcode opcode) {
        rows.add(new Row(
                opcode + " text",
                header(opcode.code(), "0000", "00", "0000", "00000006", NO_CAS) + "312e362e3138",
                out -> ResponseEncoder.text(out, opcode, OPAQUE, "1.6.18".getBytes(US_ASCII)),
                opcode,
                Status.SUCCESS,
                0,
                NONE,
                "1.6.18".getBytes(US_ASCII)));
    }

    private static void statistics(List<Row> rows) {
        rows.add(new Row(
                "STAT pid",
                header(Opcode.STAT.code(), "0003", "00", "0000", "00000005", NO_CAS) + "706964 3432",
                out -> ResponseEncoder.statistic(out, OPAQUE, "pid".getBytes(US_ASCII), "42".getBytes(US_ASCII)),
                Opcode.STAT,
                Status.SUCCESS,
                0,
                "pid".getBytes(US_ASCII),
                "42".getBytes(US_ASCII)));
        rows.add(new Row(
                "STAT detail dump, which has no key",
                header(Opcode.STAT.code(), "0000", "00", "0000", "00000005", NO_CAS) + "56616c7565",
                out -> ResponseEncoder.statistic(out, OPAQUE, NONE, VALUE),
                Opcode.STAT,
                Status.SUCCESS,
                0,
                NONE,
                VALUE));
        rows.add(new Row(
                "STAT end",
                header(Opcode.STAT.code(), "0000", "00", "0000", "00000000", NO_CAS),
                out -> ResponseEncoder.endStatistics(out, OPAQUE),
                Opcode.STAT,
                Status.SUCCESS,
                0,
                NONE,
                NONE));
    }

    private static void touch(List<Row> rows) {
        rows.add(new Row(
                "TOUCH with flags",
                header(Opcode.TOUCH.code(), "0000", "04", "0000", "00000004", A_CAS) + "cafebabe",
                out -> ResponseEncoder.touched(out, OPAQUE, CAS, FLAGS),
                Opcode.TOUCH,
                Status.SUCCESS,
                CAS,
                NONE,
                NONE));
        rows.add(new Row(
                "TOUCH without flags",
                header(Opcode.TOUCH.code(), "0000", "00", "0000", "00000000", A_CAS),
                out -> ResponseEncoder.done(out, Opcode.TOUCH, OPAQUE, CAS),
                Opcode.TOUCH,
                Status.SUCCESS,
                CAS,
                NONE,
                NONE));
    }

    private static void sasl(List<Row> rows, Opcode opcode) {
        rows.add(new Row(
                opcode + " authenticated",
                header(opcode.code(), "0000", "00", "0000", "0000000d", NO_CAS) + "41757468656e74696361746564",
                out -> ResponseEncoder.text(out, opcode, OPAQUE, "Authenticated".getBytes(US_ASCII)),
                opcode,
                Status.SUCCESS,
                0,
                NONE,
                "Authenticated".getBytes(US_ASCII)));
        rows.add(new Row(
                opcode + " challenge",
                header(opcode.code(), "0000", "00", "0021", "00000003", NO_CAS) + "723d78",
                out -> ResponseEncoder.challenge(out, opcode, OPAQUE, "r=x".getBytes(US_ASCII)),
                opcode,
                Status.AUTH_CONTINUE,
                0,
                NONE,
                "r=x".getBytes(US_ASCII)));
    }

    private static void error(List<Row> rows, Status status) {
        byte[] text = status.text().getBytes(US_ASCII);
        rows.add(new Row(
                "error " + status,
                header(
                                0x01,
                                "0000",
                                "00",
                                String.format("%04x", status.code()),
                                String.format("%08x", text.length),
                                NO_CAS)
                        + Hex.of(text),
                out -> ResponseEncoder.error(out, Opcode.SET.code(), OPAQUE, status),
                Opcode.SET,
                status,
                0,
                NONE,
                text));
    }

    @Test
    void table_hasEveryOpcode() {
        Set<Opcode> covered = EnumSet.noneOf(Opcode.class);
        rows().filter(row -> row.status() == Status.SUCCESS).forEach(row -> covered.add(row.opcode()));
        assertThat(covered).containsExactlyInAnyOrder(Opcode.values());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void encode_anyResponse_isByteExact(Row row) {
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
        int length = Hex.bytes(row.hex()).length - (row.name().endsWith("head") ? VALUE.length : 0);
        ByteBuffer out = ByteBuffer.allocate(length - 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row.encode().accept(out))
                .withMessageContaining("length=" + length + ", remaining=" + (length - 1));
        assertThat(out.position()).isZero();
        assertThat(out.array()).containsOnly(0);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void decode_frameCutAtEveryByte_isFoundWhenItIsWhole(Row row) {
        byte[] frame = Hex.bytes(row.hex());
        ResponseDecoder decoder = new ResponseDecoder(MAX_BODY_LENGTH);
        for (int cut = 0; cut < frame.length; cut++) {
            ByteBuffer in = ByteBuffer.wrap(frame, 0, cut);
            assertThat(decoder.decode(in))
                    .as("cut=%d", cut)
                    .isEqualTo(
                            cut < FrameLayout.HEADER_LENGTH
                                    ? FrameState.HEADER_INCOMPLETE
                                    : FrameState.BODY_INCOMPLETE);
            assertThat(in.position()).isZero();
            if (decoder.state() == FrameState.BODY_INCOMPLETE) {
                assertThat(decoder.valueLength()).isEqualTo(row.value().length);
                assertThat(decoder.status()).isEqualTo(row.status());
            }
        }
        assertThat(decoder.decode(ByteBuffer.wrap(frame))).isEqualTo(FrameState.COMPLETE);
        assertFields(decoder, row);
    }

    @Test
    void decode_streamInPiecesOfEveryLength_findsEveryFrame() {
        List<Row> rows = rows().toList();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        rows.forEach(row -> all.writeBytes(Hex.bytes(row.hex())));
        byte[] stream = all.toByteArray();
        for (int piece : new int[] {1, 2, 3, 5, 7, 23, 24, 25, 47, 48, 49, 100, 999, stream.length}) {
            ResponseDecoder decoder = new ResponseDecoder(MAX_BODY_LENGTH);
            ByteBuffer in = ByteBuffer.allocate(stream.length + 128);
            int found = 0;
            for (int offset = 0; offset < stream.length; offset += piece) {
                in.put(stream, offset, Math.min(piece, stream.length - offset));
                in.flip();
                while (decoder.decode(in) == FrameState.COMPLETE) {
                    assertFields(decoder, rows.get(found++));
                    in.position(decoder.endOffset());
                }
                in.compact();
            }
            assertThat(found).as("piece=%d", piece).isEqualTo(rows.size());
        }
    }

    @Test
    void hitHead_keyAtTheStartOfALongerArray_isSentAlone() {
        ByteBuffer expected = ByteBuffer.allocate(256);
        ResponseEncoder.hitHead(expected, Opcode.GETK, OPAQUE, CAS, FLAGS, KEY, VALUE.length);
        ByteBuffer actual = ByteBuffer.allocate(256);
        byte[] longer = Arrays.copyOf(KEY, 250);
        ResponseEncoder.hitHead(actual, Opcode.GETK, OPAQUE, CAS, FLAGS, longer, KEY.length, VALUE.length);
        assertThat(Hex.written(actual)).isEqualTo(Hex.written(expected));
    }

    private static void assertFields(ResponseDecoder decoder, Row row) {
        assertThat(decoder.opcode()).as(row.name()).isEqualTo(row.opcode());
        assertThat(decoder.status()).as(row.name()).isEqualTo(row.status());
        assertThat(decoder.statusCode()).isEqualTo(row.status().code());
        assertThat(decoder.opaque()).isEqualTo(OPAQUE);
        assertThat(decoder.casToken()).isEqualTo(row.casToken());
        assertThat(decoder.copyKey()).isEqualTo(row.key());
        assertThat(decoder.copyValue()).isEqualTo(row.value());
        assertThat(decoder.endsStatistics()).isEqualTo(row.name().equals("STAT end"));
        if (decoder.extrasLength() > 0) {
            assertThat(decoder.clientFlags()).isEqualTo(FLAGS);
        }
        if (row.opcode().shape() == OpcodeShape.COUNTER) {
            assertThat(decoder.counter()).isEqualTo(-2L);
        }
        if (row.opcode() != Opcode.STAT && row.opcode().shape() != OpcodeShape.COUNTER) {
            assertThat(decoder.valueText()).isEqualTo(new String(row.value(), US_ASCII));
        }
    }
}
