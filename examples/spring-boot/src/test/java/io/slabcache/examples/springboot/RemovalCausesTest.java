package io.slabcache.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actuator tells why entries left, which JSR-107 does not. */
class RemovalCausesTest {
    /** More than fits, by far: each is at least as long as what makes it another one. */
    private static final int SEARCHES = 2000;

    private static final String LONG = "x".repeat(2000);

    @TempDir
    Path directory;

    @Test
    void entries_withoutRoomOrAfterTheirTime_areCountedByCause() throws IOException {
        Path file = Files.writeString(directory.resolve("small.conf"), """
                include classpath("slabcache.conf")
                slabcache.caches {
                  lists.capacity = 1 MiB
                  reports.expiry { policy = created, duration = 1 ms }
                }
                """);
        try (RunningCatalogue catalogue = RunningCatalogue.start("--spring.cache.jcache.config=" + file.toUri())) {
            Visitor visitor = catalogue.visitor();
            assertThat(removed(visitor, "lists", "evicted")).isZero();
            assertThat(removed(visitor, "reports", "expired")).isZero();

            for (int i = 0; i < SEARCHES && removed(visitor, "lists", "evicted") == 0; i++) {
                assertThat(visitor.get("/search?thread=M8&kind=" + i + LONG).status())
                        .isEqualTo(200);
            }
            assertThat(removed(visitor, "lists", "evicted")).isPositive();
            assertThat(removed(visitor, "lists", "expired")).isZero();

            await().until(() -> {
                visitor.get("/report?kind=Set%20screw%20ISO%204026");
                return removed(visitor, "reports", "expired") > 0;
            });
            assertThat(removed(visitor, "reports", "evicted")).isZero();
        }
    }

    private static double removed(Visitor visitor, String cache, String cause) {
        return visitor.metric("cache.entries.removed?tag=cache:" + cache + "&tag=cause:" + cause);
    }
}
