package io.slabcache.jcache.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.jcache.internal.config.ConfigKey.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsLogTest {
    @Test
    void describe_managerAndCache_everyKeyIsThere() {
        for (ConfigKey key : ConfigKey.of(Scope.MANAGER)) {
            assertThat(SettingsLog.describe(ManagerSettings.defaults())).contains(", " + key.path() + "=");
        }
        for (ConfigKey key : ConfigKey.of(Scope.CACHE)) {
            assertThat(", " + SettingsLog.describe(CacheSettings.DEFAULT)).contains(", " + key.path() + "=");
        }
        assertThat(SettingsLog.describe(CacheSettings.DEFAULT))
                .startsWith("capacity=64 MiB, max-item-size=auto, key-type=java.lang.Object");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1, 1 B",
        "1023, 1023 B",
        "1024, 1 KiB",
        "1536, 1536 B",
        "1048576, 1 MiB",
        "1610612736, 1536 MiB",
        "1099511627776, 1 TiB",
        "1125899906842624, 1024 TiB"
    })
    void format_bytes_exactInLargestUnit(long bytes, String text) {
        assertThat(Sizes.format(bytes)).isEqualTo(text);
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
    }
}
