package io.slabcache.bench.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementProgramTest {
    @TempDir
    Path results;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final MeasurementProgram program = new MeasurementProgram(Fake::new);

    @Test
    void run_quickAndSomeParts_measuresThemAndWritesWhatTheyGave() throws Exception {
        run("--quick", "--parts", "b,c");

        assertThat(out.toString(UTF_8))
                .contains(
                        "suite fake, quick form: about 1 min 5 s", "| [b, c] true |", "ratio fake.x 1.000 bar 1 PASS");
        assertThat(results.resolve("fake-jdk" + Runtime.version().feature() + ".json"))
                .content()
                .contains(
                        "\"form\": \"quick\"",
                        "\"table\": [\"| [b, c] true |\"]",
                        "\"flags\": [\"-Xmx1g\"]",
                        "\"OHC\": ");
    }

    @Test
    void run_noArguments_measuresAllParts() throws Exception {
        run();

        assertThat(out.toString(UTF_8)).contains("| [a, b, c] false |");
    }

    @Test
    void run_unknownPart_isRefused() {
        assertThatThrownBy(() -> run("--parts", "a,d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wanted=[a, d]");
    }

    @Test
    void run_unknownArgument_isRefused() {
        assertThatThrownBy(() -> run("--fast"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("argument=--fast");
    }

    private void run(String... arguments) throws Exception {
        program.run(List.of(arguments), results, new PrintStream(out, true, UTF_8));
    }

    private static final class Fake implements Measurement {
        @Override
        public String name() {
            return "fake";
        }

        @Override
        public List<String> parts() {
            return List.of("a", "b", "c");
        }

        @Override
        public Duration budget(boolean quick) {
            return Duration.ofSeconds(65);
        }

        @Override
        public Findings run(Order order) {
            return new Findings(
                    List.of("-Xmx1g"),
                    List.of("| " + order.parts() + " " + order.quick() + " |"),
                    List.of(Verdict.atMost("x", 1, 1).line("fake")),
                    Map.of());
        }
    }
}
