package io.slabcache.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Answers to text commands as literal bytes, and into buffers that have one byte too few for them. */
class TextResponseWireTest {
    private static final byte[] KEY = "some:key".getBytes(ISO_8859_1);
    private static final int SENTINEL = 0x55;

    private static Map<String, Consumer<ByteBuffer>> answers() {
        Map<String, Consumer<ByteBuffer>> answers = new LinkedHashMap<>();
        answers.put("STORED\r\n", out -> TextResponseEncoder.reply(out, TextReply.STORED));
        answers.put(
                "ERROR: shutdown not enabled\r\n",
                out -> TextResponseEncoder.reply(out, TextReply.SHUTDOWN_NOT_ENABLED));
        answers.put("VALUE key 4294967295 0\r\n", out -> TextResponseEncoder.valueHead(out, KEY, 5, 3, -1, 0));
        answers.put(
                "VALUE some:key 0 1048576 18446744073709551615\r\n",
                out -> TextResponseEncoder.valueHead(out, KEY, 0, 8, 0, 1 << 20, -1));
        answers.put("\r\n", TextResponseEncoder::lineEnd);
        answers.put("0\r\n", out -> TextResponseEncoder.counter(out, 0));
        answers.put("9223372036854775808\r\n", out -> TextResponseEncoder.counter(out, Long.MIN_VALUE));
        answers.put("18446744073709551615\r\n", out -> TextResponseEncoder.counter(out, -1));
        answers.put("VERSION 1.6.18\r\n", out -> TextResponseEncoder.version(out, "1.6.18"));
        answers.put("STAT pid 12\r\n", out -> TextResponseEncoder.statistic(out, "pid", "12"));
        answers.put("HD", out -> TextResponseEncoder.meta(out, MetaStatus.HEADER));
        answers.put("VA 1000", out -> TextResponseEncoder.metaValue(out, 1000));
        answers.put(" W", out -> TextResponseEncoder.metaFlag(out, 'W'));
        answers.put(" c10", out -> TextResponseEncoder.metaNumber(out, 'c', 10));
        answers.put(" t-1", TextResponseEncoder::metaNoExpiry);
        answers.put(" Okey", out -> TextResponseEncoder.metaToken(out, 'O', ByteBuffer.wrap(KEY), 5, 3));
        answers.put(" kYWJj b", out -> encodedKey(out, "mg YWJj b\r\n"));
        answers.put(" kYWJj", out -> encodedKey(out, "mg YWJj\r\n"));
        return answers;
    }

    private static void encodedKey(ByteBuffer out, String request) {
        ByteBuffer in = ByteBuffer.wrap(request.getBytes(ISO_8859_1));
        TextRequestDecoder decoder = new TextRequestDecoder();
        decoder.decode(in);
        TextResponseEncoder.metaKey(out, decoder, in);
    }

    @Test
    void answers_room_areWrittenWhereTheBufferStands() {
        answers().forEach((text, answer) -> {
            ByteBuffer out = ByteBuffer.allocateDirect(text.length() + 4).position(3);
            answer.accept(out);
            byte[] written = new byte[text.length()];
            out.get(3, written);
            assertThat(new String(written, ISO_8859_1)).isEqualTo(text);
            assertThat(out.remaining()).isEqualTo(1);
        });
    }

    @Test
    void answers_noRoom_areRefusedAndNothingIsWritten() {
        answers().forEach((text, answer) -> {
            ByteBuffer out = ByteBuffer.allocate(text.length() - 1);
            for (int i = 0; i < out.limit(); i++) {
                out.put(i, (byte) SENTINEL);
            }
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> answer.accept(out))
                    .withMessageContaining("remaining=" + (text.length() - 1));
            assertThat(out.position()).isZero();
            for (int i = 0; i < out.limit(); i++) {
                assertThat(out.get(i)).isEqualTo((byte) SENTINEL);
            }
        });
    }

    @Test
    void meta_statusOfAValue_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextResponseEncoder.meta(ByteBuffer.allocate(9), MetaStatus.VALUE))
                .withMessageContaining("status=VALUE");
    }

    @Test
    void valueHead_longest_fitsTheBound() {
        ByteBuffer out = ByteBuffer.allocate(TextResponseEncoder.MAX_VALUE_HEAD_LENGTH);
        TextResponseEncoder.valueHead(
                out, new byte[FrameLayout.MAX_KEY_LENGTH], 0, FrameLayout.MAX_KEY_LENGTH, -1, Integer.MAX_VALUE, -1);
        assertThat(out.position()).isGreaterThan(FrameLayout.MAX_KEY_LENGTH + 40);
    }

    @Test
    void replies_errorsAmongThem_areTold() {
        for (TextReply reply : TextReply.values()) {
            assertThat(reply.isError()).as(reply.name()).isEqualTo(reply.text().contains("ERROR"));
            assertThat(reply.length()).isEqualTo(reply.text().length() + 2);
        }
    }
}
