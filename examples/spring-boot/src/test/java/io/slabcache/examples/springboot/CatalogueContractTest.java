package io.slabcache.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What the application does for its visitors, wherever its caches are. */
abstract class CatalogueContractTest {
    private static final String STATEMENTS = "catalogue.statements";

    /** Returns the application, started once for all tests of the class: each takes products of its own. */
    abstract Visitor visitor();

    @Test
    void product_requestedTwice_isServedFromTheCacheAndTheMetricMoves() {
        Visitor visitor = visitor();
        double hits = visitor.metric("cache.gets?tag=cache:products&tag=result:hit");
        double misses = visitor.metric("cache.gets?tag=cache:products&tag=result:miss");
        double puts = visitor.metric("cache.puts?tag=cache:products");

        Page first = visitor.get("/products/HB-M8x40-A2");
        Page second = visitor.get("/products/HB-M8x40-A2");

        assertThat(first.source()).isEqualTo("database");
        assertThat(second.source()).isEqualTo("cache");
        assertThat(first.text()).contains("Hexagon bolt ISO 4017", "M8 × 40", "Stainless steel A2");
        assertThat(first.text()).contains(">1 statement<");
        assertThat(second.text()).contains(">0 statements<");
        assertThat(second.price()).isEqualTo(first.price());
        assertThat(visitor.metric("cache.gets?tag=cache:products&tag=result:hit"))
                .isEqualTo(hits + 1);
        assertThat(visitor.metric("cache.gets?tag=cache:products&tag=result:miss"))
                .isEqualTo(misses + 1);
        assertThat(visitor.metric("cache.puts?tag=cache:products")).isEqualTo(puts + 1);
    }

    @Test
    void price_changed_isInTheCacheAtOnceAndInTheDatabase() {
        Visitor visitor = visitor();
        String path = "/products/CS-M6x30-ST";
        assertThat(visitor.get(path).price()).isNotEqualTo("77.70");

        Page changed = visitor.post(path + "/price", "price=77.7");
        assertThat(changed.source()).isEqualTo("cache");
        assertThat(changed.price()).isEqualTo("77.70");

        empty("products");
        Page read = visitor.get(path);
        assertThat(read.source()).isEqualTo("database");
        assertThat(read.price()).isEqualTo("77.70");
    }

    @Test
    void price_thatIsNone_isRefused() {
        for (String price : List.of("-1", "0", "1.234", "1000000")) {
            assertThat(visitor()
                            .post("/products/CS-M6x30-A4/price", "price=" + price)
                            .status())
                    .as("status for %s", price)
                    .isEqualTo(400);
        }
    }

    @Test
    void product_discontinued_isGoneFromTheCacheAndFromLists() {
        Visitor visitor = visitor();
        String path = "/products/TS-M3x10-BR";
        String search = "/search?kind=Threaded%20stud%20DIN%20976&thread=M3";
        assertThat(visitor.get(path).status()).isEqualTo(200);
        assertThat(visitor.get(search).text()).contains("TS-M3x10-BR");
        String removals = "cache.entries.removed?tag=cache:products&tag=cause:requested&tag=cache.manager:cacheManager";
        double before = visitor.metric(removals);

        visitor.post(path + "/discontinue", "");

        assertThat(visitor.get(path).status()).isEqualTo(404);
        assertThat(visitor.get(search).text()).contains("TS-M3x12-BR").doesNotContain("TS-M3x10-BR");
        // These meters are of one moment, which may be a tenth of a second ago.
        await().until(() -> visitor.metric(removals) == before + 1);
    }

    @Test
    void lists_requestedTwice_areServedFromTheCacheUntilAProductChanges() {
        Visitor visitor = visitor();
        String search = "/search?kind=Carriage%20bolt%20DIN%20603&thread=M10";
        empty("lists");

        for (String path : List.of(search, "/")) {
            assertThat(visitor.get(path).source()).as("first %s", path).isEqualTo("database");
            assertThat(visitor.get(path).source()).as("second %s", path).isEqualTo("cache");
        }
        visitor.post("/products/CB-M10x80-ST/price", "price=99");
        for (String path : List.of(search, "/")) {
            assertThat(visitor.get(path).source()).as("third %s", path).isEqualTo("database");
        }
        assertThat(visitor.get(search).text()).contains("99.00");
    }

    @Test
    void report_requestedByManyAtOnce_isMadeOnce() throws Exception {
        Visitor visitor = visitor();
        empty("reports");
        double before = visitor.metric(STATEMENTS);
        Callable<Page> request = () -> visitor.get("/report?kind=Set%20screw%20ISO%204026");

        ExecutorService many = Executors.newFixedThreadPool(8);
        try {
            for (Future<Page> page : many.invokeAll(Collections.nCopies(8, request))) {
                assertThat(page.get().text()).contains("Stock: Set screw ISO 4026");
            }
        } finally {
            many.shutdown();
        }

        assertThat(visitor.metric(STATEMENTS) - before).isEqualTo(1);
    }

    @Test
    void product_unknown_isNotFoundAndNotCached() {
        assertThat(visitor().get("/products/none").status()).isEqualTo(404);
        assertThat(visitor().get("/products/none").status()).isEqualTo(404);
    }

    /** Empties a cache as an administrator does, by Actuator. */
    private void empty(String cache) {
        assertThat(visitor().delete("/actuator/caches/" + cache).status()).isEqualTo(204);
    }
}
