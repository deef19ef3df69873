package io.slabcache.examples.springboot;

import io.slabcache.micrometer.SlabcacheMetrics;
import javax.cache.CacheManager;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;

/** A catalogue of screws and bolts whose pages say what came from the cache. */
@SpringBootApplication
@EnableCaching
public class CatalogueApplication {
    /**
     * Starts the application.
     *
     * @param arguments Spring Boot's
     */
    public static void main(String[] arguments) {
        SpringApplication.run(CatalogueApplication.class, arguments);
    }

    /** Adds to Boot's own meters what JSR-107 does not count, under the name that those give the manager. */
    @Bean
    SlabcacheMetrics slabcacheMetrics(CacheManager manager) {
        return SlabcacheMetrics.builder(manager).managerName("cacheManager").build();
    }
}
