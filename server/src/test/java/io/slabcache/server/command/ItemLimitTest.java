package io.slabcache.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.server.ServerSettings;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.store.StoreClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The largest item, to the byte, however it comes to be so large. */
class ItemLimitTest {
    private final Node node = Node.open(ServerSettings.builder().build(), StoreClock.system(), AccessRules.everybody());
    private final Talk talk = new Talk(node);

    @AfterEach
    void close() {
        node.close();
    }

    /** The lengths are memcached's with 1 MiB and a key of three bytes. */
    @ParameterizedTest
    @CsvSource({"0, 1048514", "1, 1048510"})
    void write_largestItem_isStoredAndNoLargerOne(int clientFlags, int longest) {
        assertThat(talk.answer(write("set", clientFlags, longest))).isEqualTo("STORED\r\n");
        assertThat(talk.answer(write("set", clientFlags, longest + 1)))
                .isEqualTo("SERVER_ERROR object too large for cache\r\n");
        for (String command : new String[] {"append", "prepend"}) {
            for (int piece : new int[] {1, 1000}) {
                assertThat(talk.answer(write("set", clientFlags, longest - piece)))
                        .isEqualTo("STORED\r\n");
                assertThat(talk.answer(write(command, 0, piece + 1))).isEqualTo("NOT_STORED\r\n");
                assertThat(talk.answer(write(command, 0, piece))).isEqualTo("STORED\r\n");
                assertThat(talk.answer(write(command, 0, 1))).isEqualTo("NOT_STORED\r\n");
                assertThat(talk.answer("mg key s\r\n")).isEqualTo("HD s" + longest + "\r\n");
            }
        }
    }

    private static String write(String command, int clientFlags, int length) {
        return command + " key " + clientFlags + " 0 " + length + "\r\n" + "v".repeat(length) + "\r\n";
    }
}
