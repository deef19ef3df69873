package io.slabcache.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    private int execute(String input, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
        try {
            return ServerCommand.commandLine()
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true))
                    .execute(arguments);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void users_addedChangedListedRemoved() throws Exception {
        String file = directory.resolve("users").toString();
        assertThat(execute("secret one\nsecond line\n", "user", "add", "--stdin", "-f", file, "alice"))
                .isZero();
        assertThat(execute("secret two", "user", "add", "--stdin", "--iterations", "5000", "--file", file, "bob"))
                .isZero();
        String first = Files.readString(Path.of(file));
        assertThat(execute("secret three\n", "user", "add", "--stdin", "-f", file, "alice"))
                .isZero();
        assertThat(Files.readString(Path.of(file)))
                .isNotEqualTo(first)
                .contains("bob:SCRAM-SHA-256$5000:")
                .doesNotContain("secret");
        assertThat(execute("", "user", "list", "-f", file)).isZero();
        assertThat(execute("", "user", "remove", "-f", file, "alice")).isZero();
        assertThat(execute("", "user", "list", "-f", file)).isZero();
        assertThat(out.toString().lines())
                .containsExactly("added alice", "added bob", "changed alice", "alice", "bob", "removed alice", "bob");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void mistakes_areExplained() {
        String file = directory.resolve("users").toString();
        assertMistake("one of add", "", "user");
        assertMistake("first line", "", "user", "add", "--stdin", "-f", file, "alice");
        assertMistake("not empty", "\n", "user", "add", "--stdin", "-f", file, "alice");
        assertMistake("name must be", "x\n", "user", "add", "--stdin", "-f", file, "al:ice");
        assertMistake("iterations", "x\n", "user", "add", "--stdin", "--iterations", "1", "-f", file, "alice");
        assertMistake("does not exist", "", "user", "list", "-f", file);
        assertMistake("--file", "", "user", "list");
        // a password has no place there
        assertMistake("secret", "x\n", "user", "add", "--stdin", "-f", file, "alice", "secret");
    }

    private void assertMistake(String message, String input, String... arguments) {
        err.getBuffer().setLength(0);
        assertThat(execute(input, arguments)).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }
}
