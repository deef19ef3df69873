package io.slabcache.jcache.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassPatternsTest {
    @ParameterizedTest
    @CsvSource({
        "com.acme.User,     com.acme.User,        true",
        "com.acme.User,     com.acme.User$Role,   false",
        "com.acme.User,     com.acme.Users,       false",
        "com.acme.User,     com.acme.user.User,   false",
        "com.acme.User$Id,  com.acme.User$Id,     true",
        "com.acme.*,        com.acme.User,        true",
        "com.acme.*,        com.acme.User$Role,   true",
        "com.acme.*,        com.acme.sub.User,    false",
        "com.acme.*,        com.acmeX.User,       false",
        "com.acme.*,        com.acme,             false",
        "com.acme.**,       com.acme.User,        true",
        "com.acme.**,       com.acme.a.b.c.User,  true",
        "com.acme.**,       com.acmeX.User,       false",
        "com.acme.**,       org.com.acme.User,    false",
        "com.**,            com.acme.User,        true",
        "User,              User,                 true",
        "User,              com.acme.User,        false",
        "com.acme.*,        User,                 false",
    })
    void match_followsTheGrammar(String pattern, String name, boolean expected) {
        assertThat(new ClassPatterns(List.of(pattern)).match(name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "**",
                ".*",
                ".**",
                "com.*.User",
                "com.acme.***",
                "com..User",
                ".com.User",
                "com.User.",
                "!com.acme.User",
                "com.acme.User*",
                "[Lcom.acme.User;",
                "com/acme/User",
                "com.acme.1User",
                " com.User"
            })
    void patterns_malformed_areRefused(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClassPatterns(List.of("com.acme.*", pattern)))
                .withMessageContaining("pattern=" + pattern);
    }

    @Test
    void matchEnclosing_looksAtAllClassesAround() {
        var patterns = new ClassPatterns(List.of("com.acme.A$B"));

        assertThat(patterns.matchEnclosing("com.acme.A$B$C")).isTrue();
        assertThat(patterns.matchEnclosing("com.acme.A$B$C$D")).isTrue();
        assertThat(patterns.matchEnclosing("com.acme.A$C")).isFalse();
        assertThat(patterns.matchEnclosing("com.acme.A")).isFalse();
        assertThat(patterns.matchEnclosing("com.acme.A$B")).isFalse();
    }
}
