package io.slabcache.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkTest {
    /** The program that is run. */
    static final class Told {
        private Told() {}

        public static void main(String[] arguments) {
            System.out.println("something else = 1");
            System.out.println(Fork.line("p99.9", Double.parseDouble(arguments[0])));
            System.exit(Integer.parseInt(arguments[1]));
        }
    }

    @TempDir
    Path directory;

    @Test
    void run_programThatEndsWell_returnsItsFiguresAlone() throws Exception {
        assertThat(Fork.run(Told.class, List.of("-Xmx64m"), List.of("1.5", "0"), directory.resolve("log")))
                .hasSize(1)
                .containsEntry("p99.9", 1.5);
    }

    @Test
    void run_programThatFails_throwsWithItsCode() {
        assertThatThrownBy(() -> Fork.run(Told.class, List.of(), List.of("1", "3"), directory.resolve("log")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("code=3");
    }
}
