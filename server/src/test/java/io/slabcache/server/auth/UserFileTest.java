package io.slabcache.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserFileTest {
    private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String GOOD = "SCRAM-SHA-256$4096:c2FsdA==$" + KEY + ":" + KEY;

    @TempDir
    private Path directory;

    private Path path = Path.of("");

    @BeforeEach
    void choosePath() {
        path = directory.resolve("users");
    }

    private static ScramCredential credential(String password) {
        return ScramCredential.create(password.toCharArray(), 4096, new SecureRandom());
    }

    @Test
    void put_newFile_isForItsOwnerAlone() throws IOException {
        UserFile file = new UserFile(path);
        assertThat(file.put("alice", credential("secret"))).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(file.read()).containsOnlyKeys("alice");
        assertThat(Files.readString(path)).doesNotContain("secret");
    }

    @Test
    void changes_keepOtherLinesAndPermissions() throws IOException {
        Files.writeString(path, "# people\n\nal:" + GOOD + "\nalice:" + GOOD + "\nbob:" + GOOD + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        UserFile file = new UserFile(path);
        assertThat(file.put("alice", credential("new"))).isTrue();
        assertThat(file.read().get("alice")).matches(alice -> alice.matches("new".toCharArray()));
        assertThat(file.remove("bob")).isTrue();
        assertThat(file.remove("bob")).isFalse();
        assertThat(Files.readAllLines(path)).hasSize(4).startsWith("# people", "", "al:" + GOOD);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-r-----");
        assertThat(directory.toFile().list()).containsExactly("users");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a,b", "#a", "ä", "a\n"})
    void checkName_other_isRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> UserFile.checkName(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "alice:secret",
                "alice:SCRAM-SHA-256$1:c2FsdA==$" + KEY + ":" + KEY,
                "alice:SCRAM-SHA-256$4096:c2FsdA==$" + KEY + ":AAAA",
                "alice:SCRAM-SHA-256$4096:=$" + KEY + ":" + KEY,
                "al ice:" + GOOD,
                "alice:" + GOOD + "\nalice:" + GOOD
            })
    void read_other_isRefusedWithoutRepeatingIt(String line) throws IOException {
        Files.writeString(path, line);
        assertThatThrownBy(() -> new UserFile(path).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line=")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("AAAA");
        assertThatThrownBy(() -> new UserFile(path).put("bob", credential("x"))).isInstanceOf(IOException.class);
        assertThat(Files.readString(path)).isEqualTo(line);
    }

    @Test
    void credential_formatAndParse_areInverse() {
        ScramCredential made = credential("open sesame");
        ScramCredential read = ScramCredential.parse(made.format());
        assertThat(read.format()).isEqualTo(made.format());
        assertThat(read.matches("open sesame".toCharArray())).isTrue();
        assertThat(read.matches("open sesam".toCharArray())).isFalse();
        assertThat(read.matches(new char[0])).isFalse();
        assertThat(made.toString()).isEqualTo("SCRAM-SHA-256$4096:***");
        assertThat(credential("open sesame").format()).isNotEqualTo(made.format());
    }

    @Test
    void credential_otherPasswords_areRefusedUnrepeated() {
        for (String password : new String[] {"", "pässword", "new\nline"}) {
            assertThatThrownBy(() -> credential(password))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("ssword\\b")
                    .hasMessageContaining("printable ASCII");
        }
    }
}
