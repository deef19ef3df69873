package io.slabcache.annotations.cdi.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.SlabCache;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The example of {@code docs/annotations.md}: an application in CDI's standard form, its beans discovered. */
class CatalogueTest {

    private static final Logger WELD_LOG = Logger.getLogger("org.jboss.weld");

    static {
        WELD_LOG.setLevel(Level.WARNING);
    }

    private final SeContainer container = SeContainerInitializer.newInstance().initialize();
    private final Catalogue catalogue = container.select(Catalogue.class).get();

    @AfterEach
    void close() {
        container.close();
    }

    @Test
    void annotations_ofTheCatalogue_work() throws Exception {
        assertThat(catalogue.find("1")).isNull();
        catalogue.save("1", new Book("1", "one"));
        assertThat(catalogue.find("1")).isEqualTo(new Book("1", "one"));
        assertThat(catalogue.findLater("1").toCompletableFuture().get()).isEqualTo(new Book("1", "one"));
        assertThat(catalogue.lookUps()).isEqualTo(1);
        catalogue.withdraw("1");
        assertThat(catalogue.findLater("1").toCompletableFuture().get()).isNull();
        assertThat(catalogue.lookUps()).isEqualTo(2);
        catalogue.save("2", new Book("2", "two"));
        catalogue.recount();
        assertThat(catalogue.find("2")).isEqualTo(new Book("2", "two"));
        assertThat(catalogue.lookUps()).isEqualTo(3);
    }

    @Test
    void missingBook_isRememberedAsMissing() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> catalogue.findOrThrow("9"))
                    .isInstanceOf(BookNotFoundException.class)
                    .hasMessageContaining("isbn=9");
        }
        assertThat(catalogue.lookUps()).isEqualTo(1);
    }

    @Test
    void keyGenerator_thatIsABean_knowsTheReader() {
        catalogue.save("1", new Book("1", "one"));
        assertThat(catalogue.recommended(1)).hasSize(1);
        assertThat(catalogue.recommended(1)).hasSize(1);
        assertThat(catalogue.lookUps()).isEqualTo(1);
        container.select(Reader.class).get().become("grace");
        assertThat(catalogue.recommended(1)).hasSize(1);
        assertThat(catalogue.lookUps()).isEqualTo(2);
    }

    @Test
    void caches_areAsTheFileSays() {
        catalogue.find("1");
        catalogue.recommended(1);

        CacheManager manager = container.select(CacheManager.class).get();
        assertThat(capacity(manager.getCache("books"))).isEqualTo(32L << 20);
        assertThat(capacity(manager.getCache("recommendations")))
                .as("of the template")
                .isEqualTo(8L << 20);
    }

    private static long capacity(Cache<?, ?> cache) {
        return cache.unwrap(SlabCache.class).statistics().capacity();
    }
}
