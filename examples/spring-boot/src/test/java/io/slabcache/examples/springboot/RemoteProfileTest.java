package io.slabcache.examples.springboot;

import io.slabcache.client.testing.RealMemcached;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The application with its caches on a memcached. */
class RemoteProfileTest extends CatalogueContractTest {
    @TempDir
    static Path directory;

    private static RealMemcached memcached;
    private static RunningCatalogue catalogue;

    @BeforeAll
    static void start() throws IOException {
        memcached = RealMemcached.start();
        catalogue = RunningCatalogue.start(RemoteConfiguration.arguments(directory, memcached.address()));
    }

    @AfterAll
    static void stop() {
        catalogue.close();
        memcached.close();
    }

    @Override
    Visitor visitor() {
        return catalogue.visitor();
    }
}
