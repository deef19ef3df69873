package io.slabcache.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another provider came onto the class path, as libraries bring one along. */
class SeveralProvidersTest {
    private static final String SERVICE = "META-INF/services/javax.cache.spi.CachingProvider";

    @TempDir
    Path directory;

    @BeforeEach
    void addProvider() throws IOException {
        Path service = directory.resolve(SERVICE);
        Files.createDirectories(service.getParent());
        Files.writeString(service, OtherCachingProvider.class.getName());
    }

    @Test
    void provider_namedInTheSettings_isTheOneThatIsUsed() throws IOException {
        try (URLClassLoader loader = loader();
                RunningCatalogue catalogue = RunningCatalogue.startIn(loader, CatalogueApplication.class)) {
            assertThat(catalogue.visitor().get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void provider_notNamed_isAFailureThatNamesProvidersAndSetting() throws IOException {
        assertRefusedAndExplained(
                CatalogueApplication.class, "--spring.config.name=no-provider", "bean of type CacheManager found");
    }

    @Test
    void provider_notNamedWhereNoBeanAsksForTheManager_isBootsOwnFailureAndExplainedToo() throws IOException {
        assertRefusedAndExplained(
                StatisticsWithoutCodeTest.SettingsAlone.class,
                "--spring.config.name=no-provider",
                "No cache manager could be auto-configured, check your configuration (caching type is 'JCACHE')");
    }

    @Test
    void provider_leftEmpty_isAFailureThatNamesProvidersAndSetting() throws IOException {
        assertRefusedAndExplained(
                CatalogueApplication.class,
                "--spring.cache.jcache.provider=",
                "Multiple CachingProviders have been configured");
    }

    private void assertRefusedAndExplained(Class<?> application, String argument, String cause) throws IOException {
        PrintStream standardOut = System.out;
        var printed = new ByteArrayOutputStream();
        try (URLClassLoader loader = loader();
                PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            assertThatThrownBy(() -> RunningCatalogue.startIn(loader, application, argument)
                            .close())
                    .hasStackTraceContaining(cause);
        } finally {
            System.setOut(standardOut);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("APPLICATION FAILED TO START")
                .contains(OtherCachingProvider.class.getName(), "io.slabcache.jcache.SlabCachingProvider")
                .contains("Set spring.cache.jcache.provider");
    }

    private URLClassLoader loader() throws IOException {
        return new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
    }
}
