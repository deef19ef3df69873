package io.slabcache.jcache.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.slabcache.jcache.SlabConfigurationException;
import io.slabcache.jcache.internal.config.ConfigKey.Scope;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ConfigReaderTest {
    private static final long MACHINE_MEMORY = 8L << 30;

    /** A file's text and what must be said about it, after the file's name. */
    private record Bad(String name, String text, String message) {}

    @Test
    void read_emptyBlock_defaults() {
        ManagerSettings settings = read("slabcache {}");

        assertThat(settings.template()).isEqualTo(CacheSettings.DEFAULT);
        assertThat(settings).usingRecursiveComparison().ignoringFields("source").isEqualTo(ManagerSettings.defaults());
    }

    @Test
    void read_everyKey_allTaken() {
        ManagerSettings settings = read("""
                slabcache {
                  mode = embedded
                  adopt-declared-caches = true
                  serialization.allowed-classes = ["com.example.**"]
                  executor.threads = 7
                  caches {
                    users {
                      capacity = 128 MiB
                      max-item-size = 2 MiB
                      key-type = java.lang.String
                      value-type = com.example.User
                      expiry { policy = touched, duration = 30 minutes }
                      codec { key = com.example.IdCodec, value = com.example.UserCodec }
                      allowed-classes = [com.acme.Order, "com.acme.item.*"]
                      statistics = false
                      management = true
                      read-through = true
                      loader = com.example.UserLoader
                      write-through = true
                      writer = com.example.UserWriter
                      listeners = [
                        { class = com.example.Audit }
                        { class = com.example.Audit, filter = com.example.Admins, synchronous = true, old-value = true }
                      ]
                    }
                  }
                }
                """);

        assertThat(settings.adoptDeclaredCaches()).isTrue();
        assertThat(settings.allowedClasses()).containsExactly("com.example.**");
        assertThat(settings.executorThreads()).isEqualTo(7);
        assertThat(settings.caches()).containsOnlyKeys("users");
        CacheSettings users = cache(settings, "users");
        assertThat(users)
                .isEqualTo(new CacheSettings(
                        128L << 20,
                        OptionalInt.of(2 << 20),
                        "java.lang.String",
                        "com.example.User",
                        new ExpirySettings(ExpirySettings.Policy.TOUCHED, Duration.ofMinutes(30), null),
                        "com.example.IdCodec",
                        "com.example.UserCodec",
                        List.of("com.example.**", "com.acme.Order", "com.acme.item.*"),
                        false,
                        true,
                        true,
                        "com.example.UserLoader",
                        true,
                        "com.example.UserWriter",
                        List.of(
                                new ListenerSettings("com.example.Audit", null, false, false),
                                new ListenerSettings("com.example.Audit", "com.example.Admins", true, true)),
                        null,
                        users.origins()));
        assertThat(users.origins().at(CacheKey.CAPACITY)).isEqualTo("test.conf: 8");
        assertThat(users.origins().at(CacheKey.EXPIRY_DURATION)).isEqualTo("test.conf: 12");
    }

    @Test
    void read_template_appliesToCachesAndIsOverriddenByThem() {
        ManagerSettings settings = read("""
                slabcache {
                  default { capacity = 2 MiB, statistics = false, expiry { policy = created, duration = 5 s } }
                  caches {
                    plain {}
                    own { capacity = 4 MiB, expiry.duration = 1 h }
                    forever { expiry.policy = eternal }
                    touched { expiry.policy = touched }
                    custom { expiry.class = com.example.Weekends }
                  }
                }
                """);

        var created = new ExpirySettings(ExpirySettings.Policy.CREATED, Duration.ofSeconds(5), null);
        assertThat(settings.caches().keySet()).containsExactly("plain", "own", "forever", "touched", "custom");
        assertThat(cache(settings, "plain").capacity()).isEqualTo(2 << 20);
        assertThat(cache(settings, "plain").statistics()).isFalse();
        assertThat(cache(settings, "plain").expiry()).isEqualTo(created);
        assertThat(cache(settings, "own").capacity()).isEqualTo(4 << 20);
        assertThat(cache(settings, "own").expiry())
                .isEqualTo(new ExpirySettings(ExpirySettings.Policy.CREATED, Duration.ofHours(1), null));
        assertThat(cache(settings, "forever").expiry()).isEqualTo(ExpirySettings.ETERNAL);
        assertThat(cache(settings, "touched").expiry())
                .isEqualTo(new ExpirySettings(ExpirySettings.Policy.TOUCHED, Duration.ofSeconds(5), null));
        assertThat(cache(settings, "custom").expiry())
                .isEqualTo(new ExpirySettings(ExpirySettings.Policy.CUSTOM, null, "com.example.Weekends"));
    }

    @Test
    void read_templateItemLimitOverHalfOfCacheCapacity_halfOfCapacity() {
        ManagerSettings settings = read("""
                slabcache {
                  default.max-item-size = 8 MiB
                  caches { small.capacity = 2 MiB, large.capacity = 64 MiB, derived.max-item-size = auto }
                }
                """);

        assertThat(cache(settings, "small").maxItemSize()).hasValue(1 << 20);
        assertThat(cache(settings, "large").maxItemSize()).hasValue(8 << 20);
        assertThat(cache(settings, "derived").maxItemSize()).isEmpty();
    }

    @Test
    void read_cacheNamedAsASection_isACache() {
        ManagerSettings settings =
                read("slabcache.caches { default {}, caches {}, executor {}, \"com.example.User\" {} }");

        assertThat(settings.caches().keySet())
                .containsExactlyInAnyOrder("default", "caches", "executor", "com.example.User");
    }

    @Test
    void read_otherProgramsBlocks_leftAlone() {
        assertThat(read("size = 3 MiB\nakka { loglevel = INFO }\nslabcache.default.capacity = ${size}")
                        .template()
                        .capacity())
                .isEqualTo(3 << 20);
    }

    @Test
    void read_environmentVariable_substituted() {
        ManagerSettings settings = read("slabcache.caches.users.capacity = 2 MiB\n"
                + "slabcache.caches.users.capacity = ${?SLABCACHE_TEST_UNSET}");
        assertThat(cache(settings, "users").capacity()).isEqualTo(2 << 20);
        String path = System.getenv("PATH");
        assertThatThrownBy(() -> read("slabcache {\n default {\n capacity = ${?PATH}\n}}"))
                .hasMessage("test.conf: 3 (env variables): capacity must be a size with a unit such as \"64 MiB\":"
                        + " key=slabcache.default.capacity, value=" + path);
    }

    @Test
    void read_json_sameSettingsAndLines() {
        ManagerSettings settings =
                read("{\"slabcache\": {\"caches\": {\"a.b\": {\"capacity\": \"3 MiB\"}}}}", ConfigSyntax.JSON);
        assertThat(cache(settings, "a.b").capacity()).isEqualTo(3 << 20);
        assertThatThrownBy(() -> read("{\"slabcache\":\n {\"default\":\n {\"capacty\": 1}}}", ConfigSyntax.JSON))
                .hasMessage("test.conf: 3: unknown key, nearest is capacity: key=slabcache.default.capacty");
    }

    @Test
    void read_properties_sameSettingsAndLines() {
        ManagerSettings settings = read("""
                # sizes
                slabcache.executor.threads=3
                slabcache.caches.users.capacity = 3 MiB
                slabcache.caches.users.statistics: false
                slabcache.caches.users.allowed-classes.0 com.example.User
                slabcache.caches.users.allowed-classes.1 com.example.Role
                slabcache.caches.users.listeners.0.class = com.example.Audit
                """, ConfigSyntax.PROPERTIES);

        assertThat(settings.executorThreads()).isEqualTo(3);
        CacheSettings users = cache(settings, "users");
        assertThat(users.capacity()).isEqualTo(3 << 20);
        assertThat(users.statistics()).isFalse();
        assertThat(users.allowedClasses()).containsExactly("com.example.User", "com.example.Role");
        assertThat(users.listeners()).containsExactly(new ListenerSettings("com.example.Audit", null, false, false));
        assertThatThrownBy(() -> read("""
                        # slabcache.caches.users.capcity
                        slabcache.mode = \\
                           embedded
                        slabcache.caches.users.capcity = 3 MiB
                        """, ConfigSyntax.PROPERTIES))
                .hasMessage("test.conf: 4: unknown key, nearest is capacity: key=slabcache.caches.users.capcity");
    }

    @TestFactory
    Stream<DynamicTest> read_badInput_saysWhereAndWhat() {
        return badInputs()
                .map(bad -> DynamicTest.dynamicTest(
                        bad.name(),
                        () -> assertThatThrownBy(() -> read(bad.text()))
                                .isInstanceOf(SlabConfigurationException.class)
                                .hasMessage("test.conf" + bad.message())));
    }

    private static Stream<Bad> badInputs() {
        return Stream.of(
                new Bad("empty file", "", ": file must have a block slabcache: found=[]"),
                new Bad("only others' blocks", "akka {}", ": file must have a block slabcache: found=[akka]"),
                new Bad("root misspelt", "slab-cache {}", ": 1: unknown key, nearest is slabcache: key=slab-cache"),
                new Bad(
                        "root misspelt beside the right one",
                        "slabcache {}\nslabcahe {}",
                        ": 2: unknown key, nearest is slabcache: key=slabcahe"),
                new Bad("root is no block", "slabcache = 1", ": 1: value must be a block { }: key=slabcache, value=1"),
                new Bad(
                        "manager key misspelt",
                        "slabcache {\n  adopt-declared-cache = true\n}",
                        ": 2: unknown key, nearest is adopt-declared-caches: key=slabcache.adopt-declared-cache"),
                new Bad(
                        "section misspelt",
                        "slabcache {\n\n  cache { users {} }\n}",
                        ": 3: unknown key, nearest is caches: key=slabcache.cache"),
                new Bad(
                        "key in a section misspelt",
                        "slabcache {\n  executor { thread = 1 }\n}",
                        ": 2: unknown key, nearest is executor.threads: key=slabcache.executor.thread"),
                new Bad(
                        "cache key at the manager",
                        "slabcache.capacity = 1 GiB",
                        ": 1: unknown key, nearest is default.capacity: key=slabcache.capacity"),
                new Bad(
                        "camel case",
                        "slabcache.caches.users.maxItemSize = 1 MiB",
                        ": 1: unknown key, nearest is max-item-size: key=slabcache.caches.users.maxItemSize"),
                new Bad(
                        "key without its section",
                        "slabcache.caches.users.duration = 5 m",
                        ": 1: unknown key, nearest is expiry.duration: key=slabcache.caches.users.duration"),
                new Bad(
                        "nothing near",
                        "slabcache.remote.servers = [\"cache1:11211\"]",
                        ": 1: unknown key: key=slabcache.remote, valid=[" + String.join(", ", paths(Scope.MANAGER))
                                + ", default, caches]"),
                new Bad(
                        "cache name with dots",
                        "slabcache.caches.com.example.Zebra { capacity = 1 MiB }",
                        ": 1: unknown key, a cache name with dots must be quoted: key=slabcache.caches.com.example,"
                                + " valid=" + paths(Scope.CACHE)),
                new Bad(
                        "path in quotes",
                        "slabcache.caches.users { \"expiry.policy\" = created }",
                        ": 1: unknown key, dots in quotes do not separate blocks:"
                                + " key=slabcache.caches.users.\"expiry.policy\","
                                + " valid=" + paths(Scope.CACHE)),
                new Bad(
                        "blank cache name",
                        "slabcache.caches.\" \" {}",
                        ": 1: cache name must not be blank: key=slabcache.caches, value="),
                new Bad(
                        "cache is no block",
                        "slabcache {\n caches {\n users = 64 MiB }}",
                        ": 3: value must be a block { }: key=slabcache.caches.users, value=64 MiB"),
                new Bad(
                        "section is no block",
                        "slabcache.default.expiry = 5 minutes",
                        ": 1: value must be a block { }: key=slabcache.default.expiry, value=5 minutes"),
                new Bad(
                        "wrong mode",
                        "slabcache.mode = embeded",
                        ": 1: mode must be one of embedded, memcached; nearest is embedded: key=slabcache.mode, value=embeded"),
                new Bad(
                        "no such mode",
                        "slabcache.mode = remote",
                        ": 1: mode must be one of embedded, memcached: key=slabcache.mode, value=remote"),
                new Bad(
                        "no boolean",
                        "slabcache.adopt-declared-caches = maybe",
                        ": 1: adopt-declared-caches must be true or false: key=slabcache.adopt-declared-caches,"
                                + " value=maybe"),
                new Bad(
                        "threads zero",
                        "slabcache.executor.threads = 0",
                        ": 1: executor.threads must be 1 to 1024: key=slabcache.executor.threads, value=0"),
                new Bad(
                        "threads too many",
                        "slabcache.executor.threads = 1025",
                        ": 1: executor.threads must be 1 to 1024: key=slabcache.executor.threads, value=1025"),
                new Bad(
                        "threads not whole",
                        "slabcache.executor.threads = 2.5",
                        ": 1: executor.threads must be auto, or a whole number: key=slabcache.executor.threads,"
                                + " value=2.5"),
                new Bad(
                        "classes no list",
                        "slabcache.serialization.allowed-classes = com.example.User",
                        ": 1: serialization.allowed-classes must be a list of class names or package patterns such as"
                                + " \"com.example.**\": key=slabcache.serialization.allowed-classes,"
                                + " value=com.example.User"),
                new Bad(
                        "no class pattern",
                        "slabcache.serialization.allowed-classes = [\n  com.example.User\n  \"**\"\n]",
                        ": 3: serialization.allowed-classes must hold class names or package patterns such as"
                                + " \"com.example.**\": key=slabcache.serialization.allowed-classes, value=**"),
                new Bad(
                        "wrong unit",
                        "slabcache.default {\n  capacity = 64 Mbit\n}",
                        ": 2: capacity must be a size with a unit such as \"64 MiB\":"
                                + " key=slabcache.default.capacity, value=64 Mbit"),
                new Bad(
                        "capacity is a list",
                        "slabcache.default.capacity = [1]",
                        ": 1: capacity must be a size with a unit such as \"64 MiB\":"
                                + " key=slabcache.default.capacity, value=[1]"),
                new Bad(
                        "capacity null",
                        "slabcache.default.capacity = null",
                        ": 1: capacity must be a size with a unit such as \"64 MiB\":"
                                + " key=slabcache.default.capacity, value=null"),
                new Bad(
                        "capacity negative",
                        "slabcache.default.capacity = -5 MiB",
                        ": 1: capacity must be a size with a unit such as \"64 MiB\":"
                                + " key=slabcache.default.capacity, value=-5 MiB"),
                new Bad(
                        "capacity too small",
                        "slabcache.caches.users.capacity = 512 KiB",
                        ": 1: capacity must be at least 1 MiB: key=slabcache.caches.users.capacity, value=512 KiB,"
                                + " minimum=1 MiB"),
                new Bad(
                        "capacity over the machine's",
                        "slabcache.caches.users.capacity = 1 TiB",
                        ": 1: capacity must be at most what the machine or its container has:"
                                + " key=slabcache.caches.users.capacity, value=1 TiB, limit=8 GiB"),
                new Bad(
                        "capacities together over the machine's",
                        "slabcache {\n caches {\n  a.capacity = 5 GiB\n  b.capacity = 3 GiB\n  c.capacity = 1 MiB\n}}",
                        ": 2: the declared caches' capacities must together be at most what the machine or its"
                                + " container has: sum=8193 MiB, limit=8 GiB,"
                                + " capacities=[a=5 GiB, b=3 GiB, c=1 MiB]"),
                new Bad(
                        "item limit over half of the capacity",
                        "slabcache.caches.users { capacity = 1 MiB, max-item-size = 513 KiB }",
                        ": 1: max-item-size must be at most half of the capacity:"
                                + " key=slabcache.caches.users.max-item-size, value=513 KiB, limit=512 KiB"),
                new Bad(
                        "item limit zero",
                        "slabcache.default.max-item-size = 0",
                        ": 1: max-item-size must be at least 1 B: key=slabcache.default.max-item-size, value=0,"
                                + " minimum=1 B"),
                new Bad(
                        "item limit not auto",
                        "slabcache.default.max-item-size = automatic",
                        ": 1: max-item-size must be auto, or a size with a unit such as \"64 MiB\":"
                                + " key=slabcache.default.max-item-size, value=automatic"),
                new Bad(
                        "no class name",
                        "slabcache.default.key-type = \"com.example.Map<String>\"",
                        ": 1: key-type must be the full name of a class: key=slabcache.default.key-type,"
                                + " value=com.example.Map<String>"),
                new Bad(
                        "unknown policy",
                        "slabcache.default.expiry { policy = create, duration = 1 s }",
                        ": 1: expiry.policy must be one of eternal, created, accessed, modified, touched; nearest is"
                                + " created: key=slabcache.default.expiry.policy, value=create"),
                new Bad(
                        "policy without duration",
                        "slabcache.default.expiry.policy = created",
                        ": 1: expiry.policy must come with expiry.duration: key=slabcache.default.expiry.policy,"
                                + " value=created"),
                new Bad(
                        "duration without policy",
                        "slabcache.default.expiry.duration = 1 s",
                        ": 1: expiry.duration must come with expiry.policy = created, accessed, modified or touched:"
                                + " key=slabcache.default.expiry.duration, value=1 s"),
                new Bad(
                        "duration over a template's class",
                        "slabcache { default.expiry.class = com.example.Weekends\n"
                                + "caches.users.expiry.duration = 1 s }",
                        ": 2: expiry.duration must come with expiry.policy = created, accessed, modified or touched:"
                                + " key=slabcache.caches.users.expiry.duration, value=1 s"),
                new Bad(
                        "eternal with duration",
                        "slabcache.default.expiry { policy = eternal, duration = 1 s }",
                        ": 1: expiry.duration must come with expiry.policy = created, accessed, modified or touched:"
                                + " key=slabcache.default.expiry.duration, value=1 s"),
                new Bad(
                        "custom is not a word of the file",
                        "slabcache.default.expiry { policy = custom }",
                        ": 1: expiry.policy must be one of eternal, created, accessed, modified, touched:"
                                + " key=slabcache.default.expiry.policy, value=custom"),
                new Bad(
                        "class with policy",
                        "slabcache.default.expiry { policy = eternal, class = com.example.Weekends }",
                        ": 1: expiry.class must not come with expiry.policy or expiry.duration:"
                                + " key=slabcache.default.expiry.class, value=com.example.Weekends"),
                new Bad(
                        "duration without unit",
                        "slabcache.default.expiry { policy = created, duration = 30 }",
                        ": 1: expiry.duration must be a duration with a unit such as \"5 minutes\":"
                                + " key=slabcache.default.expiry.duration, value=30"),
                new Bad(
                        "duration with a size's unit",
                        "slabcache.default.expiry { policy = created, duration = 30 MiB }",
                        ": 1: expiry.duration must be a duration with a unit such as \"5 minutes\":"
                                + " key=slabcache.default.expiry.duration, value=30 MiB"),
                new Bad(
                        "duration too short",
                        "slabcache.default.expiry { policy = created, duration = 999 us }",
                        ": 1: expiry.duration must be at least 1 ms: key=slabcache.default.expiry.duration,"
                                + " value=999 us"),
                new Bad(
                        "read-through without loader",
                        "slabcache.caches.users.read-through = true",
                        ": 1: read-through must come with a loader: key=slabcache.caches.users.read-through,"
                                + " value=true"),
                new Bad(
                        "write-through without writer",
                        "slabcache.caches.users.write-through = true",
                        ": 1: write-through must come with a writer: key=slabcache.caches.users.write-through,"
                                + " value=true"),
                new Bad(
                        "writer without write-through",
                        "slabcache.caches.users.writer = com.example.UserWriter",
                        ": 1: writer is never called without write-through = true: key=slabcache.caches.users.writer,"
                                + " value=com.example.UserWriter"),
                new Bad(
                        "listeners no list",
                        "slabcache.caches.users.listeners = com.example.Audit",
                        ": 1: listeners must be a list of blocks such as { class = com.example.Audit }:"
                                + " key=slabcache.caches.users.listeners, value=com.example.Audit"),
                new Bad(
                        "listener no block",
                        "slabcache.caches.users.listeners = [com.example.Audit]",
                        ": 1: listener must be a block such as { class = com.example.Audit }:"
                                + " key=slabcache.caches.users.listeners, value=com.example.Audit"),
                new Bad(
                        "listener without class",
                        "slabcache.caches.users.listeners = [\n  { synchronous = true }\n]",
                        ": 2: class must be given: key=slabcache.caches.users.listeners.class"),
                new Bad(
                        "listener key misspelt",
                        "slabcache.caches.users.listeners = [{ class = com.example.Audit, sync = true }]",
                        ": 1: unknown key: key=slabcache.caches.users.listeners.sync,"
                                + " valid=[class, filter, synchronous, old-value]"),
                new Bad(
                        "listener twice",
                        "slabcache.caches.users.listeners = [{ class = com.example.Audit }\n"
                                + "{ class = com.example.Audit }]",
                        ": 2: class must not be registered twice: key=slabcache.caches.users.listeners.class,"
                                + " value=com.example.Audit"),
                new Bad(
                        "substitution without value",
                        "slabcache {\n default.capacity = ${slabcache.size}\n}",
                        ": 2: substitution cannot be resolved: Could not resolve substitution to a value:"
                                + " ${slabcache.size}"));
    }

    private static List<String> paths(Scope scope) {
        return ConfigKeys.of(scope).stream().map(ConfigKey::path).toList();
    }

    private static CacheSettings cache(ManagerSettings settings, String name) {
        CacheSettings cache = settings.caches().get(name);
        assertThat(cache).as(name).isNotNull();
        return cache;
    }

    private static ManagerSettings read(String text) {
        return read(text, ConfigSyntax.CONF);
    }

    private static ManagerSettings read(String text, ConfigSyntax syntax) {
        String source = "test.conf";
        ConfigParseOptions options =
                ConfigParseOptions.defaults().setSyntax(syntax).setOriginDescription(source);
        Config config = ConfigFactory.parseString(text, options);
        Places places = syntax == ConfigSyntax.PROPERTIES
                ? Places.ofProperties(source, config, text)
                : Places.of(source, config);
        return new ConfigReader(config, places, () -> MACHINE_MEMORY).read();
    }
}
