package io.slabcache.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.server.ServerSettings;
import io.slabcache.server.auth.AccessRules;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the meta commands keep of an item beside its value: who makes it anew, and whether it is stale. Answers are memcached 1.6.18's. */
class MetaStateTest {
    private final AtomicLong now = new AtomicLong(1_800_000_000_000L);
    private final Node node = Node.open(ServerSettings.builder().build(), now::get, AccessRules.everybody());
    private final Talk talk = new Talk(node);

    @AfterEach
    void close() {
        node.close();
    }

    private String answer(String request) {
        return talk.answer(request);
    }

    private void after(long seconds) {
        now.addAndGet(seconds * 1000);
    }

    @Test
    void get_vivifying_firstWinsAndOthersAreTold() {
        assertThat(answer("mg k N30 t v\r\n")).isEqualTo("VA 0 t30 W\r\n\r\n");
        assertThat(answer("mg k N30 t v\r\n")).isEqualTo("VA 0 t30 Z\r\n\r\n");
        assertThat(answer("mg k s v f\r\n")).isEqualTo("VA 0 s0 f0 Z\r\n\r\n");
        assertThat(answer("ms k 2 T90\r\nhi\r\n")).isEqualTo("HD\r\n");
        assertThat(answer("mg k v t\r\n")).isEqualTo("VA 2 t90\r\nhi\r\n");
        after(91);
        assertThat(answer("mg k v\r\n")).isEqualTo("EN\r\n");
    }

    @Test
    void get_recaching_oneIsToldWhenLittleTimeIsLeft() {
        answer("ms k 2 T90\r\nhi\r\n");
        assertThat(answer("mg k R30 t\r\n")).isEqualTo("HD t90\r\n");
        after(61);
        assertThat(answer("mg k R30 t\r\n")).isEqualTo("HD t29 W\r\n");
        assertThat(answer("mg k R30 t\r\n")).isEqualTo("HD t29 Z\r\n");
        assertThat(answer("mg k t v\r\n")).isEqualTo("VA 2 t29 Z\r\nhi\r\n");
    }

    @Test
    void delete_invalidating_itemIsStaleUntilItIsSet() {
        answer("ms k 2 T90\r\nhi\r\n");
        assertThat(answer("md k I T30\r\n")).isEqualTo("HD\r\n");
        assertThat(answer("mg k t v\r\n")).isEqualTo("VA 2 t30 X W\r\nhi\r\n");
        assertThat(answer("mg k t v\r\n")).isEqualTo("VA 2 t30 Z X\r\nhi\r\n");
        // a token of before stores, and what it stores is stale too
        assertThat(answer("ms k 2 I C1\r\nho\r\n")).isEqualTo("HD\r\n");
        assertThat(answer("mg k t v\r\n")).isEqualTo("VA 2 t30 Z X\r\nho\r\n");
        assertThat(answer("ms k 2\r\nho\r\n")).isEqualTo("HD\r\n");
        assertThat(answer("mg k t v\r\n")).isEqualTo("VA 2 t-1\r\nho\r\n");
    }

    @Test
    void set_tokensThatNoItemHas_areNeverRight() {
        answer("ms k 2\r\nhi\r\n");
        assertThat(answer("ms k 2 C0\r\nho\r\n")).isEqualTo("EX\r\n");
        assertThat(answer("ms absent 2 C0\r\nho\r\n")).isEqualTo("NF\r\n");
        assertThat(answer("ms absent 2 C5 ME\r\nho\r\n")).isEqualTo("HD\r\n");
        assertThat(answer("ms absent2 2 MA C99\r\nho\r\n")).isEqualTo("NS\r\n");
    }

    @Test
    void set_tooLarge_oldItemMustNotStayWhateverTheMode() {
        answer("ms k 1 ME\r\ny\r\n");
        String tooLarge = "SERVER_ERROR object too large for cache\r\n";
        assertThat(answer("ms k 1048576 ME\r\n" + "x".repeat(1 << 20) + "\r\n")).isEqualTo(tooLarge);
        assertThat(answer("mg k v\r\n")).isEqualTo("EN\r\n");
        answer("set k 0 0 1\r\nx\r\n");
        assertThat(answer("replace k 0 0 1048576\r\n" + "x".repeat(1 << 20) + "\r\n"))
                .isEqualTo(tooLarge);
        assertThat(answer("mg k v\r\n")).isEqualTo("VA 1\r\nx\r\n");
    }

    @Test
    void flags_areGoneThroughInTheirOrder() {
        assertThat(answer("ma c N0 J5 q v\r\n")).isEqualTo("VA 1\r\n5\r\n");
        assertThat(answer("ma c q v\r\n")).isEmpty();
        assertThat(answer("ma c v t T50\r\n")).isEqualTo("VA 1 t-1\r\n7\r\n");
        assertThat(answer("ma c t N1\r\n")).isEqualTo("HD t50\r\n");
        assertThat(answer("mg c t T70\r\n")).isEqualTo("HD t50\r\n");
        assertThat(answer("mg c T90 t\r\n")).isEqualTo("HD t90\r\n");
        assertThat(answer("mg c T-1 v\r\n")).isEqualTo("VA 1\r\n8\r\n");
        assertThat(answer("mg c v\r\n")).isEqualTo("EN\r\n");
    }

    @Test
    void get_flagsOfUse_tellReadsAndTheTimeOfTheWrite() {
        answer("set k 0 0 1\r\nx\r\n");
        after(5);
        assertThat(answer("mg k h l\r\n")).isEqualTo("HD h0 l5\r\n");
        assertThat(answer("mg k h l\r\n")).isEqualTo("HD h1 l5\r\n");
    }

    @Test
    void debug_presentItem_tellsWhatIsKept() {
        answer("set k 0 50 3\r\nabc\r\n");
        after(5);
        assertThat(answer("me k\r\n")).matches("ME k exp=45 la=5 cas=\\d+ fetch=no cls=\\d+ size=24\r\n");
        assertThat(answer("me k\r\n")).contains("fetch=no");
        answer("get k\r\n");
        assertThat(answer("me k\r\n")).contains("fetch=yes");
        assertThat(answer("me aw== b\r\n")).startsWith("ME k exp=45");
        assertThat(answer("me absent\r\n")).isEqualTo("EN\r\n");
    }
}
