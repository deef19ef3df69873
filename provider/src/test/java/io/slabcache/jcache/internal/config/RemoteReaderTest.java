package io.slabcache.jcache.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.slabcache.client.Discovery;
import io.slabcache.client.FailureMode;
import io.slabcache.client.NodeAddress;
import io.slabcache.client.locator.Placement;
import io.slabcache.jcache.SlabConfigurationException;
import io.slabcache.jcache.internal.codec.Undecodable;
import io.slabcache.jcache.internal.config.RemoteCacheSettings.AccessExpiry;
import io.slabcache.jcache.internal.config.RemoteCacheSettings.Format;
import io.slabcache.jcache.internal.config.RemoteSettings.DiscoverySource;
import io.slabcache.jcache.internal.config.RemoteSettings.OnFailure;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.cache.configuration.MutableConfiguration;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file says about servers. */
final class RemoteReaderTest {
    private static final String REMOTE = "mode = memcached, servers = cache1\n";

    @TempDir
    private Path directory;

    @Test
    void read_everyKeyOfTheManager_hasItsValue() {
        RemoteSettings settings = remote("""
                mode = memcached
                servers = ["cache1:11211", "cache2*3", "[2001:db8::1]:11212"]
                placement = twemproxy
                connections-per-node = 2
                operation-timeout = 200 ms
                connect-timeout = 2 s
                stall-timeout = 5 s
                max-in-flight = 4096
                failure-mode = gutter
                gutter-servers = "spare1,spare2:11299"
                namespace = orders
                on-failure = miss
                tls { enabled = true, verify-host-name = false }
                sasl { user = app, password = 0815, allow-plain-without-tls = true }
                """);

        assertThat(settings)
                .isEqualTo(new RemoteSettings(
                        List.of(node("cache1", 11211, 1), node("cache2", 11211, 3), node("2001:db8::1", 11212, 1)),
                        DiscoverySource.STATIC,
                        RemoteSettings.DEFAULT_DISCOVERY_INTERVAL,
                        Placement.TWEMPROXY,
                        2,
                        Duration.ofMillis(200),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        4096,
                        FailureMode.GUTTER,
                        List.of(node("spare1", 11211, 1), node("spare2", 11299, 1)),
                        new TlsSettings(null, null, null, null, false),
                        new SaslSettings("app", new Secret("0815"), true, false),
                        "orders",
                        OnFailure.MISS));
    }

    @Test
    void read_serversAsText_sameAsList() {
        assertThat(remote("mode = memcached, servers = \"a:1, b:2*2\"").servers())
                .isEqualTo(remote("mode = memcached, servers = [\"a:1\", \"b:2*2\"]")
                        .servers())
                .containsExactly(node("a", 1, 1), node("b", 2, 2));
    }

    @Test
    void read_keysOfCaches_inheritedAndOverridden() {
        ManagerSettings settings = read(REMOTE + """
                default { on-undecodable = miss, generation-cache = 500 ms, access-expiry = approximate }
                caches {
                  exact { lease-duration = 3 s, generation-cache = 0 s }
                  plain { format = plain, key-prefix = "user:" }
                }
                """);

        assertThat(cache(settings, "exact"))
                .isEqualTo(new RemoteCacheSettings(
                        Format.EXACT,
                        Undecodable.MISS,
                        AccessExpiry.APPROXIMATE,
                        Duration.ZERO,
                        Duration.ofSeconds(3),
                        null));
        assertThat(cache(settings, "plain").format()).isEqualTo(Format.PLAIN);
        assertThat(cache(settings, "plain").keyPrefix()).isEqualTo("user:");
        assertThat(cache(settings, "plain").onUndecodable()).isEqualTo(Undecodable.MISS);
    }

    @Test
    void read_embedded_hasNothingRemote() {
        ManagerSettings settings = read("caches.users {}");

        assertThat(settings.remote()).isNull();
        assertThat(settings.template().remote()).isNull();
    }

    @Test
    void read_remoteCaches_haveNoCapacityToSumUp() {
        ManagerSettings settings = read(REMOTE + "caches { a {}, b {} }", 1 << 20);

        assertThat(settings.caches()).containsOnlyKeys("a", "b");
        assertThat(settings.complete(new MutableConfiguration<>(), getClass().getClassLoader())
                        .getCapacity())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "mode = memcached | servers must be given with mode = memcached: key=slabcache.servers",
                "mode = memcached, servers = [] | servers must be given with mode = memcached",
                "mode = memcached, servers = [a, a] | server must not be named twice: server=a:11211",
                "mode = memcached, servers = `a:0` | servers must be a list such as",
                "mode = memcached, servers = `a:1*0` | servers must be a list such as",
                "mode = memcached, servers = `a,` | servers must be a list such as",
                "servers = a | servers means nothing without mode = memcached: key=slabcache.servers",
                "mode = memcache, servers = a | mode must be one of embedded, memcached; nearest is memcached",
                "M, default.capacity = 1 GiB | capacity means nothing with mode = memcached, where the servers' own limits hold (-m and -I): key=slabcache.default.capacity, value=1 GiB",
                "M, caches.users.max-item-size = auto | max-item-size means nothing with mode = memcached",
                "caches.users.format = plain | format means nothing without mode = memcached: key=slabcache.caches.users.format",
                "M, operation-timeout = 500 | operation-timeout must be a duration with a unit",
                "M, operation-timeout = 2 days | operation-timeout must be 1 ms to 1 day",
                "M, operation-timeout = 5 s | must leave stall-timeout at least operation-timeout",
                "M, connections-per-node = 5 | connections-per-node must be 1 to 4",
                "M, max-in-flight = auto | max-in-flight must be a whole number",
                "M, failure-mode = gutter | failure-mode must come with gutter-servers",
                "M, gutter-servers = a | gutter-servers must come with failure-mode = gutter",
                "M, failure-mode = gutter, gutter-servers = `a*2` | gutter-servers must have no shares",
                "M, failure-mode = failfast | must be one of fail-fast, retry-idempotent, gutter, redistribute; nearest is fail-fast",
                "M, placement = ketama | placement must be one of libmemcached-weighted",
                "mode = memcached, servers = `a*2`, placement = spymemcached-modula | servers must have no shares (*) with a placement that knows none",
                "mode = memcached, servers = `a*2`, discovery = dns | servers must have no shares (*) unless discovery is static",
                "mode = memcached, servers = [a, b], discovery = elasticache | must be the one configuration endpoint",
                "M, discovery-interval = 5 s | discovery-interval must come with discovery = dns or elasticache",
                "M, tls.trust-store = /a | tls.trust-store must come with tls.enabled = true",
                "M, tls { enabled = true, trust-store-password = hush } | tls.trust-store-password must come with tls.trust-store",
                "M, tls { enabled = true, trust-store = /no/such/file } | tls.enabled needs its stores: store must be readable with its password: file=/no/such/file",
                "M, tls.enbled = true | unknown key, nearest is tls.enabled",
                "M, sasl.user = a | sasl.user must come with sasl.password",
                "M, sasl.password = hush | sasl.password must come with sasl.user",
                "M, sasl.allow-missing-authentication = true | sasl.allow-missing-authentication must come with sasl.user",
                "M, caches.users.key-prefix = a | key-prefix must come with format = plain",
                "M, default { format = plain, key-prefix = a } | key-prefix must be set for each cache alone",
                "M, caches.users { format = plain, key-prefix = `a b` } | without blanks and control characters",
                "M, default { format = plain, lease-duration = 5 s } | lease-duration means nothing with format = plain",
                "M, default { format = plain, access-expiry = exact } | access-expiry means nothing with format = plain",
                "M, default.lease-duration = 10 ms | lease-duration must be 1000 ms to 1 day",
                "M, default.generation-cache = -1 s | generation-cache must be 0 ms to 1 day",
                "M, default.on-undecodable = ignore | on-undecodable must be one of throw, miss",
                "M, default.namespace = a | unknown key",
            })
    void read_whatCannotBe_isAnErrorThatSaysWhereAndWhat(String text, String message) {
        assertThatThrownBy(() -> read(text.replaceFirst("^M", REMOTE.strip()).replace('`', '"')))
                .isInstanceOf(SlabConfigurationException.class)
                .hasMessageStartingWith("test.conf: ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sasl.password = [hunter2]",
                "sasl.password = { hunter2 = x }",
                "sasl = hunter2",
                "sasl { user = u, pasword = hunter2 }",
                "sasl { password = hunter2 }",
                "tls = hunter2",
                "tls.key-store-password = hunter2",
                "tls { enabled = true, trust-store = /no/such, trust-store-password = hunter2 }",
                "servers = \"app:hunter2@cache1\"",
                "servers = [\"cache1\", \"app:hunter2@cache2:11211\"]",
            })
    void read_malformedPassword_isNotInTheError(String text) {
        assertThatThrownBy(() -> read(REMOTE + text))
                .isInstanceOf(SlabConfigurationException.class)
                .satisfies(e -> {
                    for (Throwable at = e; at != null; at = at.getCause()) {
                        assertThat(at.toString()).doesNotContain("hunter2");
                    }
                });
    }

    @Test
    void settings_printed_tellNoPassword() throws Exception {
        Path store = store("hunter2");

        ManagerSettings settings = read(REMOTE + "sasl { user = app, password = hunter2 }\n"
                + "tls { enabled = true, trust-store = \"" + store + "\", trust-store-password = hunter2,"
                + " key-store = \"" + store + "\", key-store-password = hunter2 }");

        assertThat(settings.toString()).contains("app").doesNotContain("hunter2");
        assertThat(SettingsLog.describe(settings))
                .contains("servers=cache1:11211, ", "sasl.user=app, sasl.password=***", "tls.trust-store-password=***")
                .doesNotContain("hunter2");
    }

    @Test
    void read_storeWithWrongPassword_namesTheStore() throws Exception {
        Path store = store("right");

        assertThatThrownBy(() -> read(
                        REMOTE + "tls { enabled = true, key-store = \"" + store + "\", key-store-password = wrong }"))
                .isInstanceOf(SlabConfigurationException.class)
                .hasMessageContaining(
                        "tls.enabled needs its stores: store must be readable with its password: file=" + store);
    }

    @Test
    void describe_remoteCache_saysItsFormat() {
        ManagerSettings settings = read(REMOTE + "caches { a { format = plain, key-prefix = \"a:\" } }");

        assertThat(SettingsLog.describe(Objects.requireNonNull(settings.caches().get("a"))))
                .startsWith("format=plain, ")
                .contains("key-prefix=a:");
    }

    private Path store(String password) throws Exception {
        Path file = directory.resolve("store.p12");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setEntry(
                "secret",
                new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[16], "AES")),
                new KeyStore.PasswordProtection(password.toCharArray()));
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file;
    }

    private static Discovery.Node node(String host, int port, int weight) {
        return new Discovery.Node(new NodeAddress(host, port), weight);
    }

    private static RemoteCacheSettings cache(ManagerSettings settings, String name) {
        return Objects.requireNonNull(
                Objects.requireNonNull(settings.caches().get(name)).remote());
    }

    private static RemoteSettings remote(String text) {
        return Objects.requireNonNull(read(text).remote());
    }

    static ManagerSettings read(String text) {
        return read(text, 1L << 40);
    }

    private static ManagerSettings read(String text, long machineMemory) {
        Config config = ConfigFactory.parseString(
                "slabcache {\n" + text + "\n}", ConfigParseOptions.defaults().setOriginDescription("test.conf"));
        return new ConfigReader(config, Places.of("test.conf", config), () -> machineMemory).read();
    }
}
