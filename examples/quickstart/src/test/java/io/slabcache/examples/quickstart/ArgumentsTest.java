package io.slabcache.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void parse_nothing_givesDefaults() throws UsageException {
        assertThat(Arguments.parse())
                .isEqualTo(new Arguments(300_000, Runtime.getRuntime().availableProcessors(), 5, null, false));
    }

    @Test
    void parse_everyOption_isTaken() throws UsageException {
        assertThat(Arguments.parse("--seconds", "3", "--entries", "10", "--threads", "7", "--help"))
                .isEqualTo(new Arguments(10, 7, 3, null, true));
    }

    @Test
    void parse_servers_ofTheCommandLineThenOfTheEnvironment() throws UsageException {
        Map<String, String> environment = Map.of("MEMCACHED", "there:11211");

        assertThat(Arguments.parse(environment).servers()).isNull();
        assertThat(Arguments.parse(environment, "--memcached", "here:1,here:2").servers())
                .isEqualTo("here:1,here:2");
        assertThat(Arguments.parse(environment, "--memcached", "--seconds", "3"))
                .isEqualTo(new Arguments(300_000, Runtime.getRuntime().availableProcessors(), 3, "there:11211", false));
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Arguments.parse(Map.of(), "--memcached"))
                .withMessageContaining("memcached -l 127.0.0.1 -p 11211");
    }

    @Test
    void parse_mistake_isNamed() {
        assertRefused("--entries takes a whole number from 1 to 10000000, not 'x'", "--entries", "x");
        assertRefused("--entries takes a whole number from 1 to 10000000, not '-1'", "--entries", "-1");
        assertRefused("--entries takes a whole number from 1 to 10000000, not '10000001'", "--entries", "10000001");
        assertRefused("--threads takes a whole number from 1 to 256, not '0'", "--threads", "0");
        assertRefused("--seconds takes a whole number from 1 to 3600, not '9999999999'", "--seconds", "9999999999");
        assertRefused("--seconds takes a value", "--entries", "1", "--seconds");
        assertRefused("unknown argument 'entries'", "entries", "1");
    }

    @Test
    void usage_namesEveryOption() {
        assertThat(Arguments.usage())
                .contains("--entries <n>", "--threads <n>", "--seconds <n>", "--memcached", "--help");
    }

    private static void assertRefused(String message, String... words) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Arguments.parse(words))
                .withMessage(message);
    }
}
