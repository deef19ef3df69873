package io.slabcache.examples.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;

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
}
