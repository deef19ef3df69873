package io.slabcache.jcache.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.slabcache.client.Discovery;
import io.slabcache.client.NodeAddress;
import io.slabcache.jcache.internal.config.ConfigKey.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The table of keys, {@code reference.conf} and {@code docs/configuration.md} say the same. With the system property
 * {@code slabcache.write.documents=true} the two files are written anew from the table.
 */
final class KeyDocumentsTest {
    private static final boolean WRITE = Boolean.getBoolean("slabcache.write.documents");
    private static final String HOW = "written anew by: mvn test -pl provider -am -Dtest=KeyDocumentsTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dslabcache.write.documents=true";
    private static final Path REFERENCE = Path.of("src", "main", "resources", "reference.conf");
    private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");
    private static final Path REMOTE_DOCUMENT = Path.of("..", "docs", "remote.md");
    private static final Pattern SETTING = Pattern.compile("(?m)^ *(?:# +)?([a-z-]+) = ");
    private static final Pattern HOCON_EXAMPLE = Pattern.compile("(?s)```hocon\n(.*?)```");

    @Test
    void referenceConf_isWhatTheTableSays() throws IOException {
        if (WRITE) {
            Files.createDirectories(REFERENCE.getParent());
            Files.writeString(REFERENCE, KeyDocuments.reference());
        }
        assertThat(Files.readString(REFERENCE)).as(HOW).isEqualTo(KeyDocuments.reference());
    }

    @Test
    void referenceConf_hasEachKeyAndNoOther() throws IOException {
        Set<String> written = new TreeSet<>();
        Matcher setting = SETTING.matcher(Files.readString(REFERENCE));
        while (setting.find()) {
            written.add(setting.group(1));
        }

        assertThat(written)
                .isEqualTo(ConfigKeys.all().stream()
                        .map(key -> key.path().substring(key.path().lastIndexOf('.') + 1))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void referenceConf_read_givesTheDefaults() throws IOException {
        ManagerSettings settings = read(Files.readString(REFERENCE));

        assertThat(settings)
                .usingRecursiveComparison()
                .ignoringFields("source", "template.origins")
                .isEqualTo(ManagerSettings.defaults());
    }

    @Test
    void referenceConf_inTheJar_onlyBelowOurRoot() {
        Config resource = ConfigFactory.parseResources(ConfigReader.class.getClassLoader(), "reference.conf");

        assertThat(resource.root().keySet()).containsExactly("slabcache");
    }

    @Test
    void defaults_inTheTable_areThoseOfTheRecords() {
        assertThat(read(defaults(key -> !key.isRemoteOnly())))
                .usingRecursiveComparison()
                .ignoringFields("source", "template.origins")
                .isEqualTo(ManagerSettings.defaults());
        assertThat(ListenerKey.SYNCHRONOUS.defaultText())
                .isEqualTo(String.valueOf(ListenerSettings.DEFAULT_SYNCHRONOUS));
        assertThat(ListenerKey.OLD_VALUE.defaultText()).isEqualTo(String.valueOf(ListenerSettings.DEFAULT_OLD_VALUE));
    }

    @Test
    void defaults_ofServersInTheTable_areThoseOfTheRecords() {
        // Each of these means nothing unless another key is set.
        Set<ConfigKey> dependent = Set.of(
                ManagerKey.MODE,
                ManagerKey.DISCOVERY_INTERVAL,
                ManagerKey.TLS_VERIFY_HOST_NAME,
                ManagerKey.SASL_ALLOW_PLAIN,
                ManagerKey.SASL_ALLOW_MISSING);
        String servers = "slabcache { mode = memcached, servers = cache1 }\n";

        ManagerSettings settings = read(servers + defaults(key -> !key.isEmbeddedOnly() && !dependent.contains(key)));

        assertThat(settings.remote())
                .isEqualTo(RemoteSettings.of(List.of(new Discovery.Node(new NodeAddress("cache1", 11211), 1))));
        assertThat(settings.template().remote()).isEqualTo(RemoteCacheSettings.DEFAULT);
        String authenticated = servers + "slabcache.sasl { user = u, password = p }\nslabcache.tls.enabled = true\n"
                + "slabcache.discovery = dns\n";
        assertThat(read(authenticated + defaults(key -> dependent.contains(key) && key != ManagerKey.MODE))
                        .remote())
                .isEqualTo(read(authenticated).remote());
    }

    private static String defaults(Predicate<ConfigKey> included) {
        StringBuilder text = new StringBuilder();
        for (ConfigKey key : ConfigKeys.all()) {
            if (key.defaultText() != null && key.scope() != Scope.LISTENER && included.test(key)) {
                text.append(key.scope() == Scope.MANAGER ? "slabcache." : "slabcache.default.")
                        .append(key.path())
                        .append(" = ")
                        .append(key.defaultText())
                        .append('\n');
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void document_tableOfKeys_isWhatTheTableSays(Scope scope) throws IOException {
        String name = scope.name().toLowerCase(Locale.ROOT);
        String begin = "<!-- keys: " + name + " -->\n";
        String end = "<!-- end: " + name + " -->\n";
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end);
        assertThat(from).as(begin).isGreaterThanOrEqualTo(begin.length()).isLessThanOrEqualTo(to);
        if (WRITE) {
            Files.writeString(DOCUMENT, text.substring(0, from) + KeyDocuments.table(scope) + text.substring(to));
            to = from + KeyDocuments.table(scope).length();
        }
        assertThat(Files.readString(DOCUMENT).substring(from, to)).as(HOW).isEqualTo(KeyDocuments.table(scope));
    }

    @Test
    void document_itsExamples_canBeRead() throws IOException {
        Matcher example = HOCON_EXAMPLE.matcher(Files.readString(DOCUMENT));
        int examples = 0;
        while (example.find()) {
            examples++;
            assertThat(read(example.group(1)).source()).isEqualTo("example.conf");
        }
        assertThat(examples).isGreaterThanOrEqualTo(2);
    }

    @Test
    void remoteDocument_itsExample_canBeRead() throws IOException {
        Matcher example = HOCON_EXAMPLE.matcher(Files.readString(REMOTE_DOCUMENT));

        assertThat(example.find()).isTrue();
        assertThat(read(example.group(1).replace("${MEMCACHED_PASSWORD}", "p")).remote())
                .isNotNull();
    }

    @Test
    void examples_inTheTable_canBeRead() {
        for (ConfigKey key : ConfigKeys.all()) {
            String setting = key.path() + " = " + key.example() + "\n";
            String servers = key.isRemoteOnly() ? "mode = memcached, servers = cache1\n" : "";
            String text = servers + inFile(key, setting);
            assertThat(read("slabcache { " + text + " }")).as(key.path()).isNotNull();
        }
    }

    /** Returns a setting where it belongs, with those that it needs. */
    private static String inFile(ConfigKey key, String setting) {
        if (key instanceof ManagerKey managerKey) {
            return inManager(managerKey, setting);
        }
        if (key instanceof CacheKey cacheKey) {
            return inCache(cacheKey, setting);
        }
        String needed = key == ListenerKey.CLASS ? "" : "class = com.example.Audit\n";
        return "default { listeners = [{ " + needed + setting + "}] }";
    }

    private static String inManager(ManagerKey key, String setting) {
        return switch (key) {
            case MODE -> setting + "servers = cache1";
            case DISCOVERY_INTERVAL -> setting + "discovery = dns";
            case GUTTER_SERVERS -> setting + "failure-mode = gutter";
            case TLS_TRUST_STORE, TLS_KEY_STORE -> "";
            case TLS_TRUST_STORE_PASSWORD, TLS_KEY_STORE_PASSWORD, TLS_VERIFY_HOST_NAME ->
                setting + "tls.enabled = true";
            case SASL_USER -> setting + "sasl.password = p";
            case SASL_PASSWORD -> "sasl.password = p\n" + setting + "sasl.user = u";
            case SASL_ALLOW_PLAIN, SASL_ALLOW_MISSING -> setting + "sasl { user = u, password = p }";
            default -> setting;
        };
    }

    private static String inCache(CacheKey key, String setting) {
        return switch (key) {
            case KEY_PREFIX -> "caches.users { " + setting + "format = plain }";
            case EXPIRY_POLICY -> "default { " + setting + "expiry.duration = 1 s }";
            case EXPIRY_DURATION -> "default { " + setting + "expiry.policy = created }";
            case READ_THROUGH -> "default { " + setting + "loader = com.example.UserLoader }";
            case WRITE_THROUGH -> "default { " + setting + "writer = com.example.UserWriter }";
            case WRITER -> "default { " + setting + "write-through = true }";
            default -> "default { " + setting + "}";
        };
    }

    private static ManagerSettings read(String text) {
        Config config =
                ConfigFactory.parseString(text, ConfigParseOptions.defaults().setOriginDescription("example.conf"));
        return new ConfigReader(config, Places.of("example.conf", config), () -> 1L << 40).read();
    }
}
