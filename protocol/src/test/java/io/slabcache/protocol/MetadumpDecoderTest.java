package io.slabcache.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadumpDecoderTest {
    /** Debian's 1.6.18, as it was recorded. */
    private static final String OLD = """
            key=b%25%2F%C3%A4~ exp=1795352683 la=1795352583 cas=2 fetch=no cls=1 size=66
            key=%0A%20%00 exp=-1 la=1795352590 cas=3 fetch=yes cls=1 size=67
            key=a exp=-1 la=1795352583 cas=18446744073709551615 fetch=no cls=39 size=1048576
            END\r
            """;

    private static final List<String> OLD_ITEMS = List.of(
            "b%/\u00c3\u00a4~ 1795352683 1795352583 2 false 1 66 -",
            "\n \0 -1 1795352590 3 true 1 67 -", "a -1 1795352583 -1 false 39 1048576 -", "END");

    /** 1.6.45: OK first, flags and a blank last. */
    private static final String NEW = """
            OK\r
            key=a exp=-1 la=1795352583 cas=7 fetch=yes cls=1 size=67 flags=4294967295\s
            key=b exp=0 la=0 cas=0 fetch=no cls=1 size=66 flags=5\s
            END\r
            """;

    private static final List<String> NEW_ITEMS =
            List.of("a -1 1795352583 7 true 1 67 -1", "b 0 0 0 false 1 66 5", "END");

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    private static void decodeAvailable(MetadumpDecoder decoder, ByteBuffer in, List<String> found) {
        while (true) {
            switch (decoder.decode(in)) {
                case INCOMPLETE -> {
                    return;
                }
                case ITEM -> found.add(describe(decoder));
                case REFUSED -> found.add("REFUSED " + decoder.errorText());
                case END, BUSY ->
                    found.add(decoder.decode(ByteBuffer.allocate(0)) == MetadumpState.INCOMPLETE ? "END" : "?");
            }
        }
    }

    private static String describe(MetadumpDecoder decoder) {
        byte[] copy = new byte[decoder.keyLength() + 1];
        decoder.copyKeyTo(copy, 1);
        assertThat(copy).endsWith(decoder.copyKey());
        return new String(decoder.copyKey(), ISO_8859_1) + " " + decoder.expirySeconds() + " "
                + decoder.lastAccessSeconds() + " " + decoder.casToken() + " " + decoder.isFetched() + " "
                + decoder.slabClassId() + " " + decoder.size() + " "
                + (decoder.hasClientFlags() ? decoder.clientFlags() : "-");
    }

    private static List<String> decodeAll(String answer) {
        List<String> found = new ArrayList<>();
        decodeAvailable(new MetadumpDecoder(), bytes(answer), found);
        return found;
    }

    @Test
    void decode_oldAndNewServers_findTheSameFields() {
        assertThat(decodeAll(OLD)).isEqualTo(OLD_ITEMS);
        assertThat(decodeAll(NEW)).isEqualTo(NEW_ITEMS);
    }

    @Test
    void decode_answerInPiecesOfEveryLength_findsEveryItem() {
        byte[] stream = (OLD + NEW).getBytes(ISO_8859_1);
        List<String> expected = new ArrayList<>(OLD_ITEMS);
        expected.addAll(NEW_ITEMS);
        for (int piece = 1; piece <= stream.length; piece++) {
            MetadumpDecoder decoder = new MetadumpDecoder();
            ByteBuffer in = ByteBuffer.allocate(2 * stream.length);
            List<String> found = new ArrayList<>();
            for (int offset = 0; offset < stream.length; offset += piece) {
                in.put(stream, offset, Math.min(piece, stream.length - offset));
                decodeAvailable(decoder, in.flip(), found);
                in.compact();
            }
            assertThat(found).as("piece=%d", piece).isEqualTo(expected);
            assertThat(in.position()).isZero();
        }
    }

    @Test
    void decode_fieldsInAnyOrderMissingAndUnknown_areTaken() {
        assertThat(decodeAll("key=k new=thing size=9 cas=4 \r\nEND\r\n"))
                .containsExactly("k -1 0 4 false 0 9 -", "END");
        assertThat(decodeAll("key=%6b%6B\nEND\n")).containsExactly("kk -1 0 0 false 0 0 -", "END");
    }

    @ParameterizedTest
    @CsvSource({
        "'END\r\n', END",
        "'NOTSTARTED no items to crawl\r\n', END",
        "'OK\r\nEND\r\n', END",
        "'BUSY currently processing crawler request\r\n', BUSY",
        "'OK\r\nBUSY currently processing crawler request\r\n', BUSY",
        "'ERROR\r\n', REFUSED",
        "'ERROR metadump not allowed\r\n', REFUSED",
        "'ERROR: metadump not allowed\r\n', REFUSED",
        "'CLIENT_ERROR lru crawler disabled\r\n', REFUSED",
        "'SERVER_ERROR out of memory\r\n', REFUSED",
        "'BADCLASS invalid class id\r\n', REFUSED",
        "'', INCOMPLETE",
        "'OK\r\n', INCOMPLETE",
        "'BUS', INCOMPLETE"
    })
    void decode_answersWithoutItems(String answer, MetadumpState state) {
        MetadumpDecoder decoder = new MetadumpDecoder();
        ByteBuffer in = bytes(answer);
        assertThat(decoder.decode(in)).isEqualTo(state);
        if (state == MetadumpState.REFUSED) {
            assertThat(decoder.errorText()).isEqualTo(answer.strip());
        } else {
            assertThatIllegalStateException().isThrownBy(decoder::errorText);
        }
        assertThatIllegalStateException()
                .isThrownBy(decoder::keyLength)
                .withMessage("an item must have been decoded: state=" + state);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "OK\r\nOK\r\n",
                "key=a exp=-1\nOK\r\n",
                "VERSION 1.6.18\r\n",
                "VALUE a 0 1\r\n",
                "ENDED\r\n",
                "HTTP/1.1 400 Bad Request\r\n",
                "key=\n",
                "key=a key=b\n",
                "key=%\n",
                "key=%4\n",
                "key=%4g\n",
                "key=%g4\n",
                "key=a exp\n",
                "key=a exp=\n",
                "key=a exp=--1\n",
                "key=a exp=9223372036854775808\n",
                "key=a cas=-1\n",
                "key=a cas=18446744073709551616\n",
                "key=a size=1x\n",
                "key=a fetch=maybe\n",
                "key=a fetch=\n",
                "key=a cas=1 cas=2\n"
            })
    void decode_otherLines_areMalformed(String answer) {
        ByteBuffer in = bytes(answer);
        MetadumpDecoder decoder = new MetadumpDecoder();
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> {
                    while (decoder.decode(in) != MetadumpState.INCOMPLETE) {
                        assertThat(decoder.state()).isEqualTo(MetadumpState.ITEM);
                    }
                })
                .withMessageContaining("text=");
    }

    @Test
    void decode_keyOfTheGreatestLength_isTakenAndALongerOneNot() {
        assertThat(decodeAll("key=" + "%41".repeat(250) + "\n").get(0)).startsWith("A".repeat(250) + " ");
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> decodeAll("key=" + "%41".repeat(251) + "\n"))
                .withMessageStartingWith("key must not be longer than memcached takes: text=%41%41");
    }

    @Test
    void decode_lineThatDoesNotEnd_isMalformedAtTheLimit() {
        ByteBuffer in = bytes("key=" + "x".repeat(MetadumpDecoder.MAX_LINE_LENGTH));
        MetadumpDecoder decoder = new MetadumpDecoder();
        assertThat(decoder.decode(in.limit(MetadumpDecoder.MAX_LINE_LENGTH - 1)))
                .isEqualTo(MetadumpState.INCOMPLETE);
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> decoder.decode(in.limit(MetadumpDecoder.MAX_LINE_LENGTH)))
                .withMessage("line must end within the limit: maxLineLength=4096, available=4096");
    }

    @Test
    void keyStartsWith_comparesDecodedBytes() {
        MetadumpDecoder decoder = new MetadumpDecoder();
        decoder.decode(bytes("key=%00b%25 exp=-1\n"));
        assertThat(decoder.keyStartsWith(new byte[0])).isTrue();
        assertThat(decoder.keyStartsWith(new byte[] {0, 'b'})).isTrue();
        assertThat(decoder.keyStartsWith(new byte[] {0, 'b', '%'})).isTrue();
        assertThat(decoder.keyStartsWith(new byte[] {0, 'b', '%', 0})).isFalse();
        assertThat(decoder.keyStartsWith(new byte[] {0, 'c'})).isFalse();
    }
}
