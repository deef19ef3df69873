package io.slabcache.server;

import static io.slabcache.server.Wire.request;
import static io.slabcache.server.Wire.response;
import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.testing.RealMemcached;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statistics over the binary protocol: frames up to an empty one, and no name that memcached does not have, save those named here: its own
 * and those that memcached has only with a setting. */
@Timeout(60)
class BinaryStatisticsTest {
    private static final int HEADER_DIGITS = 2 * 24;

    /** Of which slab class a statistic is differs from server to server. */
    private static final String CLASS = "\\b\\d+:";

    /** Asks for a group and returns the names, having looked at every frame. */
    private static Set<String> names(Wire wire, String group) throws IOException {
        String answer = wire.say(request(0x10, 0, "", group, ""), false);
        Set<String> names = new TreeSet<>();
        int start = 0;
        while (true) {
            String header = answer.substring(start, start + HEADER_DIGITS);
            int keyLength = Integer.parseInt(header.substring(4, 8), 16);
            int bodyLength = Integer.parseInt(header.substring(16, 24), 16);
            int end = start + HEADER_DIGITS + 2 * bodyLength;
            String body = text(answer.substring(start + HEADER_DIGITS, end));
            String name = body.substring(0, keyLength);
            assertThat(answer.substring(start, end))
                    .isEqualTo(response(0x10, 0, 0, "", name, body.substring(keyLength)));
            start = end;
            if (bodyLength == 0) {
                assertThat(start).as("nothing comes behind the end").isEqualTo(answer.length());
                return names;
            }
            names.add(name.replaceAll(CLASS, "N:"));
        }
    }

    private static String text(String hex) {
        return new String(Wire.bytes(hex), StandardCharsets.ISO_8859_1);
    }

    private static Set<String> namesOverText(Wire wire, String group) throws IOException {
        wire.send(Wire.text(("stats " + group).trim() + "\r\n"));
        return wire.readTo("END\r\n")
                .lines()
                .filter(line -> line.startsWith("STAT "))
                .map(line -> line.replaceAll("STAT (\\S+) .*", "$1").replaceAll(CLASS, "N:"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Wire storing(int port) throws IOException {
        Wire wire = new Wire(port);
        wire.say(request(0x01, 0, "0000000000000000", "k", "v"), false);
        return wire;
    }

    @ParameterizedTest(name = "stats {0}")
    @CsvSource({
        "'', product idle_kicks",
        "settings, request_timeout max_pending_output insecure transport",
        "items, ''",
        "slabs, ''",
        "sizes, ''"
    })
    void statistics_names_areMemcacheds(String group, String added) throws IOException {
        try (MemcachedServer server =
                        MemcachedServer.start(ServerSettings.builder().port(0).build());
                RealMemcached memcached = RealMemcached.start();
                Wire own = storing(server.port());
                Wire text = new Wire(server.port());
                Wire theirs = storing(memcached.port())) {
            Set<String> names = names(own, group);
            assertThat(names).isEqualTo(namesOverText(text, group));
            names.removeAll(names(theirs, group));
            assertThat(names)
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(added.split(" "))
                            .filter(name -> !name.isEmpty())
                            .toList());
        }
    }
}
