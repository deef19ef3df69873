package io.slabcache.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the decoders make of bytes that are not a frame, or not a frame one can obey. */
class MalformedFrameTest {
    private static final int MAX_BODY_LENGTH = 1000;
    private static final byte[] KEY = {'k'};

    private static MalformedFrameException refusal(FrameDecoder decoder, String hex) {
        MalformedFrameException[] caught = new MalformedFrameException[1];
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> decoder.decode(ByteBuffer.wrap(Hex.bytes(hex))))
                .satisfies(e -> caught[0] = e);
        assertThat(decoder.state()).isEqualTo(FrameState.HEADER_INCOMPLETE);
        return caught[0];
    }

    @Test
    void decode_textErrorOnABinaryConnection_isRefusedByItsFirstByte() {
        ByteBuffer in = ByteBuffer.wrap("ERROR Too many open connections\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> new ResponseDecoder(MAX_BODY_LENGTH).decode(in))
                .withMessage("magic must be that of a response: magic=0x45, expected=0x81");
        assertThat(refusal(new ResponseDecoder(MAX_BODY_LENGTH), "45").answer()).isNull();
    }

    @Test
    void decode_magicOfTheOtherDirection_isRefused() {
        assertThat(refusal(new ResponseDecoder(MAX_BODY_LENGTH), "80"))
                .hasMessage("magic must be that of a response: magic=0x80, expected=0x81");
        assertThat(refusal(new RequestDecoder(MAX_BODY_LENGTH), "81"))
                .hasMessage("magic must be that of a request: magic=0x81, expected=0x80");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            body one too long       | 01 0003 08 00 0000 000003e9 | body must not exceed the limit: bodyLength=1001, maxBodyLength=1000, opcode=0x1 | INVALID_ARGUMENTS
            body with the top bit   | 01 0003 08 00 0000 80000000 | body must not exceed the limit: bodyLength=2147483648, maxBodyLength=1000, opcode=0x1 | INVALID_ARGUMENTS
            body of all ones        | 01 ffff ff 00 0000 ffffffff | body must not exceed the limit: bodyLength=4294967295, maxBodyLength=1000, opcode=0x1 | INVALID_ARGUMENTS
            key beyond the body     | 00 0004 00 00 0000 00000003 | key and extras must not exceed the body: keyLength=4, extrasLength=0, bodyLength=3, opcode=0x0 | UNKNOWN_COMMAND
            key length with top bit | 00 8000 00 00 0000 00000003 | key and extras must not exceed the body: keyLength=32768, extrasLength=0, bodyLength=3, opcode=0x0 | UNKNOWN_COMMAND
            extras beyond the body  | 00 0000 80 00 0000 0000007f | key and extras must not exceed the body: keyLength=0, extrasLength=128, bodyLength=127, opcode=0x0 | UNKNOWN_COMMAND
            sum beyond the body     | 01 0003 08 00 0000 0000000a | key and extras must not exceed the body: keyLength=3, extrasLength=8, bodyLength=10, opcode=0x1 | UNKNOWN_COMMAND
            """)
    void decode_lengthsThatContradictEachOther_areRefusedWithTheHeader(
            String name, String fields, String message, Status answer) {
        String rest = "deadbeef 0000000000000000";
        MalformedFrameException request = refusal(new RequestDecoder(MAX_BODY_LENGTH), "80" + fields + rest);
        assertThat(request).as(name).hasMessage(message);
        assertThat(request.answer()).isEqualTo(answer);
        assertThat(refusal(new ResponseDecoder(MAX_BODY_LENGTH), "81" + fields + rest))
                .hasMessage(message);
    }

    @Test
    void decode_bodyAtTheLimit_isAccepted() {
        RequestDecoder decoder = new RequestDecoder(MAX_BODY_LENGTH);
        ByteBuffer in = ByteBuffer.wrap(Hex.bytes("80 01 0003 08 00 0000 000003e8 deadbeef 0000000000000000"));
        assertThat(decoder.decode(in)).isEqualTo(FrameState.BODY_INCOMPLETE);
        assertThat(decoder.valueLength()).isEqualTo(MAX_BODY_LENGTH - 11);
    }

    @Test
    void decode_greatestLimit_leavesLengthsPositive() {
        ResponseDecoder decoder = new ResponseDecoder(FrameLayout.MAX_BODY_LENGTH);
        ByteBuffer in = ByteBuffer.wrap(Hex.bytes("81 00 0000 04 00 0000 7fffffe7 deadbeef 0000000000000000"));
        assertThat(decoder.decode(in)).isEqualTo(FrameState.BODY_INCOMPLETE);
        assertThat(decoder.frameLength()).isEqualTo(Integer.MAX_VALUE);
        assertThat(refusal(decoder, "81 00 0000 04 00 0000 7fffffe8 deadbeef 0000000000000000"))
                .hasMessageContaining("bodyLength=2147483624");
    }

    /** Section 1.8 of the facts: what memcached says to a request that is readable and not what its opcode asks for. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unknown opcode, empty body     | 50 0000 00 00000000                | UNKNOWN_COMMAND
            unknown opcode, value only     | 50 0000 00 00000002 0102           | UNKNOWN_COMMAND
            unknown opcode, key and extras | 50 0001 01 00000003 010203         | UNKNOWN_COMMAND
            VERBOSITY                      | 1b 0000 04 00000004 00000001       | UNKNOWN_COMMAND
            HELLO                          | 1f 0000 00 00000000                | UNKNOWN_COMMAND
            opcode with the top bit        | ff 0000 00 00000000                | UNKNOWN_COMMAND
            GET without key                | 00 0000 00 00000000                | INVALID_ARGUMENTS
            GET with extras                | 00 0001 04 00000005 00000000 6b    | INVALID_ARGUMENTS
            GET with value                 | 00 0001 00 00000002 6b 76          | INVALID_ARGUMENTS
            SET with short extras          | 01 0001 04 00000005 00000000 6b    | INVALID_ARGUMENTS
            APPEND with extras             | 0e 0001 04 00000006 00000000 6b 76 | INVALID_ARGUMENTS
            FLUSH with 8 bytes of extras   | 08 0000 08 00000008 0000000000000000 | INVALID_ARGUMENTS
            QUIT with a body               | 07 0000 00 00000001 00             | INVALID_ARGUMENTS
            NOOP with a body               | 0a 0000 00 00000001 00             | INVALID_ARGUMENTS
            VERSION with a body            | 0b 0000 00 00000001 00             | INVALID_ARGUMENTS
            STAT with an unknown group     | 10 0001 00 00000001 6b             | SUCCESS
            """)
    void verdict_readableRequest_leavesTheStreamInStep(String name, String fields, Status verdict) {
        String opcodeAndKeyLength = fields.substring(0, 7);
        String extrasLength = fields.substring(7, 10);
        String bodyLengthAndBody = fields.substring(10);
        String bodyLength = bodyLengthAndBody.substring(0, 9);
        String body = bodyLengthAndBody.substring(9);
        String odd =
                "80" + opcodeAndKeyLength + extrasLength + "00 0000" + bodyLength + "00000001 0000000000000000" + body;
        String noop = "80 0a 0000 00 00 0000 00000000 00000002 0000000000000000";
        ByteBuffer in = ByteBuffer.wrap(Hex.bytes(odd + noop));
        RequestDecoder decoder = new RequestDecoder(MAX_BODY_LENGTH);
        assertThat(decoder.decode(in)).as(name).isEqualTo(FrameState.COMPLETE);
        assertThat(decoder.verdict()).as(name).isEqualTo(verdict);
        in.position(decoder.endOffset());
        assertThat(decoder.decode(in)).isEqualTo(FrameState.COMPLETE);
        assertThat(decoder.opcode()).isEqualTo(Opcode.NOOP);
        assertThat(decoder.opaque()).isEqualTo(2);
    }

    @Test
    void verdict_keyLengths_areThoseOfMemcached() {
        for (int length : new int[] {0, 1, 250, 251}) {
            ByteBuffer in = ByteBuffer.allocate(24 + length);
            FrameWriter.putHeader(in, Magic.REQUEST, Opcode.GET.code(), length, 0, 0, length, 0, 0);
            RequestDecoder decoder = new RequestDecoder(MAX_BODY_LENGTH);
            assertThat(decoder.decode(in.rewind())).isEqualTo(FrameState.COMPLETE);
            assertThat(decoder.verdict())
                    .as("length=%d", length)
                    .isEqualTo(length == 0 || length == 251 ? Status.INVALID_ARGUMENTS : Status.SUCCESS);
        }
    }

    @Test
    void decode_dataTypeAndVbucketId_areIgnored() {
        ByteBuffer in = ByteBuffer.wrap(Hex.bytes("80 00 0001 00 01 0007 00000001 deadbeef 0000000000000000 6b"));
        RequestDecoder decoder = new RequestDecoder(MAX_BODY_LENGTH);
        assertThat(decoder.decode(in)).isEqualTo(FrameState.COMPLETE);
        assertThat(decoder.verdict()).isEqualTo(Status.SUCCESS);
        assertThat(decoder.vbucketId()).isEqualTo(7);
        assertThat(RequestHeader.dataType(in, 0)).isEqualTo(1);
        assertThat(RequestHeader.magic(in, 0)).isEqualTo(0x80);
    }

    /** A response that would let a client read what is not there. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET without flags     | 00 0000 00 00 0000 00000005 | opcode=GET, extrasLength=0, keyLength=0, valueLength=5
            GET with a key        | 00 0001 04 00 0000 00000009 | opcode=GET, extrasLength=4, keyLength=1, valueLength=4
            GETK without key      | 0c 0000 04 00 0000 00000009 | opcode=GETK, extrasLength=4, keyLength=0, valueLength=5
            SET with a value      | 01 0000 00 00 0000 00000009 | opcode=SET, extrasLength=0, keyLength=0, valueLength=9
            short counter         | 05 0000 00 00 0000 00000007 | opcode=INCREMENT, extrasLength=0, keyLength=0, valueLength=7
            no counter            | 06 0000 00 00 0000 00000000 | opcode=DECREMENT, extrasLength=0, keyLength=0, valueLength=0
            long flags            | 1d 0000 08 00 0000 00000008 | opcode=GAT, extrasLength=8, keyLength=0, valueLength=0
            """)
    void decode_successfulResponseOfAnotherShape_isRefused(String name, String fields, String sections) {
        assertThat(refusal(new ResponseDecoder(MAX_BODY_LENGTH), "81" + fields + "deadbeef 0000000000000000"))
                .as(name)
                .hasMessage("sections of a successful response must be those of its opcode: " + sections);
    }

    @Test
    void decode_errorOfAnyShapeAndUnknownCodes_areFrames() {
        ResponseDecoder decoder = new ResponseDecoder(MAX_BODY_LENGTH);
        ByteBuffer in = ByteBuffer.wrap(Hex.bytes("81 00 0001 00 00 0001 00000003 deadbeef 0000000000000000 6b 00e4"));
        assertThat(decoder.decode(in)).isEqualTo(FrameState.COMPLETE);
        assertThat(decoder.status()).isEqualTo(Status.KEY_NOT_FOUND);
        assertThat(decoder.valueText()).isEqualTo("??");
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(decoder::clientFlags)
                .withMessage("extras must contain the field: extrasLength=0, required=4, opcode=GET");
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(decoder::counter)
                .withMessageStartingWith("value must be a counter: opcode=GET");

        in = ByteBuffer.wrap(Hex.bytes("81 99 0000 00 00 abcd 00000000 deadbeef 0000000000000000"));
        assertThat(decoder.decode(in)).isEqualTo(FrameState.COMPLETE);
        assertThat(decoder.opcode()).isNull();
        assertThat(decoder.opcodeCode()).isEqualTo(0x99);
        assertThat(decoder.status()).isEqualTo(Status.UNKNOWN);
        assertThat(decoder.statusCode()).isEqualTo(0xabcd);
        assertThat(ResponseHeader.status(in, 0)).isEqualTo(0xabcd);
    }

    @Test
    void valueText_longValue_isCutOff() {
        ByteBuffer in = ByteBuffer.allocate(1100);
        ResponseEncoder.error(
                in, 0x99, 1, Status.INTERNAL_ERROR, "x".repeat(900).getBytes(StandardCharsets.US_ASCII));
        ResponseDecoder decoder = new ResponseDecoder(MAX_BODY_LENGTH);
        assertThat(decoder.decode(in.flip())).isEqualTo(FrameState.COMPLETE);
        assertThat(decoder.valueText()).hasSize(ResponseDecoder.MAX_TEXT_LENGTH);
    }

    @Test
    void accessors_withoutHeaderOrBody_areRefused() {
        ResponseDecoder decoder = new ResponseDecoder(MAX_BODY_LENGTH);
        assertThatIllegalStateException()
                .isThrownBy(decoder::opaque)
                .withMessage("a header must have been decoded: state=HEADER_INCOMPLETE");
        ByteBuffer in = ByteBuffer.wrap(Hex.bytes("81 00 0000 04 00 0000 00000009 deadbeef 0000000000000000 0000"));
        assertThat(decoder.decode(in)).isEqualTo(FrameState.BODY_INCOMPLETE);
        assertThat(decoder.opaque()).isEqualTo(0xdeadbeef);
        assertThatIllegalStateException()
                .isThrownBy(decoder::copyValue)
                .withMessage("the frame must be complete: state=BODY_INCOMPLETE");
        assertThatIllegalStateException()
                .isThrownBy(decoder::clientFlags)
                .withMessage("extras must have arrived: extrasOffset=24, extrasLength=4, limit=26");
        assertThat(decoder.decode(in.limit(20))).isEqualTo(FrameState.HEADER_INCOMPLETE);
        assertThatIllegalStateException().isThrownBy(decoder::keyLength);
    }

    @Test
    void extrasFields_ofAnotherShape_areRefused() {
        RequestDecoder decoder = new RequestDecoder(MAX_BODY_LENGTH);
        ByteBuffer out = ByteBuffer.allocate(64);
        RequestEncoder.get(out, Opcode.GET, 1, KEY);
        decoder.decode(out.flip());
        for (Runnable accessor :
                new Runnable[] {decoder::clientFlags, decoder::exptime, decoder::delta, decoder::initial}) {
            assertThatExceptionOfType(MalformedFrameException.class)
                    .isThrownBy(accessor::run)
                    .withMessageContaining("opcode=GET")
                    .satisfies(e -> assertThat(e.answer()).isEqualTo(Status.INVALID_ARGUMENTS));
        }
    }

    @Test
    void encode_wrongArguments_areRefusedAndNothingIsWritten() {
        ByteBuffer out = ByteBuffer.allocate(2048);
        refused(
                out,
                () -> RequestEncoder.get(out, Opcode.GET, 1, new byte[0]),
                "key must not be empty: opcode=GET, maxKeyLength=250");
        refused(
                out,
                () -> RequestEncoder.get(out, Opcode.GET, 1, new byte[251]),
                "key must not be longer than memcached takes: keyLength=251, maxKeyLength=250");
        refused(out, () -> RequestEncoder.stat(out, 1, new byte[251]), null);
        refused(
                out,
                () -> RequestEncoder.get(out, Opcode.DELETE, 1, KEY),
                "opcode must be of the method's shape: opcode=DELETE, shape=DELETE, required=GET");
        refused(out, () -> RequestEncoder.delete(out, Opcode.GET, 1, 0, KEY), null);
        refused(out, () -> RequestEncoder.bare(out, Opcode.FLUSH, 1), null);
        refused(out, () -> RequestEncoder.flush(out, Opcode.NOOP, 1), null);
        refused(out, () -> RequestEncoder.flush(out, Opcode.NOOP, 1, 0), null);
        refused(out, () -> RequestEncoder.touch(out, Opcode.GET, 1, KEY, 0), null);
        refused(out, () -> RequestEncoder.counter(out, Opcode.SET, 1, 0, KEY, 1, 1, 0), null);
        refused(out, () -> RequestEncoder.concatenate(out, Opcode.SET, 1, 0, KEY, KEY), null);
        refused(out, () -> RequestEncoder.concatenateHead(out, Opcode.SET, 1, 0, KEY, 1), null);
        refused(out, () -> RequestEncoder.sasl(out, Opcode.SASL_LIST_MECHANISMS, 1, KEY, KEY), null);
        refused(out, () -> RequestEncoder.sasl(out, Opcode.SASL_AUTH, 1, new byte[0], KEY), null);
        refused(out, () -> RequestEncoder.store(out, Opcode.APPEND, 1, 0, KEY, 0, 0, KEY), null);
        refused(
                out,
                () -> RequestEncoder.store(out, Opcode.SET, 1, 0, KEY, 0, Exptime.ALREADY_EXPIRED, KEY),
                "exptime must be an unsigned 32-bit number; an item that has expired already is deleted instead: exptime=-1");
        refused(out, () -> RequestEncoder.touch(out, Opcode.TOUCH, 1, KEY, 1L << 32), null);
        refused(out, () -> RequestEncoder.storeHead(out, Opcode.SET, 1, 0, KEY, 0, 0, -1), null);
        refused(out, () -> RequestEncoder.storeHead(out, Opcode.SET, 1, 0, KEY, 0, 0, Integer.MAX_VALUE), null);
        refused(out, () -> ResponseEncoder.hit(out, Opcode.SET, 1, 1, 0, KEY, KEY), null);
        refused(out, () -> ResponseEncoder.hit(out, Opcode.GETK, 1, 1, 0, new byte[0], KEY), null);
        refused(out, () -> ResponseEncoder.miss(out, Opcode.GETKQ, 1, KEY), "opcode must answer misses: opcode=GETKQ");
        refused(out, () -> ResponseEncoder.done(out, Opcode.GET, 1, 1), null);
        refused(out, () -> ResponseEncoder.counter(out, Opcode.SET, 1, 1, 1), null);
        refused(out, () -> ResponseEncoder.text(out, Opcode.GET, 1, KEY), null);
        refused(out, () -> ResponseEncoder.challenge(out, Opcode.GET, 1, KEY), null);
        refused(out, () -> ResponseEncoder.statistic(out, 1, new byte[0], new byte[0]), null);
        refused(out, () -> ResponseEncoder.error(out, 256, 1, Status.BUSY), null);
        refused(out, () -> ResponseEncoder.error(out, 0, 1, Status.SUCCESS), null);
        refused(out, () -> ResponseEncoder.error(out, 0, 1, Status.UNKNOWN), null);
    }

    private static void refused(ByteBuffer out, Runnable encode, @Nullable String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(encode::run)
                .satisfies(e -> assertThat(message == null || message.equals(e.getMessage()))
                        .as(e.getMessage())
                        .isTrue());
        assertThat(out).isEqualTo(ByteBuffer.allocate(out.capacity()));
    }

    @Test
    void construct_limitOutOfRange_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResponseDecoder(-1))
                .withMessageContaining("maxBodyLength=-1");
        assertThatIllegalArgumentException().isThrownBy(() -> new RequestDecoder(Integer.MAX_VALUE));
        assertThat(new RequestDecoder(0).decode(ByteBuffer.allocate(0))).isEqualTo(FrameState.HEADER_INCOMPLETE);
    }
}
