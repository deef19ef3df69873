package io.slabcache.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.protocol.testing.Exchange;
import io.slabcache.protocol.testing.ExchangeTable;
import io.slabcache.server.BinaryConversations;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.Wire;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.server.command.LoneNode;
import io.slabcache.server.command.ThreadState;
import io.slabcache.store.StoreClock;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both tables of conversations, every frame of them cut at every byte, and all in pieces of some lengths. */
class CutConversationsTest {
    /** Longer frames hold long values, of which one byte is like another: they are cut where their first bytes are. */
    private static final int MAX_CUT = 400;

    private static final int LONG_FRAME = 10_000;
    private static final int MAX_CUT_OF_LONG = 50;
    private static final int[] PIECES = {1, 2, 3, 5, 17, 1000};
    private static final int MIN_PIECE_OF_LONG = 1000;

    private static @Nullable LoneNode node;
    private static @Nullable ThreadState thread;

    @BeforeAll
    static void open() {
        LoneNode opened = new LoneNode(ServerSettings.builder().build(), StoreClock.system(), AccessRules.everybody());
        node = opened;
        thread = new ThreadState(opened.node());
    }

    @AfterAll
    static void close() {
        Objects.requireNonNull(node).close();
    }

    static List<Exchange> textExchanges() {
        return ExchangeTable.text();
    }

    static List<BinaryConversations.Conversation> binaryConversations() {
        return BinaryConversations.all();
    }

    private static EmbeddedConnection connect() {
        Objects.requireNonNull(node).empty();
        return new EmbeddedConnection(Objects.requireNonNull(thread));
    }

    private static int longest(Exchange exchange) {
        return exchange.steps().stream()
                .mapToInt(step -> Exchange.bytes(step.sent()).length)
                .max()
                .orElse(0);
    }

    private static int cuts(int longest) {
        return Math.min(longest, longest > LONG_FRAME ? MAX_CUT_OF_LONG : MAX_CUT);
    }

    @ParameterizedTest
    @MethodSource("textExchanges")
    void text_cutAnywhere_isAnsweredAsRecorded(Exchange exchange) throws IOException {
        for (int cut = 0; cut < cuts(longest(exchange)); cut++) {
            try (EmbeddedConnection connection = connect().cutBehind(cut)) {
                exchange.play(connection);
            } catch (AssertionError e) {
                throw new AssertionError("cut behind " + cut + " bytes", e);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("textExchanges")
    void text_inPieces_isAnsweredAsRecorded(Exchange exchange) throws IOException {
        for (int piece : PIECES) {
            if (piece < MIN_PIECE_OF_LONG && longest(exchange) > LONG_FRAME) {
                continue;
            }
            try (EmbeddedConnection connection = connect().inPiecesOf(piece)) {
                exchange.play(connection);
            } catch (AssertionError e) {
                throw new AssertionError("in pieces of " + piece + " bytes", e);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("binaryConversations")
    void binary_cutAnywhere_isMemcacheds(BinaryConversations.Conversation conversation) {
        int longest = conversation.steps().stream()
                .mapToInt(step -> step.send().length() / 2)
                .max()
                .orElse(0);
        for (int cut = 0; cut < cuts(longest); cut++) {
            try (EmbeddedConnection connection = connect().cutBehind(cut)) {
                play(conversation, connection, "cut behind " + cut);
            }
        }
        for (int piece : PIECES) {
            if (piece < MIN_PIECE_OF_LONG && longest > LONG_FRAME) {
                continue;
            }
            try (EmbeddedConnection connection = connect().inPiecesOf(piece)) {
                play(conversation, connection, "in pieces of " + piece);
            }
        }
    }

    private static void play(BinaryConversations.Conversation conversation, EmbeddedConnection connection, String how) {
        for (BinaryConversations.Step step : conversation.steps()) {
            Exchange.Answer answer = connection.exchange(Wire.bytes(step.send()));
            assertThat(Wire.hex(answer.bytes()))
                    .as("%s, %s", step.name(), how)
                    .matches(BinaryConversations.pattern(step.expect()));
        }
    }
}
