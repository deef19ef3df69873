package io.slabcache.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.testing.RealMemcached;
import io.slabcache.server.WireConversation.Step;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of binary conversations says what a real memcached answers, save where the table itself says that it has a fault. */
@Timeout(60)
class BinaryConversationsOnMemcachedTest {
    private static @Nullable RealMemcached memcached;

    static List<WireConversation> conversations() {
        return BinaryConversations.all();
    }

    @BeforeAll
    static void start() {
        memcached = RealMemcached.start();
    }

    @AfterAll
    static void stop() {
        if (memcached != null) {
            memcached.close();
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void conversation_realMemcached_answersAsTheTableSays(WireConversation conversation) throws IOException {
        int port = Objects.requireNonNull(memcached).port();
        try (Wire wire = new Wire(port)) {
            wire.send(Wire.request(0x08, 0, "", "", ""));
            wire.answers();
        }
        try (Wire wire = new Wire(port)) {
            Step first = conversation.steps().get(0);
            switch (conversation.difference()) {
                case NONE -> conversation.play("memcached", wire::say);
                case LOSES_STEP -> assertLosesStep(wire, first);
                case WAITS -> assertWaits(wire, first);
            }
        }
    }

    /** It answers as it should, and then eats as many bytes again as the body had: so many bytes of nothing bring it back in step. */
    private static void assertLosesStep(Wire wire, Step step) throws IOException {
        int bodyLength = Wire.bytes(step.send()).length - 24;
        wire.send(step.send());
        wire.send(new byte[bodyLength]);
        assertThat(wire.answers()).isEqualTo(step.expect());
    }

    /** It takes whatever follows for the body: only the client's end is an end. */
    private static void assertWaits(Wire wire, Step step) throws IOException {
        wire.send(step.send());
        wire.send(Wire.request(0x0a, 0, "", "", ""));
        wire.socket.shutdownOutput();
        assertThat(wire.readToEnd()).isEmpty();
    }
}
