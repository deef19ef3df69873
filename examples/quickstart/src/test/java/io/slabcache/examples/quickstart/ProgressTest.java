package io.slabcache.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void draw_withoutTerminal_printsALinePerQuarter() {
        draw(false, 0.0, 0.1, 0.25, 0.3, 0.8, 1.0, 1.2);

        assertThat(out.toString(UTF_8).lines())
                .containsExactly("  loading       25 %", "  loading       75 %", "  loading      100 %");
    }

    @Test
    void draw_onTerminal_movesABarAndTakesItAway() {
        draw(true, 0.5);

        assertThat(out.toString(UTF_8))
                .isEqualTo("\r\u001b[K  loading      [" + "#".repeat(20) + "-".repeat(20) + "]  50 %" + "\r\u001b[K");
    }

    private void draw(boolean interactive, Double... shares) {
        Iterator<Double> next = List.of(shares).iterator();
        var progress =
                new Progress(new Terminal(new PrintStream(out, true, UTF_8), interactive), "loading", next::next);
        while (next.hasNext()) {
            progress.draw();
        }
        progress.clear();
    }
}
