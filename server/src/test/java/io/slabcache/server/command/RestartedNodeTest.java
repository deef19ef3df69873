package io.slabcache.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.server.ServerSettings;
import io.slabcache.server.auth.AccessRules;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * CAS tokens over a restart. Memcached counts them from 1 again, so that a client that has read an item before can overwrite another
 * one after.
 */
class RestartedNodeTest {
    private static final int WRITES = 100;

    private final AtomicLong now = new AtomicLong(1_800_000_000_000L);

    /** Writes an item so many times to an empty node and returns the tokens that it had. */
    private Set<String> tokens(Talk talk) {
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < WRITES; i++) {
            assertThat(talk.answer("set k 0 0 1\r\nx\r\n")).isEqualTo("STORED\r\n");
            tokens.add(talk.answer("gets k\r\n").replaceAll("(?s)VALUE k 0 1 (\\d+)\r\n.*", "$1"));
        }
        assertThat(tokens).hasSize(WRITES);
        return tokens;
    }

    private Node open() {
        return Node.open(ServerSettings.builder().build(), now::get, AccessRules.everybody());
    }

    @Test
    void cas_tokenOfBeforeTheRestart_isNeverRight() {
        Set<String> before;
        try (Node node = open()) {
            before = tokens(new Talk(node));
        }
        now.incrementAndGet();
        try (Node node = open()) {
            Talk talk = new Talk(node);
            assertThat(tokens(talk)).doesNotContainAnyElementsOf(before);
            for (String token : before) {
                assertThat(talk.answer("cas k 0 0 1 " + token + "\r\ny\r\n")).isEqualTo("EXISTS\r\n");
            }
            assertThat(talk.answer("get k\r\n")).isEqualTo("VALUE k 0 1\r\nx\r\nEND\r\n");
        }
    }
}
