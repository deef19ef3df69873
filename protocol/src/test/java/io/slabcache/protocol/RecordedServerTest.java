package io.slabcache.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real memcached was sent and has answered: decoded, and encoded again to the same bytes. */
class RecordedServerTest {
    @SuppressWarnings("ArrayRecordComponent") // a row of a table, never compared
    record Exchange(String name, byte[] request, byte[] response) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Exchange> exchanges() throws IOException {
        try (InputStream in = RecordedServerTest.class.getResourceAsStream("recorded-memcached-1.6.18.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), US_ASCII);
            return text.lines().filter(line -> !line.startsWith("#")).map(line -> {
                String[] parts = line.split(" \\| ", -1);
                return new Exchange(parts[0], Hex.bytes(parts[1]), Hex.bytes(parts[2].replace("-", "")));
            });
        }
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void request_recorded_isUnderstoodAndEncodedTheSame(Exchange exchange) {
        RequestDecoder d = new RequestDecoder(1 << 20);
        assertThat(d.decode(ByteBuffer.wrap(exchange.request()))).isEqualTo(FrameState.COMPLETE);
        assertThat(d.endOffset()).isEqualTo(exchange.request().length);
        Opcode opcode = d.opcode();
        if (opcode == null) {
            assertThat(d.verdict()).isEqualTo(Status.UNKNOWN_COMMAND);
            return;
        }
        assertThat(d.verdict()).isEqualTo(Status.SUCCESS);
        ByteBuffer out = ByteBuffer.allocate(256);
        byte[] key = d.copyKey();
        switch (opcode.shape()) {
            case GET, GET_WITH_KEY -> RequestEncoder.get(out, opcode, d.opaque(), key);
            case STORE ->
                RequestEncoder.store(
                        out, opcode, d.opaque(), d.casToken(), key, d.clientFlags(), d.exptime(), d.copyValue());
            case CONCATENATE -> RequestEncoder.concatenate(out, opcode, d.opaque(), d.casToken(), key, d.copyValue());
            case DELETE -> RequestEncoder.delete(out, opcode, d.opaque(), d.casToken(), key);
            case COUNTER ->
                RequestEncoder.counter(out, opcode, d.opaque(), d.casToken(), key, d.delta(), d.initial(), d.exptime());
            case FLUSH -> {
                if (d.extrasLength() == 0) {
                    RequestEncoder.flush(out, opcode, d.opaque());
                } else {
                    RequestEncoder.flush(out, opcode, d.opaque(), d.exptime());
                }
            }
            case BARE, TEXT -> RequestEncoder.bare(out, opcode, d.opaque());
            case STAT -> RequestEncoder.stat(out, d.opaque(), key);
            case TOUCH, GET_AND_TOUCH, GET_AND_TOUCH_WITH_KEY ->
                RequestEncoder.touch(out, opcode, d.opaque(), key, d.exptime());
            case SASL -> RequestEncoder.sasl(out, opcode, d.opaque(), key, d.copyValue());
        }
        assertThat(Hex.written(out)).isEqualTo(Hex.of(exchange.request()));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void response_recorded_isUnderstoodAndEncodedTheSame(Exchange exchange) {
        RequestDecoder request = new RequestDecoder(1 << 20);
        request.decode(ByteBuffer.wrap(exchange.request()));
        Opcode opcode = request.opcode();
        byte[] askedKey = request.copyKey();
        if (exchange.response().length == 0) {
            assertThat(opcode).isNotNull();
            assertThat(Objects.requireNonNull(opcode).isQuiet()).isTrue();
            assertThat(exchange.name().endsWith("miss")).isEqualTo(opcode.answerRule() == AnswerRule.SILENT_MISS);
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(exchange.response());
        ByteBuffer out = ByteBuffer.allocate(256);
        ResponseDecoder d = new ResponseDecoder(1 << 20);
        while (d.decode(in) == FrameState.COMPLETE) {
            assertThat(d.opcodeCode()).isEqualTo(request.opcodeCode());
            assertThat(d.opaque()).isEqualTo(request.opaque());
            encode(out, d, askedKey);
            in.position(d.endOffset());
        }
        assertThat(in.hasRemaining()).isFalse();
        assertThat(Hex.written(out)).isEqualTo(Hex.of(exchange.response()));
    }

    private static void encode(ByteBuffer out, ResponseDecoder d, byte[] askedKey) {
        Opcode opcode = d.opcode();
        if (d.status() == Status.KEY_NOT_FOUND
                && opcode != null
                && opcode.shape().responseKey() == Presence.REQUIRED) {
            assertThat(d.keyEquals(askedKey)).isTrue();
            ResponseEncoder.miss(out, opcode, d.opaque(), d.copyKey());
            return;
        }
        if (d.status() != Status.SUCCESS || opcode == null) {
            assertThat(d.valueText()).isEqualTo(d.status().text());
            ResponseEncoder.error(out, d.opcodeCode(), d.opaque(), d.status());
            return;
        }
        switch (opcode.shape()) {
            case GET, GET_WITH_KEY, GET_AND_TOUCH, GET_AND_TOUCH_WITH_KEY ->
                ResponseEncoder.hit(out, opcode, d.opaque(), d.casToken(), d.clientFlags(), d.copyKey(), d.copyValue());
            case STORE, CONCATENATE, DELETE, FLUSH, BARE -> ResponseEncoder.done(out, opcode, d.opaque(), d.casToken());
            case COUNTER -> ResponseEncoder.counter(out, opcode, d.opaque(), d.casToken(), d.counter());
            case TEXT, SASL -> ResponseEncoder.text(out, opcode, d.opaque(), d.copyValue());
            case STAT -> {
                if (d.endsStatistics()) {
                    ResponseEncoder.endStatistics(out, d.opaque());
                } else {
                    ResponseEncoder.statistic(out, d.opaque(), d.copyKey(), d.copyValue());
                }
            }
            case TOUCH -> ResponseEncoder.touched(out, d.opaque(), d.casToken(), d.clientFlags());
        }
    }
}
