package io.slabcache.server;

import static io.slabcache.server.Wire.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.testing.RealMemcached;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How long items live that were written over the binary protocol, which cannot tell: a text connection is asked. This project's node
 * and a real memcached say the same.
 */
@Timeout(60)
class BinaryTimesToLiveTest {
    private static final String FLAGS = "00000000";
    private static final String NEVER = "00000000";
    private static final String HUNDRED = "00000064";
    private static final String ONE_ONE = "0000000000000001" + "0000000000000001";

    /** The hundred seconds, of which a few may have gone since. */
    private static final String HUNDRED_LEFT = "HD t(9\\d|100)\r\n";

    private static final String FOR_EVER = "HD t-1\r\n";

    private static String set(String exptime) {
        return request(0x01, 0, FLAGS + exptime, "k", "1");
    }

    /** What is sent, and what {@code mg k t} answers then. */
    private static Map<String, String> times() {
        Map<String, String> times = new LinkedHashMap<>();
        times.put(set(HUNDRED), HUNDRED_LEFT);
        times.put(set(HUNDRED) + set(NEVER), FOR_EVER);
        times.put(set(HUNDRED) + request(0x03, 0, FLAGS + NEVER, "k", "2"), FOR_EVER);
        times.put(set(NEVER) + request(0x03, 0, FLAGS + HUNDRED, "k", "2"), HUNDRED_LEFT);
        times.put(set(HUNDRED) + request(0x0e, 0, "", "k", "2"), HUNDRED_LEFT);
        times.put(set(HUNDRED) + request(0x0f, 0, "", "k", "2"), HUNDRED_LEFT);
        times.put(set(HUNDRED) + request(0x05, 0, ONE_ONE + NEVER, "k", ""), HUNDRED_LEFT);
        times.put(request(0x05, 0, ONE_ONE + HUNDRED, "k", ""), HUNDRED_LEFT);
        times.put(set(NEVER) + request(0x1c, 0, HUNDRED, "k", ""), HUNDRED_LEFT);
        times.put(set(HUNDRED) + request(0x1c, 0, NEVER, "k", ""), FOR_EVER);
        times.put(set(NEVER) + request(0x1d, 0, HUNDRED, "k", ""), HUNDRED_LEFT);
        times.put(set(HUNDRED) + request(0x23, 0, NEVER, "k", ""), FOR_EVER);
        // 30 days, the longest time that is relative
        times.put(set("00278d00"), "HD t(2591\\d{3}|2592000)\r\n");
        // a moment in 2038, and one in 2106
        times.put(set("80000000"), "HD t[1-9]\\d{8}\r\n");
        times.put(set("ffffffff"), "HD t2\\d{9}\r\n");
        return times;
    }

    private static void assertTimes(int port) throws IOException {
        try (Wire binary = new Wire(port);
                Wire text = new Wire(port)) {
            for (Map.Entry<String, String> time : times().entrySet()) {
                binary.say(request(0x08, 0, "", "", "") + time.getKey(), false);
                text.send(Wire.text("mg k t\r\n"));
                assertThat(text.readTo("\r\n")).as(time.getKey()).matches(time.getValue());
            }
        }
    }

    @Test
    void exptime_ownNode_isKeptAndReplacedAsByMemcached() throws IOException {
        try (MemcachedServer server =
                MemcachedServer.start(ServerSettings.builder().port(0).build())) {
            assertTimes(server.port());
        }
    }

    @Test
    void exptime_realMemcached_isKeptAndReplacedSo() throws IOException {
        try (RealMemcached memcached = RealMemcached.start()) {
            assertTimes(memcached.port());
        }
    }
}
