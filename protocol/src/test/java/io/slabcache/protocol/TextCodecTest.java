package io.slabcache.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text requests, single lines, and the answers of a configuration endpoint. */
class TextCodecTest {
    private static final String PAYLOAD = """
            12
            my.0001.use1.cache.amazonaws.com|10.82.235.120|11211 my.0002.use1.cache.amazonaws.com||11212
            """;

    private static final ClusterAnswer DECODED = new ClusterAnswer.Configuration(
            12,
            List.of(
                    new ClusterNode("my.0001.use1.cache.amazonaws.com", "10.82.235.120", 11211),
                    new ClusterNode("my.0002.use1.cache.amazonaws.com", "", 11212)));

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    private static String configuration(String payload) {
        return String.format("CONFIG cluster 0 %d\r\n%s\r\nEND\r\n", payload.length(), payload);
    }

    @Test
    void encode_requests_areByteExact() {
        Map<String, Consumer<ByteBuffer>> requests = Map.of(
                "lru_crawler metadump all\r\n", out -> TextRequestEncoder.metadump(out, MetadumpOrder.ALL),
                "lru_crawler metadump hash\r\n", out -> TextRequestEncoder.metadump(out, MetadumpOrder.HASH),
                "config get cluster\r\n", TextRequestEncoder::configGetCluster,
                "get AmazonElastiCache:cluster\r\n", TextRequestEncoder::getClusterKey,
                "version\r\n", TextRequestEncoder::version);
        requests.forEach((text, encode) -> {
            ByteBuffer out = ByteBuffer.allocate(64);
            encode.accept(out);
            assertThat(new String(out.array(), 0, out.position(), ISO_8859_1)).isEqualTo(text);
            ByteBuffer small = ByteBuffer.allocate(text.length() - 1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> encode.accept(small))
                    .withMessage("buffer must have room for the command: length=" + text.length() + ", remaining="
                            + (text.length() - 1));
            assertThat(small.position()).isZero();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'VERSION 1.6.18\r\n', VERSION, 1.6.18",
        "'VERSION 1.6.45_beta \n', VERSION, 1.6.45_beta",
        "'ERROR\r\n', ERROR, ''",
        "'ERROR Too many open connections\r\n', ERROR, Too many open connections",
        "'SERVER_ERROR: shutdown not enabled\r\n', SERVER_ERROR, shutdown not enabled",
        "'CLIENT_ERROR unauthenticated\r\n', CLIENT_ERROR, unauthenticated",
        "'VERSIONS 1\r\n', UNKNOWN, VERSIONS 1",
        "'\r\n', UNKNOWN, ''",
        "'caf\u00e9\u0007\r\n', UNKNOWN, caf??"
    })
    void decode_line_tellsKindAndText(String line, TextAnswer answer, String text) {
        TextAnswerDecoder decoder = new TextAnswerDecoder(64);
        byte[] whole = line.getBytes(ISO_8859_1);
        for (int cut = 0; cut < whole.length; cut++) {
            ByteBuffer in = ByteBuffer.wrap(whole, 0, cut);
            assertThat(decoder.decode(in)).isFalse();
            assertThat(in.position()).isZero();
        }
        ByteBuffer in = bytes(line + line);
        for (int i = 1; i <= 2; i++) {
            assertThat(decoder.decode(in)).isTrue();
            assertThat(decoder.answer()).isEqualTo(answer);
            assertThat(decoder.text()).isEqualTo(text);
            assertThat(in.position()).isEqualTo(i * whole.length);
        }
        assertThat(decoder.decode(in)).isFalse();
        assertThatIllegalStateException().isThrownBy(decoder::text);
    }

    @Test
    void decode_longText_isCutOff() {
        TextAnswerDecoder decoder = new TextAnswerDecoder(4096);
        assertThat(decoder.decode(bytes("SERVER_ERROR " + "x".repeat(1000) + "\r\n")))
                .isTrue();
        assertThat(decoder.text()).isEqualTo("x".repeat(TextAnswerDecoder.MAX_TEXT_LENGTH));
    }

    @Test
    void decode_configuration_fromEveryCutOn() {
        String[] answers = {
            configuration(PAYLOAD),
            configuration(PAYLOAD.replace("\n", "\r\n")),
            configuration(PAYLOAD + "\n"),
            configuration(PAYLOAD).replace("CONFIG cluster", "VALUE AmazonElastiCache:cluster")
        };
        ClusterConfigurationDecoder decoder = new ClusterConfigurationDecoder(1024);
        for (String answer : answers) {
            byte[] whole = answer.getBytes(ISO_8859_1);
            for (int cut = 0; cut < whole.length; cut++) {
                ByteBuffer in = ByteBuffer.wrap(whole, 0, cut);
                assertThat(decoder.decode(in)).as("cut=%d", cut).isNull();
                assertThat(in.position()).isZero();
            }
            ByteBuffer in = bytes(answer + answer);
            assertThat(decoder.decode(in)).isEqualTo(DECODED);
            assertThat(in.position()).isEqualTo(whole.length);
            assertThat(decoder.decode(in)).isEqualTo(DECODED);
        }
    }

    @Test
    void decode_configurationOfNoNodes_isEmpty() {
        assertThat(new ClusterConfigurationDecoder(9).decode(bytes(configuration("3\n\n"))))
                .isEqualTo(new ClusterAnswer.Configuration(3, List.of()));
    }

    @Test
    void decode_otherAnswersOfAnEndpoint() {
        ClusterConfigurationDecoder decoder = new ClusterConfigurationDecoder(1024);
        assertThat(decoder.decode(bytes("END\r\n"))).isEqualTo(new ClusterAnswer.Absent());
        assertThat(decoder.decode(bytes("ERROR\r\n"))).isEqualTo(new ClusterAnswer.Refused("ERROR"));
        assertThat(decoder.decode(bytes("CLIENT_ERROR bad\u0001\r\n")))
                .isEqualTo(new ClusterAnswer.Refused("CLIENT_ERROR bad?"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VERSION 1.6.18\r\n",
                "OK\r\n",
                "CONFIG\r\n",
                "CONFIG cluster\r\n",
                "CONFIG clusters 0 5\r\n",
                "CONFIG other 0 5\r\n",
                "CONFIG cluster 0 x\r\n",
                "CONFIG cluster 0 -1\r\n",
                "CONFIG cluster 0 1025\r\n",
                "CONFIG cluster 0 18446744073709551615\r\n",
                "CONFIG cluster 0 99999999999999999999\r\n",
                "CONFIG cluster 0 2\r\n1\nx\r\nEND\r\n",
                "CONFIG cluster 0 2\r\n1\n\r\nERROR\r\n",
                "CONFIG cluster 0 2\r\nv\n\r\nEND\r\n",
                "CONFIG cluster 0 0\r\n\r\nEND\r\n",
                "CONFIG cluster 0 20\r\n9223372036854775808\n\r\nEND\r\n",
                "CONFIG cluster 0 3\r\n1\nh\r\nEND\r\n",
                "CONFIG cluster 0 6\r\n1\nh|1|\r\nEND\r\n",
                "CONFIG cluster 0 5\r\n1\n||1\r\nEND\r\n",
                "CONFIG cluster 0 6\r\n1\nh||0\r\nEND\r\n",
                "CONFIG cluster 0 10\r\n1\nh||65536\r\nEND\r\n",
                "CONFIG cluster 0 11\r\n1\nh||000001\r\nEND\r\n",
                "CONFIG cluster 0 8\r\n1\nh|i|1|\r\nEND\r\n",
                "CONFIG cluster 0 7\r\n1\nh\u0001||1\r\nEND\r\n",
                "CONFIG cluster 0 7\r\n1\nh\u00e4||1\r\nEND\r\n"
            })
    void decode_malformedConfiguration_isRefused(String answer) {
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> new ClusterConfigurationDecoder(1024).decode(bytes(answer)))
                .withMessageContaining("=");
    }

    @Test
    void construct_limitsOutOfRange_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClusterConfigurationDecoder(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new TextAnswerDecoder(1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClusterNode("", "", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClusterNode("h", "", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClusterNode("h", "", 65_536));
    }

    @Test
    void answers_errors() {
        for (TextAnswer answer : TextAnswer.values()) {
            assertThat(answer.isError())
                    .as(answer.name())
                    .isEqualTo(answer.word().contains("ERROR") || answer == TextAnswer.BAD_CLASS);
        }
    }
}
