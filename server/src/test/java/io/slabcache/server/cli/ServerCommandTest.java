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
        assertMistake("-Z", "--tls-cert");
        assertMistake("--tls-cert a", "--tls-key");
        assertMistake("--tls-ca a", "--tls-cert");
        assertMistake("--tls-cert nowhere --tls-key nowhere", "does not exist");
        assertMistake("-o ssl_chain_cert=nowhere,ssl_key=nowhere", "does not exist");
        assertMistake("-o ssl_chain_cert=a,ssl_key=b,ssl_verify_mode=2", "ssl_verify_mode");
        assertMistake("-o hashpower=20", "hashpower");
        assertMistake("-S", "--auth-file");
        assertMistake("-Y nowhere", "does not exist");
        assertMistake("--admin-users bob", "administrators");
    }

    private void assertMistake(String arguments, String message) {
        err.getBuffer().setLength(0);
        assertThat(execute(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }
}
