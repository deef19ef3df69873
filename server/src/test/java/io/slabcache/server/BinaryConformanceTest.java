package io.slabcache.server;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The conversations of the table with this project's node: as they are, cut anywhere, and in one packet. */
@Timeout(120)
class BinaryConformanceTest {
    private static final int LONG_FRAME = 4096;
    private static @Nullable MemcachedServer server;

    static List<WireConversation> conversations() {
        return BinaryConversations.all();
    }

    static List<WireConversation> fixedConversations() {
        return conversations().stream()
                .filter(conversation -> !conversation.needsAnswers())
                .toList();
    }

    @BeforeAll
    static void startServer() throws IOException {
        server = MemcachedServer.start(ServerSettings.builder().port(0).build());
    }

    @AfterAll
    static void stopServer() {
        Objects.requireNonNull(server).close();
    }

    @BeforeEach
    void emptyServer() throws IOException {
        try (Wire wire = connect()) {
            wire.send(Wire.request(0x08, 0, "", "", ""));
            wire.answers();
        }
    }

    private static Wire connect() throws IOException {
        return new Wire(Objects.requireNonNull(server).port());
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void conversation_stepByStep_isMemcacheds(WireConversation conversation) throws IOException {
        try (Wire wire = connect()) {
            conversation.play("step by step", wire::say);
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void conversation_byteByByte_isMemcacheds(WireConversation conversation) throws IOException {
        try (Wire wire = connect()) {
            conversation.play("byte by byte", (send, ends) -> {
                byte[] bytes = Wire.bytes(send);
                if (bytes.length > LONG_FRAME) {
                    wire.send(bytes);
                } else {
                    for (byte single : bytes) {
                        wire.send(new byte[] {single});
                    }
                }
                return wire.say("", ends);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("fixedConversations")
    void conversation_inOnePacket_isMemcacheds(WireConversation conversation) throws IOException {
        try (Wire wire = connect()) {
            conversation.joined().play("in one packet", wire::say);
        }
    }
}
