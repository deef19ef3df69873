package io.slabcache.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.slabcache.protocol.testing.Exchange;
import io.slabcache.protocol.testing.ExchangeTable;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's side of the text protocol: commands as literal bytes, and recorded answers decoded and encoded to the same bytes. */
class TextClientWireTest {
    private static final byte[] KEY = "key".getBytes(ISO_8859_1);
    private static final byte[] BINARY = {0, ' ', -1, '\n'};

    private static Map<String, Consumer<ByteBuffer>> commands() {
        Map<String, Consumer<ByteBuffer>> commands = new LinkedHashMap<>();
        commands.put("version\r\n", out -> TextCommandEncoder.bare(out, TextCommand.VERSION));
        commands.put("flush_all\r\n", out -> TextCommandEncoder.bare(out, TextCommand.FLUSH_ALL));
        commands.put("mn\r\n", out -> TextCommandEncoder.bare(out, TextCommand.META_NOOP));
        commands.put("gets", out -> TextCommandEncoder.retrieval(out, TextCommand.GETS));
        commands.put("gat -1", out -> TextCommandEncoder.touchingRetrieval(out, TextCommand.GAT, -1));
        commands.put(" key", out -> TextCommandEncoder.key(out, KEY));
        commands.put(
                "append key 4294967295 2147483647 1000 noreply\r\n",
                out -> TextCommandEncoder.storageHead(out, TextCommand.APPEND, KEY, -1, Integer.MAX_VALUE, 1000, true));
        commands.put(
                "set key 0 0 0\r\n", out -> TextCommandEncoder.storageHead(out, TextCommand.SET, KEY, 0, 0, 0, false));
        commands.put(
                "cas key 1 -2147483648 3 18446744073709551615\r\n",
                out -> TextCommandEncoder.casHead(out, KEY, 1, Integer.MIN_VALUE, 3, -1, false));
        commands.put("delete key noreply\r\n", out -> TextCommandEncoder.delete(out, KEY, true));
        commands.put("delete key\r\n", out -> TextCommandEncoder.delete(out, KEY, false));
        commands.put(
                "decr key 9223372036854775808\r\n",
                out -> TextCommandEncoder.counter(out, TextCommand.DECR, KEY, Long.MIN_VALUE, false));
        commands.put("touch key 30 noreply\r\n", out -> TextCommandEncoder.touch(out, KEY, 30, true));
        commands.put("mg key", out -> TextCommandEncoder.meta(out, TextCommand.META_GET, KEY));
        commands.put("me ACD/Cg== b", out -> TextCommandEncoder.meta(out, TextCommand.META_DEBUG, BINARY));
        commands.put("ms key 5", out -> TextCommandEncoder.metaSet(out, KEY, 5));
        commands.put("ms ACD/Cg== 5 b", out -> TextCommandEncoder.metaSet(out, BINARY, 5));
        commands.put(" q", out -> TextCommandEncoder.flag(out, 'q'));
        commands.put(" C18446744073709551615", out -> TextCommandEncoder.numberFlag(out, 'C', -1));
        commands.put(" T-1", out -> TextCommandEncoder.timeFlag(out, 'T', -1));
        commands.put(" Okey", out -> TextCommandEncoder.tokenFlag(out, 'O', KEY));
        commands.put("\r\n", TextCommandEncoder::lineEnd);
        return commands;
    }

    @Test
    void commands_room_areWrittenWhereTheBufferStands() {
        commands().forEach((text, command) -> {
            ByteBuffer out = ByteBuffer.allocateDirect(text.length() + 4).position(3);
            command.accept(out);
            byte[] written = new byte[text.length()];
            out.get(3, written);
            assertThat(new String(written, ISO_8859_1)).isEqualTo(text);
            assertThat(out.remaining()).isEqualTo(1);
        });
    }

    @Test
    void commands_noRoom_areRefusedAndNothingIsWritten() {
        commands().forEach((text, command) -> {
            ByteBuffer out = ByteBuffer.allocate(text.length() - 1);
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> command.accept(out));
            assertThat(out.position()).isZero();
            assertThat(out.array()).containsOnly(0);
        });
    }

    @Test
    void commands_wrongShapeOrKey_areRefused() {
        ByteBuffer out = ByteBuffer.allocate(1000);
        Map<String, Consumer<ByteBuffer>> wrong = new LinkedHashMap<>();
        wrong.put("bare", it -> TextCommandEncoder.bare(it, TextCommand.GET));
        wrong.put("retrieval", it -> TextCommandEncoder.retrieval(it, TextCommand.GAT));
        wrong.put("touching", it -> TextCommandEncoder.touchingRetrieval(it, TextCommand.GET, 0));
        wrong.put("cas", it -> TextCommandEncoder.storageHead(it, TextCommand.CAS, KEY, 0, 0, 0, false));
        wrong.put("ms", it -> TextCommandEncoder.meta(it, TextCommand.META_SET, KEY));
        wrong.put("counter", it -> TextCommandEncoder.counter(it, TextCommand.TOUCH, KEY, 0, false));
        wrong.put("length", it -> TextCommandEncoder.metaSet(it, KEY, -1));
        wrong.put("blank", it -> TextCommandEncoder.key(it, BINARY));
        wrong.put("empty", it -> TextCommandEncoder.key(it, new byte[0]));
        wrong.put("long", it -> TextCommandEncoder.touch(it, new byte[251], 0, false));
        wrong.put("long in base64", it -> TextCommandEncoder.meta(it, TextCommand.META_GET, new byte[189]));
        wrong.put("token", it -> TextCommandEncoder.tokenFlag(it, 'O', BINARY));
        wrong.put(
                "long token",
                it -> TextCommandEncoder.tokenFlag(it, 'O', "x".repeat(32).getBytes(ISO_8859_1)));
        wrong.forEach((name, command) -> {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> command.accept(out));
            assertThat(out.position()).isZero();
        });
    }

    static List<Exchange> exchanges() {
        return ExchangeTable.text();
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void answers_recorded_areUnderstoodAndEncodedTheSame(Exchange exchange) {
        for (Exchange.Step step : exchange.steps()) {
            byte[] answer = Exchange.bytes(step.answered().replaceAll("\\$\\{\\w+}", "77"));
            for (int piece : new int[] {1, 5, Math.max(1, answer.length)}) {
                ByteBuffer out = ByteBuffer.allocate(answer.length + 100);
                TextResponseDecoder decoder = new TextResponseDecoder(1 << 20);
                ByteBuffer in = ByteBuffer.wrap(answer).limit(0);
                while (in.limit() < answer.length) {
                    in.limit(Math.min(answer.length, in.limit() + piece));
                    while (decoder.decode(in) != TextResponseState.INCOMPLETE) {
                        encode(out, decoder, in);
                    }
                }
                assertThat(in.hasRemaining()).isFalse();
                assertThat(new String(out.array(), 0, out.position(), ISO_8859_1))
                        .isEqualTo(new String(answer, ISO_8859_1));
            }
        }
    }

    private static void encode(ByteBuffer out, TextResponseDecoder decoder, ByteBuffer in) {
        switch (decoder.state()) {
            case REPLY -> TextResponseEncoder.reply(out, Objects.requireNonNull(decoder.reply(), decoder.text()));
            case COUNTER -> TextResponseEncoder.counter(out, decoder.counter());
            case VALUE_HEAD -> {
                byte[] key = decoder.copyKey();
                if (decoder.hasCasToken()) {
                    TextResponseEncoder.valueHead(
                            out, key, 0, key.length, decoder.clientFlags(), decoder.valueLength(), decoder.casToken());
                } else {
                    TextResponseEncoder.valueHead(
                            out, key, 0, key.length, decoder.clientFlags(), decoder.valueLength());
                }
            }
            case META -> {
                TextResponseEncoder.meta(out, Objects.requireNonNull(decoder.status()));
                flags(out, decoder);
            }
            case META_VALUE_HEAD -> {
                TextResponseEncoder.metaValue(out, decoder.valueLength());
                flags(out, decoder);
            }
            case DATA -> {
                for (int i = 0; i < decoder.pieceLength(); i++) {
                    out.put(in.get(decoder.pieceOffset() + i));
                }
            }
            case DATA_END -> TextResponseEncoder.lineEnd(out);
            default -> out.put((decoder.text() + "\r\n").getBytes(ISO_8859_1));
        }
    }

    private static void flags(ByteBuffer out, TextResponseDecoder decoder) {
        for (int i = 0; i < decoder.flagCount(); i++) {
            byte[] token = decoder.copyFlagToken(i);
            if (decoder.flag(i) == 'c') {
                TextResponseEncoder.metaNumber(out, 'c', decoder.flagNumber(i));
            } else if (decoder.flag(i) == 't' && decoder.flagNumber(i) == -1) {
                TextResponseEncoder.metaNoExpiry(out);
            } else {
                TextResponseEncoder.metaToken(out, decoder.flag(i), ByteBuffer.wrap(token), 0, token.length);
            }
        }
        TextResponseEncoder.lineEnd(out);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "VALUE a\r\n",
                "VALUE a 0\r\n",
                "VALUE a 0 x\r\n",
                "VALUE a x 1\r\n",
                "VALUE a 0 -1\r\n",
                "VALUE a 0 101\r\n",
                "VALUE a 0 1 x\r\n",
                "VALUE a 0 1 2 3\r\n",
                "VALUE a 0 18446744073709551615\r\n",
                "VALUE a 0 1\r\nxyz\r\n",
                "VA\r\n",
                "VA x\r\n",
                "VA 101\r\n",
                "VA 1\r\nx\n\n",
                "18446744073709551616\r\n",
                "5x\r\nVALUE\r\n"
            })
    void decode_noAnswer_isMalformed(String text) {
        TextResponseDecoder decoder = new TextResponseDecoder(100);
        ByteBuffer in = ByteBuffer.wrap(text.getBytes(ISO_8859_1));
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> {
                    while (decoder.decode(in) != TextResponseState.INCOMPLETE) {
                        // on to the next
                    }
                })
                .withMessageContaining("=");
    }

    @Test
    void decode_endlessLine_isMalformed() {
        TextResponseDecoder decoder = new TextResponseDecoder(100);
        ByteBuffer in =
                ByteBuffer.wrap("x".repeat(TextResponseDecoder.MAX_LINE_LENGTH).getBytes(ISO_8859_1));
        assertThat(decoder.decode(in.limit(in.capacity() - 1))).isEqualTo(TextResponseState.INCOMPLETE);
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> decoder.decode(in.limit(in.capacity())));
    }

    @Test
    void decode_otherErrors_areErrors() {
        TextResponseDecoder decoder = new TextResponseDecoder(100);
        for (String line : List.of("ERROR Too many open connections", "SERVER_ERROR: shutdown not enabled")) {
            assertThat(decoder.decode(ByteBuffer.wrap((line + "\r\n").getBytes(ISO_8859_1))))
                    .isEqualTo(TextResponseState.REPLY);
            assertThat(decoder.isError()).isTrue();
            assertThat(decoder.reply()).isNull();
            assertThat(decoder.text()).isEqualTo(line);
        }
        assertThatIllegalStateException().isThrownBy(decoder::flagCount);
        assertThatIllegalStateException().isThrownBy(decoder::copyKey);
    }
}
