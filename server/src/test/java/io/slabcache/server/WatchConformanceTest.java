package io.slabcache.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.testing.RealMemcached;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a client that watches is told by this project's node and by a real memcached. Only what the client asked for itself is compared:
 * memcached 1.6.18 also tells of the reads that a write begins with, and gives a wrong class and length of what is too large.
 */
@Timeout(60)
class WatchConformanceTest {
    private static final String LAST = "last";

    private static final String WRITES =
            "set k 0 50 3\r\nabc\r\nadd k 0 0 1\r\nx\r\ncas k 0 0 1 5\r\nx\r\nset a%\u00e4 0 0 0\r\n\r\n"
                    + "append absent 0 0 1\r\nx\r\nreplace absent 0 0 1\r\nx\r\nms m 1 T30\r\nx\r\nms m 1 ME\r\nx\r\nset "
                    + LAST
                    + " 0 0 1\r\nx\r\n";
    private static final List<String> WRITES_TOLD = List.of(
            "type=item_store key=k status=stored cmd=set ttl=50 size=3",
            "type=item_store key=k status=not_stored cmd=add ttl=0 size=1",
            "type=item_store key=k status=exists cmd=cas ttl=0 size=1",
            "type=item_store key=a%25%E4 status=stored cmd=set ttl=0 size=0",
            "type=item_store key=absent status=not_stored cmd=append ttl=0 size=1",
            "type=item_store key=absent status=not_stored cmd=replace ttl=0 size=1",
            "type=item_store key=m status=stored cmd=set ttl=30 size=1",
            "type=item_store key=m status=not_stored cmd=add ttl=0 size=1",
            "type=item_store key=last status=stored cmd=set ttl=0 size=1");

    private static final String READS = "get k absent\r\ngets k\r\nmg k v\r\nmg k\r\nmg absent\r\nget " + LAST + "\r\n";
    private static final List<String> READS_TOLD = List.of(
            "type=item_get key=k status=found size=3",
            "type=item_get key=absent status=not_found size=0",
            "type=item_get key=k status=found size=3",
            "type=item_get key=k status=found size=3",
            "type=item_get key=k status=found size=3",
            "type=item_get key=absent status=not_found size=0",
            "type=item_get key=last status=found size=1");

    /** Watches what a client does and returns the lines, without numbers that differ from server to server. */
    private static List<String> told(int port, String events, String requests) throws IOException {
        try (Wire watcher = new Wire(port);
                Wire client = new Wire(port)) {
            watcher.send(Wire.text(("watch " + events).strip() + "\r\n"));
            assertThat(watcher.readTo("\r\n")).isEqualTo("OK\r\n");
            client.send(Wire.text(requests));
            List<String> lines = new ArrayList<>();
            String line;
            do {
                line = watcher.readTo("\n");
                assertThat(line).matches("ts=\\d+\\.\\d{6} gid=\\d+ type=\\S+ key=.* clsid=\\d+ cfd=\\d+ size=\\d+\n");
                lines.add(line.strip().replaceAll("ts=\\S+ gid=\\d+ | clsid=\\d+ cfd=\\d+", ""));
            } while (!line.contains(" key=" + LAST + " "));
            return lines;
        }
    }

    private static void assertTellsTheSame(int port) throws IOException {
        assertThat(told(port, "mutations", WRITES)).isEqualTo(WRITES_TOLD);
        assertThat(told(port, "fetchers", READS)).isEqualTo(READS_TOLD);
        assertThat(told(port, "", READS)).isEqualTo(READS_TOLD);
    }

    @Test
    void watch_ownNode_tellsAsMemcachedDoes() throws IOException {
        try (MemcachedServer server =
                MemcachedServer.start(ServerSettings.builder().port(0).build())) {
            assertTellsTheSame(server.port());
        }
    }

    @Test
    void watch_realMemcached_tellsSo() throws IOException {
        try (RealMemcached memcached = RealMemcached.start()) {
            assertTellsTheSame(memcached.port());
        }
    }
}
