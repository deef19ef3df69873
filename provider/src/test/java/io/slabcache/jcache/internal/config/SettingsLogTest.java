package io.slabcache.jcache.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.jcache.internal.config.ConfigKey.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsLogTest {
    @Test
    void describe_managerAndCache_everyKeyIsThere() {
        ManagerSettings remote = RemoteReaderTest.read(
                "mode = memcached, servers = a, tls.enabled = true, sasl { user = u, password = p }");
        for (ConfigKey key : ConfigKeys.all()) {
            String name = ", " + key.path() + "=";
            if (key.scope() == Scope.MANAGER) {
                assertThat(SettingsLog.describe(key.isRemoteOnly() ? remote : ManagerSettings.defaults()))
                        .contains(name);
            } else if (key.scope() == Scope.CACHE) {
                assertThat(", "
                                + SettingsLog.describe(
                                        key.isRemoteOnly() ? CacheSettings.REMOTE_DEFAULT : CacheSettings.DEFAULT))
                        .contains(name);
            }
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
