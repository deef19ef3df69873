package io.slabcache.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

    @Test
    void meters_ofMemoryOutsideTheHeap_moveWithEachEntry() {
        Visitor visitor = visitor();
        double payload = visitor.metric("cache.offheap.payload?tag=cache:products");

        visitor.get("/products/SS-M8x16-A4");

        await().until(() -> visitor.metric("cache.offheap.payload?tag=cache:products") > payload);
        assertThat(visitor.metric("cache.offheap.used?tag=cache:products"))
                .isGreaterThan(visitor.metric("cache.offheap.payload?tag=cache:products"));
        assertThat(visitor.metric("cache.offheap.max?tag=cache:products")).isEqualTo(32 << 20);
        assertThat(visitor.get("/actuator/metrics/cache.node.requests").status())
                .as("servers, where there are none")
                .isEqualTo(404);
    }
}
