package io.slabcache.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.slabcache.protocol.testing.Exchange;
import io.slabcache.protocol.testing.ExchangeTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text commands as bytes: what memcached was recorded to answer, whole and cut at every byte, and every field. */
class TextRequestWireTest {
    private final TextRequestDecoder decoder = new TextRequestDecoder();

    static List<Exchange> exchanges() {
        return ExchangeTable.text();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void exchange_wholePackets_answeredAsMemcachedDoes(Exchange exchange) throws IOException {
        exchange.play(new HeapNode(Integer.MAX_VALUE >> 1));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void exchange_byteByByte_answeredAsMemcachedDoes(Exchange exchange) throws IOException {
        exchange.play(new HeapNode(1));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void exchange_inPieces_answeredAsMemcachedDoes(Exchange exchange) throws IOException {
        exchange.play(new HeapNode(7));
        exchange.play(new HeapNode(100));
    }

    /** What a decoder finds in some bytes, in words. */
    private static List<String> events(String text, int cut) {
        TextRequestDecoder decoder = new TextRequestDecoder();
        List<String> events = new ArrayList<>();
        byte[] whole = text.getBytes(ISO_8859_1);
        ByteBuffer in = ByteBuffer.wrap(whole).limit(cut);
        StringBuilder data = new StringBuilder();
        for (int limit : new int[] {cut, whole.length}) {
            in.limit(limit);
            TextRequestState state = decoder.decode(in);
            while (state != TextRequestState.INCOMPLETE) {
                if (state == TextRequestState.DATA) {
                    for (int i = 0; i < decoder.pieceLength(); i++) {
                        data.append((char) in.get(decoder.pieceOffset() + i));
                    }
                } else {
                    events.add(state + " " + (state == TextRequestState.REFUSED ? decoder.error() : decoder.command())
                            + " " + new String(decoder.copyKey(), ISO_8859_1) + " " + decoder.exptime() + " "
                            + decoder.dataLength() + " " + data);
                }
                state = decoder.decode(in);
            }
        }
        return events;
    }

    @Test
    void decode_cutAnywhere_findsTheSame() {
        String text = "get a bb  ccc \r\nset k 1 2 5 noreply\r\nhel\nl\r\ngat 5 x y\r\nfoo\r\ncas z 1 -1 0 77\r\n\r\n"
                + "mg YWI= b v k O123\r\nms k 2 T5 F6 MA\r\nhi\r\nms k 2 z\r\nhi\r\nset k 0 0 2\r\nabc\r\nincr k 5\nquit\r\n"
                + "get " + "k".repeat(1000) + "\r\nget " + "abcdefghi ".repeat(300) + "\r\nversion\r\n";
        List<String> whole = events(text, text.length());
        assertThat(whole).hasSize(324);
        for (int cut = 0; cut < text.length(); cut++) {
            assertThat(events(text, cut)).as("cut=%d", cut).isEqualTo(whole);
        }
    }

    @Test
    void decode_storage_tellsEverythingBeforeTheData() {
        ByteBuffer in = bytes("cas key 4294967295 -5 1000000 18446744073709551615 noreply\r\n");
        assertThat(decoder.decode(in)).isEqualTo(TextRequestState.DATA_HEAD);
        assertThat(decoder.command()).isEqualTo(TextCommand.CAS);
        assertThat(decoder.copyKey()).isEqualTo("key".getBytes(ISO_8859_1));
        assertThat(decoder.sentKeyOffset()).isEqualTo(4);
        assertThat(decoder.sentKeyLength()).isEqualTo(3);
        assertThat(decoder.clientFlags()).isEqualTo(-1);
        assertThat(decoder.exptime()).isEqualTo(-5);
        assertThat(decoder.dataLength()).isEqualTo(1_000_000);
        assertThat(decoder.casToken()).isEqualTo(-1);
        assertThat(decoder.noreply()).isTrue();
        assertThat(in.hasRemaining()).isFalse();
        assertThat(decoder.decode(in)).isEqualTo(TextRequestState.INCOMPLETE);
        assertThat(decoder.pieceLength()).isZero();
    }

    @Test
    void decode_data_comesInPiecesFromWhereverItLies() {
        decoder.decode(bytes("set k 0 0 10\r\n"));
        ByteBuffer first = bytes("xx0123").position(2);
        assertThat(decoder.decode(first)).isEqualTo(TextRequestState.DATA);
        assertThat(decoder.pieceOffset()).isEqualTo(2);
        assertThat(decoder.pieceLength()).isEqualTo(4);
        assertThat(decoder.decode(first)).isEqualTo(TextRequestState.INCOMPLETE);
        ByteBuffer second = bytes("456789\r");
        assertThat(decoder.decode(second)).isEqualTo(TextRequestState.DATA);
        assertThat(decoder.pieceLength()).isEqualTo(6);
        assertThat(decoder.decode(second)).isEqualTo(TextRequestState.INCOMPLETE);
        assertThat(second.remaining()).isEqualTo(1);
        assertThat(decoder.decode(bytes("\r\nget a"))).isEqualTo(TextRequestState.DATA_END);
    }

    @Test
    void skipData_atAnyTime_goesOnBehindTheBlock() {
        for (int pieces = 0; pieces <= 2; pieces++) {
            ByteBuffer in = bytes("set k 0 0 4\r\nab");
            TextRequestDecoder skipping = new TextRequestDecoder();
            assertThat(skipping.decode(in)).isEqualTo(TextRequestState.DATA_HEAD);
            for (int i = 0; i < pieces; i++) {
                skipping.decode(in);
            }
            skipping.skipData();
            assertThat(skipping.decode(in)).isEqualTo(TextRequestState.INCOMPLETE);
            assertThat(skipping.decode(bytes("cd\r"))).isEqualTo(TextRequestState.INCOMPLETE);
            assertThat(skipping.decode(bytes("\nversion\r\n"))).isEqualTo(TextRequestState.COMMAND);
            assertThatIllegalStateException().isThrownBy(skipping::skipData);
        }
    }

    @Test
    void decode_meta_tellsFlagsInOrder() {
        ByteBuffer in = bytes("ms YWJj 7 q k T30 b N-1 R5 F6 C7 J8 D9 MP Oxyz I\r\n");
        assertThat(decoder.decode(in)).isEqualTo(TextRequestState.DATA_HEAD);
        assertThat(decoder.copyKey()).isEqualTo("abc".getBytes(ISO_8859_1));
        assertThat(decoder.isKeyEncoded()).isTrue();
        assertThat(decoder.dataLength()).isEqualTo(7);
        MetaFlags flags = decoder.meta();
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < flags.count(); i++) {
            letters.append(flags.letter(i));
        }
        assertThat(letters).hasToString("qkTbNRFCJDMOI");
        assertThat(flags.has('q')).isTrue();
        assertThat(flags.has('v')).isFalse();
        assertThat(flags.exptime()).isEqualTo(30);
        assertThat(flags.vivifyExptime()).isEqualTo(-1);
        assertThat(flags.recacheTime()).isEqualTo(5);
        assertThat(flags.clientFlags()).isEqualTo(6);
        assertThat(flags.casToken()).isEqualTo(7);
        assertThat(flags.initial()).isEqualTo(8);
        assertThat(flags.delta()).isEqualTo(9);
        assertThat(flags.mode()).isEqualTo('P');
        assertThat(flags.tokenLength(11)).isEqualTo(3);
        assertThat(in.get(flags.tokenOffset(11))).isEqualTo((byte) 'x');
        assertThat(flags.tokenLength(0)).isZero();
    }

    @Test
    void decode_metaAfterMeta_forgetsTheFlags() {
        decoder.decode(bytes("mg a T30 N1 C7 D9 q\r\n"));
        decoder.decode(bytes("ma b\r\n"));
        assertThat(decoder.meta().count()).isZero();
        assertThat(decoder.meta().has('q')).isFalse();
        assertThat(decoder.meta().exptime()).isZero();
        assertThat(decoder.meta().casToken()).isZero();
        assertThat(decoder.meta().delta()).isEqualTo(1);
        assertThat(decoder.meta().mode()).isEqualTo('I');
    }

    @ParameterizedTest
    @CsvSource({"YQ==, a", "YWI=, ab", "YWJj, abc", "/+8=, \u00ff\u00ef", "YWJjZGVm, abcdef"})
    void decode_base64Key_isDecoded(String sent, String key) {
        assertThat(decoder.decode(bytes("mg " + sent + " b\r\n"))).isEqualTo(TextRequestState.COMMAND);
        assertThat(new String(decoder.copyKey(), ISO_8859_1)).isEqualTo(key);
        assertThat(decoder.keyLength()).isEqualTo(key.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ab", "abc", "====", "a===", "ab=c", "YW=J", "YQ==YQ==", "YW!j", "YQ=\u00e4"})
    void decode_noBase64Key_isRefused(String sent) {
        assertThat(decoder.decode(bytes("mg " + sent + " b\r\n"))).isEqualTo(TextRequestState.REFUSED);
        assertThat(decoder.error()).isEqualTo(TextReply.BAD_BASE64);
    }

    @Test
    void decode_lineOfLimit_isTheLongest() {
        String longest = "delete k" + " ".repeat(TextRequestDecoder.MAX_LINE_LENGTH - 10) + "\r\n";
        assertThat(decoder.decode(bytes(longest))).isEqualTo(TextRequestState.COMMAND);
        for (String command : List.of("delete k", "set k 0 0", "mg k", "foo", "getter", " ", "get", "gat 5")) {
            String line = command + " ".repeat(TextRequestDecoder.MAX_LINE_LENGTH - command.length());
            TextRequestDecoder strict = new TextRequestDecoder();
            assertThat(strict.decode(bytes(line.substring(1)))).isEqualTo(TextRequestState.INCOMPLETE);
            assertThatExceptionOfType(MalformedFrameException.class)
                    .as(command)
                    .isThrownBy(() -> strict.decode(bytes(line)))
                    .withMessageContaining("maxLineLength=2048");
        }
    }

    @Test
    void decode_retrievalWithoutEnd_handsOutKeysAsTheyCome() {
        ByteBuffer in = ByteBuffer.allocate(4096);
        in.put("gats 30 ".getBytes(ISO_8859_1)).flip();
        int keys = 0;
        for (int i = 0; i < 10_000; i++) {
            in.compact().put(("key" + i + " ").getBytes(ISO_8859_1)).flip();
            TextRequestState state = decoder.decode(in);
            while (state == TextRequestState.KEY) {
                assertThat(new String(decoder.copyKey(), ISO_8859_1)).isEqualTo("key" + keys++);
                assertThat(decoder.exptime()).isEqualTo(30);
                state = decoder.decode(in);
            }
            assertThat(state).isEqualTo(TextRequestState.INCOMPLETE);
            assertThat(in.remaining()).isLessThan(TextRequestDecoder.MAX_LINE_LENGTH);
        }
        assertThat(keys).isEqualTo(10_000);
        in.compact().put("\r\n".getBytes(ISO_8859_1)).flip();
        assertThat(decoder.decode(in)).isEqualTo(TextRequestState.KEYS_END);
    }

    @Test
    void decode_keyTooLongInALongRetrieval_endsItThere() {
        String text = "get " + "k ".repeat(1100) + "x".repeat(251) + " k k\r\nversion\r\n";
        List<String> events = events(text, text.length());
        assertThat(events).hasSize(1102);
        assertThat(events.get(1100)).startsWith("REFUSED BAD_FORMAT");
        assertThat(events.get(1101)).startsWith("COMMAND VERSION");
    }

    @Test
    void words_ofCommandsThatAreTheServers_canBeRead() {
        assertThat(decoder.decode(bytes("lru_crawler metadump all\r\n"))).isEqualTo(TextRequestState.COMMAND);
        assertThat(decoder.wordCount()).isEqualTo(3);
        assertThat(decoder.word(1)).isEqualTo("metadump");
        assertThat(decoder.word(2)).isEqualTo("all");
        decoder.decode(bytes("set a"));
        assertThatIllegalStateException().isThrownBy(() -> decoder.word(0));
        assertThatIllegalStateException().isThrownBy(decoder::error);
        assertThatIllegalStateException().isThrownBy(() -> new TextRequestDecoder().command());
    }
}
