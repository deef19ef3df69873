package io.slabcache.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slabcache.client.testing.RealMemcached;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the jar as the README says, libraries and configuration inside of it. */
class CatalogueJarIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final String PATH = "/products/HB-M8x40-A2";

    @TempDir
    Path directory;

    @Test
    void jar_withoutArguments_servesFromItsCache() throws Exception {
        try (Run run = new Run(Map.of())) {
            Visitor visitor = run.visitor();

            assertServedFromTheCache(visitor);
            assertThat(run.output()).contains("mode=embedded");
        }
    }

    @Test
    void jar_inTheRemoteProfile_servesFromServersAndWithoutThem() throws Exception {
        try (RealMemcached memcached = RealMemcached.start();
                Run run = new Run(
                        Map.of("MEMCACHED", memcached.address().toString()), "--spring.profiles.active=remote")) {
            Visitor visitor = run.visitor();
            assertServedFromTheCache(visitor);
            assertThat(visitor.metric("cache.failures")).isZero();

            memcached.kill();

            assertThat(visitor.get(PATH).source()).isEqualTo("database");
            assertThat(visitor.get(PATH).source()).isEqualTo("database");
            assertThat(run.output().lines().filter(line -> line.contains(" WARN ")))
                    .as("warnings in %s", run.output())
                    .singleElement()
                    .asString()
                    .contains("node is down");
            await().until(() -> visitor.metric("cache.failures") > 0);
        }
    }

    private static void assertServedFromTheCache(Visitor visitor) {
        assertThat(visitor.get(PATH).source()).isEqualTo("database");
        double hits = visitor.metric("cache.gets?tag=cache:products&tag=result:hit");
        assertThat(visitor.get(PATH).source()).isEqualTo("cache");
        assertThat(visitor.metric("cache.gets?tag=cache:products&tag=result:hit"))
                .isEqualTo(hits + 1);
    }

    /** One process of the jar. */
    private final class Run implements AutoCloseable {
        private final Path out = directory.resolve("out");
        private final Process process;

        Run(Map<String, String> environment, String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1", // Starts sooner; it does not run for long.
                    "-jar",
                    System.getProperty("catalogue.jar", "target/catalogue.jar"),
                    "--server.port=0"));
            command.addAll(List.of(arguments));
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
            builder.environment().remove("MEMCACHED");
            builder.environment().putAll(environment);
            process = builder.start();
        }

        /** Returns who asks it, when it has started. */
        Visitor visitor() {
            await().atMost(PATIENCE)
                    .failFast("the application ended", () -> !process.isAlive())
                    .until(() -> PORT.matcher(output()).find());
            Matcher port = PORT.matcher(output());
            assertThat(port.find()).isTrue();
            return new Visitor(Integer.parseInt(port.group(1)));
        }

        String output() {
            try {
                return Files.readString(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }
}
