package io.slabcache.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.server.ServerSettings;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.store.StoreClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that refuses to store rather than to evict, as memcached with {@code -M}. */
class NoEvictionsTest {
    private static final String NO_MEMORY = "SERVER_ERROR out of memory storing object\r\n";

    private final Node node = Node.open(
            ServerSettings.builder().memory(8 << 20).evictions(false).build(),
            StoreClock.system(),
            AccessRules.everybody());
    private final Talk talk = new Talk(node);

    @AfterEach
    void close() {
        node.close();
    }

    private static String set(String key) {
        return "set " + key + " 0 0 100000\r\n" + "v".repeat(100_000) + "\r\n";
    }

    @Test
    void set_memoryUsedUp_isRefusedAndTheOldItemGoes() {
        int items = 0;
        while (talk.answer(set("k" + items)).equals("STORED\r\n")) {
            items++;
        }
        assertThat(items).isGreaterThan(20);
        assertThat(talk.answer(set("more"))).isEqualTo(NO_MEMORY);
        for (int i = 0; i < items; i++) {
            assertThat(talk.answer("mg k" + i + " s\r\n")).isEqualTo("HD s100000\r\n");
        }
        assertThat(talk.answer(set("k0"))).isEqualTo(NO_MEMORY);
        assertThat(talk.answer("get k0\r\n")).isEqualTo("END\r\n");
        assertThat(talk.answer(set("more"))).isEqualTo("STORED\r\n");
        assertThat(talk.answer("stats settings\r\n")).contains("STAT evictions off\r\n");
        assertThat(talk.answer("stats\r\n")).contains("STAT evictions 0\r\n");
    }
}
