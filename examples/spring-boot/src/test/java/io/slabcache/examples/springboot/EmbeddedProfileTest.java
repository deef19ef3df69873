package io.slabcache.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The application as it starts by itself: its caches in its own process. */
class EmbeddedProfileTest extends CatalogueContractTest {
    private static RunningCatalogue catalogue;

    @BeforeAll
    static void start() {
        catalogue = RunningCatalogue.start();
    }

    @AfterAll
    static void stop() {
        catalogue.close();
    }

    @Override
    Visitor visitor() {
        return catalogue.visitor();
    }

    @Test
    void foot_ofEachPage_saysWhatTheCachesUse() {
        assertThat(visitor().get("/").text()).containsPattern("(?s)<td>products</td>.*<td>[1-9][0-9]+</td>");
    }
}
