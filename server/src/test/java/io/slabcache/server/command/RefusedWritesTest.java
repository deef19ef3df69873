package io.slabcache.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.server.ServerSettings;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.store.StoreClock;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Items that are refused before their values are looked at are told to who watches, over binary too. */
class RefusedWritesTest {
    private final Node node = Node.open(ServerSettings.builder().build(), StoreClock.system(), AccessRules.everybody());

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void set_tooLarge_isToldToWhoWatches() {
        Talk watcher = new Talk(node);
        watcher.answer("watch mutations\r\n");
        Conversation binary = Conversations.begin(0x80, new ThreadState(node), new LonePeer());
        String head =
                "80010001" + "08000000" + "001e8489" + "00000000" + "0000000000000000" + "0000000000000032" + "6b";
        CollectedOutput out = new CollectedOutput(1 << 12);
        binary.receive(ByteBuffer.wrap(HexFormat.of().parseHex(head)), out);
        assertThat(out.total()).isPositive();
        assertThat(watcher.answer("").lines().map(line -> line.replaceAll(".*type=", "")))
                .containsExactly("item_store key=k status=too_large cmd=set ttl=50 clsid=0 cfd=1 size=2000000");
        watcher.end();
    }
}
