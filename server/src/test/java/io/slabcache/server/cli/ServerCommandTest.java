package io.slabcache.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ServerCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        return commandLine().execute(arguments);
    }

    private CommandLine commandLine() {
        return ServerCommand.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    }

    @Test
    void help_everyOption_isDescribed() {
        assertThat(execute("--help")).isZero();
        for (OptionSpec option : commandLine().getCommandSpec().options()) {
            assertThat(option.description()).isNotEmpty();
            assertThat(out.toString()).contains(option.names());
        }
        assertThat(out.toString())
                .contains("11211", "default: 1m", "default: auto")
                .doesNotContain("${");
    }

    @Test
    void version_isTold() {
        assertThat(execute("-V")).isZero();
        assertThat(out.toString()).startsWith("slabcache-server ");
    }

    @Test
    void mistakes_areExplainedAndEndWithCodeTwo() {
        assertMistake("--no-such-flag", "--no-such-flag");
        assertMistake("-I 5q", "5q");
        assertMistake("-p nothing", "nothing");
        assertMistake("-l 0.0.0.0", "--insecure");
        assertMistake("-I 63m", "half of the memory");
        assertMistake("-t 0", "threads");
    }

    private void assertMistake(String arguments, String message) {
        err.getBuffer().setLength(0);
        assertThat(execute(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }
}
