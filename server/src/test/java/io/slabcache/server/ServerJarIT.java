package io.slabcache.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runnable jar as a process of its own. */
@Timeout(120)
class ServerJarIT {
    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void jar_started_servesAndStopsOnSigterm(String transport) throws Exception {
        try (ServerProcess process = ServerProcess.start("-p", "0", "-m", "64", "-t", "2", "--transport", transport)) {
            try (Wire wire = new Wire(process.port())) {
                wire.send(Wire.request(0x11, 0, "0000000000000000", "k", "v"));
                wire.send(Wire.request(0x0d, 0, "", "k", ""));
                assertThat(wire.answers()).endsWith(Wire.text("kv"));
            }
            process.signal("TERM");
            // 128 + SIGTERM
            assertThat(process.exitValue()).isEqualTo(143);
            // the memory library's use of sun.misc.Unsafe is the one that is known
            assertThat(process.lines)
                    .filteredOn(line -> line.contains("WARN")
                            && !line.contains("sun.misc.Unsafe")
                            && !line.contains("UnsafeMemory")
                            && !line.contains("net.openhft"))
                    .isEmpty();
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
