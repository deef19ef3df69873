package io.slabcache.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.server.BinaryConversations.Conversation;
import io.slabcache.server.BinaryConversations.Step;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
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

    static List<Conversation> conversations() {
        return BinaryConversations.all();
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
    void conversation_stepByStep_isMemcacheds(Conversation conversation) throws IOException {
        try (Wire wire = connect()) {
            List<Step> steps = conversation.steps();
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                wire.send(step.send());
                boolean last = i == steps.size() - 1;
                String answer = last && conversation.closes() ? wire.readToEnd() : wire.answers();
                assertThat(answer).as(step.name()).matches(BinaryConversations.pattern(step.expect()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void conversation_byteByByte_isMemcacheds(Conversation conversation) throws IOException {
        try (Wire wire = connect()) {
            List<Step> steps = conversation.steps();
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                byte[] bytes = Wire.bytes(step.send());
                if (bytes.length > LONG_FRAME) {
                    wire.send(bytes);
                } else {
                    for (byte single : bytes) {
                        wire.send(new byte[] {single});
                    }
                }
                boolean last = i == steps.size() - 1;
                String answer = last && conversation.closes() ? wire.readToEnd() : wire.answers();
                assertThat(answer).as(step.name()).matches(BinaryConversations.pattern(step.expect()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void conversation_inOnePacket_isMemcacheds(Conversation conversation) throws IOException {
        String all = conversation.steps().stream().map(Step::send).collect(Collectors.joining());
        String expect = conversation.steps().stream().map(Step::expect).collect(Collectors.joining());
        try (Wire wire = connect()) {
            wire.send(all);
            String answer = conversation.closes() ? wire.readToEnd() : wire.answers();
            assertThat(answer).matches(BinaryConversations.pattern(expect));
        }
    }
}
