package io.slabcache.jcache.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.Discovery;
import io.slabcache.client.NodeAddress;
import io.slabcache.jcache.SlabConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URIs that say where entries live, alone and with a file beside them. */
final class ManagerUriTest {
    private static final ClassLoader NO_RESOURCES = ClassLoader.getPlatformClassLoader();

    @TempDir
    private Path directory;

    private @Nullable String file;

    @Test
    void load_serversUri_needsNoFile() {
        ManagerSettings settings = load("memcached://cache1:11211,cache2,cache_3:11212*2");

        assertThat(settings.mode()).isEqualTo("memcached");
        assertThat(settings.source()).isEqualTo("manager's URI");
        assertThat(settings.remote())
                .isEqualTo(RemoteSettings.of(
                        List.of(node("cache1", 11211, 1), node("cache2", 11211, 1), node("cache_3", 11212, 2))));
        assertThat(settings.template().remote()).isEqualTo(RemoteCacheSettings.DEFAULT);
    }

    @Test
    void load_options_areTheKeysOfTheFile() {
        ManagerSettings settings = load("MEMCACHED://cache1/?operation-timeout=200ms&tls.enabled=true&format=plain"
                + "&namespace=a%3D%26+b%2F&serialization.allowed-classes=com.a.**,com.b.C");

        assertThat(remote(settings).operationTimeout()).isEqualTo(Duration.ofMillis(200));
        assertThat(remote(settings).tls()).isEqualTo(new TlsSettings(null, null, null, null, true));
        assertThat(remote(settings).namespace()).isEqualTo("a=&+b/");
        assertThat(Objects.requireNonNull(settings.template().remote()).format())
                .isEqualTo(RemoteCacheSettings.Format.PLAIN);
        assertThat(settings.allowedClasses()).containsExactly("com.a.**", "com.b.C");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memcached://[2001:db8::1]:11212 | [2001:db8::1]:11212",
                "memcached:///?servers=[::1]:1,[::2]:2*3 | [::1]:1,[::2]:2*3",
                "memcached:?servers=[::1] | [::1]:11211",
                "memcached:orders?servers=a,b:1 | a:11211,b:1",
            })
    void load_addresses_read(String uri, String servers) {
        assertThat(ServerList.format(remote(load(uri)).servers())).isEqualTo(servers);
    }

    @Test
    void load_nameOfManager_serversOfTheFile() throws IOException {
        file("slabcache { mode = memcached, servers = [cache1, cache2], caches.users {} }");

        for (String uri : List.of("slabcache:default", "memcached:orders", "memcached:///")) {
            assertThat(ServerList.format(remote(load(uri)).servers())).isEqualTo("cache1:11211,cache2:11211");
        }
        assertThat(remote(load(Objects.requireNonNull(file))).servers()).hasSize(2);
    }

    @Test
    void load_uriAndFile_completeEachOther() throws IOException {
        file("slabcache { default.statistics = false\n caches.users.lease-duration = 3 s }");

        ManagerSettings settings = load("memcached://cache1?on-failure=miss&lease-duration=5s");

        assertThat(settings.source()).isEqualTo(file);
        assertThat(settings.template().statistics()).isFalse();
        assertThat(remote(settings).onFailure()).isEqualTo(RemoteSettings.OnFailure.MISS);
        assertThat(leaseDuration(settings.template())).isEqualTo(Duration.ofSeconds(5));
        assertThat(leaseDuration(Objects.requireNonNull(settings.caches().get("users"))))
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void load_uriAndFileSayTheSame_read() throws IOException {
        file("slabcache { mode = memcached, servers = [\"a:11211\", \"b:11212\"], on-failure = miss }");

        assertThat(remote(load("memcached://a:11211,b:11212?on-failure=miss")).servers())
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "memcached://a | mode = embedded | key=slabcache.mode, uri=memcached, file=embedded",
                "lossy:a | mode = memcached, servers = a | key=slabcache.mode, uri=lossy, file=memcached",
                "embedded:a | mode = memcached, servers = a | key=slabcache.mode, uri=embedded, file=memcached",
                "memcached://a | servers = [a, b] | key=slabcache.servers, uri=a, file=[a, b]",
                "memcached://a?format=plain | default.format = exact | key=slabcache.default.format, uri=plain, file=exact",
            })
    void load_uriAndFileContradict_namesBoth(String uri, String text, String message) throws IOException {
        file("slabcache {\n" + text + "\n}");

        assertThatThrownBy(() -> load(uri))
                .isInstanceOf(SlabConfigurationException.class)
                .hasMessage("manager's URI and " + file + ": 2 must not contradict each other: " + message);
    }

    @Test
    void load_capacityInFileAndServersInUri_namesTheLine() throws IOException {
        file("slabcache {\n caches.users.capacity = 4 MiB\n}");

        assertThatThrownBy(() -> load("memcached://a"))
                .hasMessageStartingWith(file + ": 2: capacity means nothing with mode = memcached");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "memcached://app:hunter2@cache1:11211 | must not have a user or a password",
                "memcached:app:hunter2@cache1:11211 | must be memcached://host:port",
                "memcached:cache1:11211 | must be memcached://host:port",
                "memcached://a/users | must not have a path",
                "memcached://a#users | must not have a fragment",
                "memcached://a?x | must have options of the form key=value",
                "memcached://a? | must have options of the form key=value",
                "memcached://a?format=plain&format=exact | must not say the same twice: key=format",
                "memcached://a?servers=b | must not say the same twice: key=servers",
                "memcached://a?operation-timout=1s | has an unknown option, nearest is operation-timeout: key=operation-timout",
                "memcached://a?mode=memcached | has an unknown option",
                "memcached://a?sasl.password=hunter2 | must not hold a password",
                "memcached://a?sasl.pasword=hunter2 | has an unknown option, nearest is sasl.password",
                "memcached://a?passwd=hunter2 | has an unknown option",
                "memcached://a:0 | servers must be a list such as",
                "memcached://a,a | server must not be named twice",
                "memcached://a?operation-timeout=soon | operation-timeout must be a duration with a unit",
                "memcached://a?operation-timeout=500 | operation-timeout must be a duration with a unit",
                "memcached://a?capacity=1MiB | capacity means nothing with mode = memcached",
                "memcached:orders | servers must be given with mode = memcached",
            })
    void load_uriThatCannotBe_refusedWithoutPassword(String uri, String message) {
        assertThatThrownBy(() -> load(uri))
                .isInstanceOf(SlabConfigurationException.class)
                .hasMessageStartingWith("manager's URI")
                .hasMessageContaining(message)
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sasl { password = hunter2 : x }", "sasl.password = \"hunter2", "sasl.password = hunter2]"})
    void load_malformedFileWithPassword_isNotQuoted(String text) throws IOException {
        file("slabcache {\n" + text + "\n}");

        assertThatThrownBy(() -> load("slabcache:default"))
                .isInstanceOf(SlabConfigurationException.class)
                .hasMessageContaining("not well-formed")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    private void file(String text) throws IOException {
        file = Files.writeString(directory.resolve("slabcache.conf"), text).toString();
    }

    private ManagerSettings load(String uri) {
        boolean isFile = uri.equals(file);
        return new ConfigLocator(Set.of("lossy"), () -> isFile ? null : file, () -> 1L << 40)
                .load(isFile ? Path.of(uri).toUri() : URI.create(uri), NO_RESOURCES, new Properties());
    }

    private static Duration leaseDuration(CacheSettings settings) {
        return Objects.requireNonNull(settings.remote()).leaseDuration();
    }

    private static RemoteSettings remote(ManagerSettings settings) {
        return Objects.requireNonNull(settings.remote());
    }

    private static Discovery.Node node(String host, int port, int weight) {
        return new Discovery.Node(new NodeAddress(host, port), weight);
    }
}
