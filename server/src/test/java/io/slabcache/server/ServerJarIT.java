package io.slabcache.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runnable jar as a process of its own. */
@Timeout(120)
class ServerJarIT {
    /** The first feature release that knows the option below. */
    private static final int UNSAFE_DENIABLE_SINCE = 23;

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void jar_started_servesAndStopsOnSigterm(String transport) throws Exception {
        assertServes(List.of(), transport);
    }

    /** Where the JVM lets nobody use {@code sun.misc.Unsafe} for memory, as later ones will without being told. */
    @Test
    void jar_unsafeDenied_doesTheSame() throws Exception {
        assertServes(
                Runtime.version().feature() < UNSAFE_DENIABLE_SINCE
                        ? List.of()
                        : List.of("--sun-misc-unsafe-memory-access=deny"),
                "auto");
    }

    private static void assertServes(List<String> jvmOptions, String transport) throws Exception {
        try (ServerProcess process =
                ServerProcess.start(jvmOptions, "-p", "0", "-m", "64", "-t", "2", "--transport", transport)) {
            try (Wire wire = new Wire(process.port())) {
                wire.send(Wire.request(0x11, 0, "0000000000000000", "k", "v"));
                wire.send(Wire.request(0x0d, 0, "", "k", ""));
                assertThat(wire.answers()).endsWith(Wire.text("kv"));
            }
            process.signal("TERM");
            // 128 + SIGTERM
            assertThat(process.exitValue()).isEqualTo(143);
            // no library, and no JVM, warns of anything
            assertThat(process.lines).filteredOn(line -> line.contains("WARN")).isEmpty();
        }
    }

    @Test
    void jar_mistake_endsWithCodeTwo() throws Exception {
        try (ServerProcess process = ServerProcess.start("-l", "0.0.0.0")) {
            assertThat(process.exitValue()).isEqualTo(2);
            assertThat(process.lines).anyMatch(line -> line.contains("--insecure"));
        }
    }
}
