package io.slabcache.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;

/** What an application has that is settings alone, without a bean of its own. */
class StatisticsWithoutCodeTest {
    @Test
    void declaredCaches_inAnApplicationWithoutABean_haveTheMetersOfJsr107() {
        try (RunningCatalogue application = RunningCatalogue.start(SettingsAlone.class)) {
            Visitor visitor = application.visitor();
            Cache reports =
                    Objects.requireNonNull(application.bean(CacheManager.class).getCache("reports"), "reports");
            assertThat(visitor.metric("cache.gets?tag=cache:reports&tag=result:miss"))
                    .isZero();

            reports.get("none");
            reports.put("none", new StockReport("none", List.of()));
            reports.get("none");
            reports.evict("none");

            assertThat(visitor.metric("cache.gets?tag=cache:reports&tag=result:miss"))
                    .isEqualTo(1);
            assertThat(visitor.metric("cache.gets?tag=cache:reports&tag=result:hit"))
                    .isEqualTo(1);
            assertThat(visitor.metric("cache.puts?tag=cache:reports")).isEqualTo(1);
            assertThat(visitor.metric("cache.removals?tag=cache:reports")).isEqualTo(1);
            assertThat(visitor.get("/actuator/metrics/cache.offheap.used").status())
                    .as("what takes a bean")
                    .isEqualTo(404);
        }
    }

    @EnableAutoConfiguration
    @EnableCaching
    static class SettingsAlone {}
}
