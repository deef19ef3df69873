package io.slabcache.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.client.testing.RealMemcached;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.devtools.restart.classloader.RestartClassLoader;

/**
 * What devtools does: the application's classes are loaded anew at each restart, by a loader whose parent has the same
 * classes and the libraries. An object of another loader's class would end in a {@code ClassCastException}.
 */
class RestartClassLoaderTest {
    private static final String PRODUCT = "/products/HB-M8x40-A2";
    private static final String SEARCH = "/search?kind=Hexagon%20bolt%20ISO%204017&thread=M8";

    @TempDir
    Path directory;

    @Test
    void restart_withCachesInTheProcess_startsWithEmptyOnesAndServes() throws Exception {
        // A file of its own: beans for JMX are named by their manager's URI, and an application that another test has
        // left running in this process may have registered those of the common one.
        Path file = Files.writeString(directory.resolve("own.conf"), "include classpath(\"slabcache.conf\")\n");
        // The classes of the application have another loader than these tests see, and one of their own after a
        // restart.
        for (int run = 1; run <= 2; run++) {
            try (RestartClassLoader loader = newLoader();
                    RunningCatalogue catalogue = RunningCatalogue.start(
                            application(loader), "--spring.cache.jcache.config=" + file.toUri())) {
                assertServed(catalogue.visitor(), PRODUCT, "database");
                assertServed(catalogue.visitor(), SEARCH, "database");
                assertThat(catalogue.visitor().metric("cache.gets?tag=cache:products&tag=result:hit"))
                        .as("hits in run %s", run)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void restart_withCachesOnServers_servesWhatTheLastRunLeft() throws Exception {
        try (RealMemcached memcached = RealMemcached.start()) {
            String[] arguments = RemoteConfiguration.arguments(directory, memcached.address());
            try (RestartClassLoader loader = newLoader();
                    RunningCatalogue catalogue = RunningCatalogue.start(application(loader), arguments)) {
                assertServed(catalogue.visitor(), PRODUCT, "database");
                assertServed(catalogue.visitor(), SEARCH, "database");
            }
            try (RestartClassLoader loader = newLoader();
                    RunningCatalogue catalogue = RunningCatalogue.start(application(loader), arguments)) {
                assertServed(catalogue.visitor(), PRODUCT, "cache");
                assertServed(catalogue.visitor(), SEARCH, "cache");
            }
        }
    }

    private static void assertServed(Visitor visitor, String path, String source) {
        Page first = visitor.get(path);
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.source()).isEqualTo(source);
        assertThat(visitor.get(path).source()).isEqualTo("cache");
    }

    private static RestartClassLoader newLoader() {
        URL classes =
                CatalogueApplication.class.getProtectionDomain().getCodeSource().getLocation();
        return new RestartClassLoader(CatalogueApplication.class.getClassLoader(), new URL[] {classes});
    }

    private static Class<?> application(RestartClassLoader loader) throws IOException, ClassNotFoundException {
        Class<?> application = loader.loadClass(CatalogueApplication.class.getName());
        assertThat(application).isNotSameAs(CatalogueApplication.class);
        return application;
    }
}
