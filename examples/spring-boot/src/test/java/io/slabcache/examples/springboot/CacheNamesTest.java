package io.slabcache.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caches that {@code spring.cache.cache-names} and the configuration both name. */
class CacheNamesTest {
    private static final String NAMES = "--spring.cache.cache-names=products,visits";

    @TempDir
    Path directory;

    @Test
    void names_ofDeclaredCaches_areAdoptedAsDeclared() throws IOException {
        try (RunningCatalogue catalogue = RunningCatalogue.start(NAMES, configuration("""
                        include classpath("slabcache.conf")
                        slabcache {
                          adopt-declared-caches = true
                          default { capacity = 2 MiB, statistics = true }
                        }
                        """))) {
            assertThat(catalogue.bean(CacheFigures.class).all())
                    .extracting(
                            CacheFigures.Figures::name,
                            figures -> figures.statistics().capacity() >> 20)
                    .contains(tuple("products", 32L), tuple("visits", 2L));
            assertThat(catalogue.visitor().metric("cache.gets?tag=cache:visits"))
                    .as("a cache that Spring made has statistics by the template")
                    .isZero();
        }
    }

    @Test
    void names_ofDeclaredCaches_areRefusedUnlessTheyAreToBeAdopted() {
        assertThatThrownBy(() -> RunningCatalogue.start(NAMES).close())
                .hasStackTraceContaining("a cache of this name must not exist: cache=products")
                .hasStackTraceContaining("adopt-declared-caches = true");
    }

    private String configuration(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("names.conf"), text);
        return "--spring.cache.jcache.config=" + file.toUri();
    }
}
