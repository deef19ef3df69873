package io.slabcache.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.protocol.testing.Exchange;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.Wire;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.server.command.LoneNode;
import io.slabcache.server.command.ThreadState;
import io.slabcache.store.StoreClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What cannot be read ends its connection and is one line for those who look for it: at the level of debugging, which {@code verbosity 1}
 * makes the level that is shown.
 */
class MalformedFramesTest {
    private final LoneNode node =
            new LoneNode(ServerSettings.builder().build(), StoreClock.system(), AccessRules.everybody());

    static List<Arguments> malformedFrames() {
        String keyBeyondBody = Wire.request(0x00, 0, "", "kkkk", "");
        return List.of(
                Arguments.of(
                        "a key beyond the body",
                        Wire.bytes(keyBeyondBody.substring(0, 16) + "00000002" + keyBeyondBody.substring(24))),
                Arguments.of(
                        "a body beyond the limit",
                        Wire.bytes(keyBeyondBody.substring(0, 16) + "7fffffff" + keyBeyondBody.substring(24))),
                Arguments.of(
                        "another magic behind a request", Wire.bytes(Wire.request(0x0a, 0, "", "", "") + "6d6e0d0a")),
                Arguments.of("a GET with extras", Wire.bytes(Wire.request(0x00, 0, "00000000", "k", ""))),
                Arguments.of("a line without an end", text("x".repeat(3000))),
                Arguments.of("a line of another protocol", text("GET / HTTP/1.1\r\n")));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @AfterEach
    void close() {
        node.close();
    }

    /** Sends it on a connection of its own and returns the lines that are logged. */
    private List<String> logOf(byte[] sent) {
        PrintStream standardError = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try (EmbeddedConnection connection = new EmbeddedConnection(new ThreadState(node.node()))) {
            Exchange.Answer answer = connection.exchange(sent);
            assertThat(answer.closed()).isTrue();
        } finally {
            System.setErr(standardError);
        }
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedFrames")
    void malformedFrame_nobodyLooks_isNoLine(String name, byte[] sent) {
        assertThat(logOf(sent)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedFrames")
    void malformedFrame_verbosityRaised_isOneLine(String name, byte[] sent) {
        node.node().statistics().setVerbosity(1);
        assertThat(logOf(sent)).singleElement().asString().contains(" INFO ").contains("closing a connection");
    }
}
