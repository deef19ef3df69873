package io.slabcache.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.protocol.testing.Exchange;
import io.slabcache.protocol.testing.ExchangeTable;
import io.slabcache.server.BinaryConversations;
import io.slabcache.server.ServerSettings;
import io.slabcache.server.Wire;
import io.slabcache.server.WireConversation;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.server.command.LoneNode;
import io.slabcache.server.command.ThreadState;
import io.slabcache.store.StoreClock;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both tables of conversations, every frame of them cut at every byte, and all in pieces of some lengths. */
class CutConversationsTest {
    /** Longer frames hold long values, of which one byte is like another: they are cut where their first and their last bytes are. */
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
        return Stream.of(ExchangeTable.text(), ExchangeTable.textOfNodes())
                .flatMap(List::stream)
                .toList();
    }

    static List<WireConversation> binaryConversations() {
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

    /** How often what is sent is cut, counted from its first byte. */
    private static int cuts(int longest) {
        return Math.min(longest, longest > LONG_FRAME ? MAX_CUT_OF_LONG : MAX_CUT);
    }

    /** How often it is cut, counted from its last byte: where cuts from the first do not come. */
    private static int cutsFromTheEnd(int longest) {
        return longest > LONG_FRAME ? MAX_CUT_OF_LONG : 0;
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
        for (int cut = 1; cut <= cutsFromTheEnd(longest(exchange)); cut++) {
            try (EmbeddedConnection connection = connect().cutBefore(cut)) {
                exchange.play(connection);
            } catch (AssertionError e) {
                throw new AssertionError("cut before the last " + cut + " bytes", e);
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
    void binary_cutAnywhere_isMemcacheds(WireConversation conversation) throws IOException {
        int longest = conversation.steps().stream()
                .mapToInt(step -> step.send().length() / 2)
                .max()
                .orElse(0);
        for (int cut = 0; cut < cuts(longest); cut++) {
            try (EmbeddedConnection connection = connect().cutBehind(cut)) {
                play(conversation, connection, "cut behind " + cut);
            }
        }
        for (int cut = 1; cut <= cutsFromTheEnd(longest); cut++) {
            try (EmbeddedConnection connection = connect().cutBefore(cut)) {
                play(conversation, connection, "cut before the last " + cut);
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

    private static void play(WireConversation conversation, EmbeddedConnection connection, String how)
            throws IOException {
        conversation.play(how, (send, ends) -> {
            Exchange.Answer answer = connection.exchange(Wire.bytes(send));
            assertThat(answer.closed()).as("closed, %s", how).isEqualTo(ends);
            return Wire.hex(answer.bytes());
        });
    }
}
