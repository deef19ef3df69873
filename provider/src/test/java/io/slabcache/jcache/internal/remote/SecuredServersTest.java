package io.slabcache.jcache.internal.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.testing.RealMemcached;
import io.slabcache.client.testing.SaslUsers;
import io.slabcache.client.testing.TestCertificates;
import io.slabcache.jcache.SlabCachingProvider;
import io.slabcache.jcache.SlabConfigurationException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Managers of real servers that encrypt and authenticate, as a file alone or a URI and a file say it. */
@Timeout(240)
class SecuredServersTest {
    private static final String USER = "joe";
    private static final String PASSWORD = "s3cret-of-joe";
    private static final String STORE_PASSWORD = "s3cret-of-stores";
    private static final String PATIENCE = "operation-timeout = 20 s\nconnect-timeout = 20 s\nstall-timeout = 20 s\n";

    @TempDir
    Path directory;

    private final SlabCachingProvider provider = new SlabCachingProvider();

    @BeforeEach
    void requireMemcached() {
        RealMemcached.requireInstalled();
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void tls_byFileAlone_works(String type) throws IOException {
        TestCertificates certificates = trusted("ip:127.0.0.1", type);
        try (RealMemcached server = startTls(certificates)) {
            assertWorks(byFile(server, tls()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void tls_byUriAlone_works(String type) throws IOException {
        // A URI holds no password, so the store has none, or one that only protects it from change.
        TestCertificates certificates = TestCertificates.create("ip:127.0.0.1");
        certificates.writeTrustStore(trustStore(), type, type.equals("JKS") ? STORE_PASSWORD : "");
        try (RealMemcached server = startTls(certificates)) {
            assertWorks(provider.getCacheManager(
                    URI.create("memcached://" + server.address()
                            + "?operation-timeout=20s&connect-timeout=20s&stall-timeout=20s&tls.enabled=true&tls.trust-store="
                            + trustStore()),
                    getClass().getClassLoader()));
        }
    }

    @Test
    void tls_serverThatWantsACertificate_getsTheKeyStores() throws IOException {
        TestCertificates certificates = trusted("ip:127.0.0.1", "PKCS12");
        certificates.writeKeyStore(directory.resolve("own.p12"), STORE_PASSWORD);
        try (RealMemcached server =
                startTls(certificates, ",ssl_verify_mode=2,ssl_ca_cert=" + directory.resolve("chain.pem"))) {
            assertWorks(byFile(server, """
                            tls.key-store = "%s"
                            tls.key-store-password = "%s"
                            """.formatted(directory.resolve("own.p12"), STORE_PASSWORD) + tls()));
        }
    }

    @Test
    void tls_certificateOfAnotherName_isRefusedUnlessNamesDoNotCount() throws Exception {
        TestCertificates certificates = trusted("dns:other.example", "PKCS12");
        try (RealMemcached server = startTls(certificates)) {
            assertThat(failure(server, tls())).contains("node=" + server.address(), "No subject alternative names");
            assertWorks(byFile(server, tls() + "tls.verify-host-name = false\n"));
        }
    }

    @Test
    void tls_certificateThatNobodyTrusts_isToldAsTheCause() throws Exception {
        trusted("ip:127.0.0.1", "PKCS12");
        try (RealMemcached server = startTls(TestCertificates.create("ip:127.0.0.1"))) {
            assertThat(failure(server, tls()))
                    .contains("node=" + server.address())
                    .containsPattern("cause=.*(PKIX path|unable to find valid certification path)");
            assertThat(failure(server, "tls.enabled = true\n"))
                    .containsPattern("cause=.*(PKIX path|unable to find valid certification path)");
        }
    }

    @Test
    void tls_storeWithAnotherPassword_isAnErrorThatNamesItsFile() throws IOException {
        trusted("ip:127.0.0.1", "PKCS12");
        assertThatThrownBy(() -> open("""
                        servers = "127.0.0.1:1"
                        tls.enabled = true
                        tls.trust-store = "%s"
                        tls.trust-store-password = not-the-s3cret
                        """.formatted(trustStore())))
                .isInstanceOf(SlabConfigurationException.class)
                .hasMessageContaining(trustStore().toString())
                .hasMessageContaining("tls.enabled")
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("s3cret"));
    }

    @ParameterizedTest
    @CsvSource({"plain, true", "scram-sha-256, false", "plain scram-sha-256, false"})
    void sasl_byFileAlone_works(String mechanisms, boolean allowPlain) throws IOException {
        SaslUsers users = SaslUsers.create(directory, USER, PASSWORD);
        try (RealMemcached server = users.start(mechanisms)) {
            assertWorksWithoutListing(byFile(server, sasl(PASSWORD, allowPlain)));
        }
    }

    @Test
    void sasl_plainThroughTlsByUriAndPasswordOfTheEnvironment_works() throws Exception {
        SaslUsers users = SaslUsers.create(directory, USER, PASSWORD);
        TestCertificates certificates = trusted("ip:127.0.0.1", "PKCS12");
        Path file = Files.writeString(directory.resolve("secrets.conf"), """
                slabcache {
                  sasl.password = ${CACHE_PASSWORD}
                  tls.trust-store-password = ${STORE_PASSWORD}
                }
                """);
        writePem(certificates);
        try (RealMemcached server = users.start("plain", "-Z", "-o", pemOption())) {
            String output = RemoteProgram.run(
                    List.of(),
                    List.of("CACHE_PASSWORD=" + PASSWORD, "STORE_PASSWORD=" + STORE_PASSWORD),
                    "memcached://" + server.address()
                            + "?operation-timeout=20s&connect-timeout=20s&stall-timeout=20s&sasl.user=joe"
                            + "&tls.enabled=true&tls.trust-store=" + trustStore(),
                    file.toString(),
                    "test",
                    "put k v",
                    "get k");
            assertThat(output).contains("got v").doesNotContain("s3cret", "failed:");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "scram-sha-256"})
    void sasl_wrongPassword_isToldAsTheCauseWithoutThePassword(String mechanism) throws Exception {
        SaslUsers users = SaslUsers.create(directory, USER, PASSWORD);
        try (RealMemcached server = users.start(mechanism)) {
            assertThat(failure(server, sasl("wrong-s3cret", true)))
                    .contains(
                            "node=" + server.address(),
                            "cause=server must accept the credentials: user=joe, mechanism="
                                    + mechanism.toUpperCase(java.util.Locale.ROOT));
        }
    }

    @Test
    void sasl_passwordThatWouldBeSentInTheClear_isNotSent() throws Exception {
        SaslUsers users = SaslUsers.create(directory, USER, PASSWORD);
        try (RealMemcached server = users.start("plain")) {
            assertThat(failure(server, sasl(PASSWORD, false)))
                    .contains("node=" + server.address(), "allowPlainWithoutTls=false");
        }
    }

    @Test
    void sasl_nobodySaysWhoHeIs_isToldAsTheCause() throws Exception {
        SaslUsers users = SaslUsers.create(directory, USER, PASSWORD);
        try (RealMemcached server = users.start("plain")) {
            assertThat(failure(server, ""))
                    .contains("node=" + server.address(), "server must not require authentication");
        }
    }

    @Test
    void sasl_iteration_isRefusedWithTheServersName() throws IOException {
        SaslUsers users = SaslUsers.create(directory, USER, PASSWORD);
        try (RealMemcached server = users.start("scram-sha-256")) {
            Cache<String, String> cache = create(byFile(server, sasl(PASSWORD, false)));
            assertThatThrownBy(cache::iterator)
                    .hasMessageContaining("node=" + server.address())
                    .hasMessageContaining("SASL");
        }
    }

    private void assertWorks(CacheManager manager) {
        Cache<String, String> cache = assertWorksWithoutListing(manager);
        Map<String, String> met = new HashMap<>();
        cache.putAll(Map.of("c", "3", "d", "4"));
        cache.forEach(entry -> met.put(entry.getKey(), entry.getValue()));
        assertThat(met).isEqualTo(Map.of("c", "3", "d", "4"));
    }

    private static Cache<String, String> assertWorksWithoutListing(CacheManager manager) {
        Cache<String, String> cache = create(manager);
        cache.put("a", "1");
        cache.putAll(Map.of("b", "2", "large", "x".repeat(300_000)));
        assertThat(cache.get("a")).isEqualTo("1");
        assertThat(cache.getAll(Set.of("a", "b", "none"))).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(cache.get("large")).hasSize(300_000);
        cache.clear();
        assertThat(cache.containsKey("a")).isFalse();
        return cache;
    }

    private static Cache<String, String> create(CacheManager manager) {
        return manager.createCache(
                "test", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }

    /** Runs a program that fails, and returns what it says, in which there must be no password. */
    private String failure(RealMemcached server, String settings) throws IOException, InterruptedException {
        Path file = file("servers = \"" + server.address() + "\"\n" + settings);
        String output = RemoteProgram.run(
                List.of(), List.of(), file.toUri().toString(), RemoteProgram.NO_FILE, "test", "put k v");
        assertThat(output).contains("failed: ").doesNotContain("s3cret");
        return output.lines()
                .filter(line -> line.startsWith("failed: "))
                .findFirst()
                .orElseThrow();
    }

    private CacheManager byFile(RealMemcached server, String settings) throws IOException {
        return open("servers = \"" + server.address() + "\"\n" + settings);
    }

    private CacheManager open(String settings) throws IOException {
        return provider.getCacheManager(file(settings).toUri(), getClass().getClassLoader(), new Properties());
    }

    private Path file(String settings) throws IOException {
        return Files.writeString(
                Files.createTempFile(directory, "cache", ".conf"),
                "slabcache {\nmode = memcached\n" + PATIENCE + settings + "}\n");
    }

    private String tls() {
        return """
                tls.enabled = true
                tls.trust-store = "%s"
                tls.trust-store-password = "%s"
                """.formatted(trustStore(), STORE_PASSWORD);
    }

    private static String sasl(String password, boolean allowPlain) {
        return "sasl { user = " + USER + ", password = " + password + ", allow-plain-without-tls = " + allowPlain
                + " }\n";
    }

    private Path trustStore() {
        return directory.resolve("trust.store");
    }

    private TestCertificates trusted(String names, String type) {
        TestCertificates certificates = TestCertificates.create(names);
        certificates.writeTrustStore(trustStore(), type, STORE_PASSWORD);
        return certificates;
    }

    private RealMemcached startTls(TestCertificates certificates, String... options) {
        writePem(certificates);
        return RealMemcached.start("-Z", "-o", pemOption() + String.join("", options));
    }

    private void writePem(TestCertificates certificates) {
        certificates.writePem(directory.resolve("key.pem"), directory.resolve("chain.pem"));
    }

    private String pemOption() {
        return "ssl_chain_cert=" + directory.resolve("chain.pem") + ",ssl_key=" + directory.resolve("key.pem");
    }

    private static String stackTrace(Throwable e) {
        java.io.StringWriter text = new java.io.StringWriter();
        e.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
