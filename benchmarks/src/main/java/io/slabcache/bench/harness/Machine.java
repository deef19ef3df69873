package io.slabcache.bench.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** What a run ran on, for its results. */
public final class Machine {
    private static final String VERSIONS = "/versions.properties";
    private static final Path MEMCACHED = Path.of("/usr/bin/memcached");

    private Machine() {}

    /** Returns the name, form and begin of a run and its machine; the caller adds its figures. */
    public static Map<String, Object> results(String suite, boolean quick, Instant begin) {
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("suite", suite);
        results.put("form", quick ? "quick" : "full");
        results.put("begin", begin);
        results.put("end", Instant.now());
        results.put("processors", Runtime.getRuntime().availableProcessors());
        results.put("processor", after("/proc/cpuinfo", "model name"));
        results.put("memory", after("/proc/meminfo", "MemTotal"));
        results.put("java", Runtime.version() + " (" + System.getProperty("java.vendor") + ")");
        results.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        results.put("versions", versions());
        return results;
    }

    /** Returns the versions of what is compared, as the build knows them, and of the memcached that is here. */
    private static Map<String, Object> versions() {
        Properties read = new Properties();
        try (InputStream in = Machine.class.getResourceAsStream(VERSIONS)) {
            if (in == null) {
                throw new IllegalStateException("the jar must have them: resource=" + VERSIONS);
            }
            read.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Object> versions = new LinkedHashMap<>();
        read.stringPropertyNames().stream().sorted().forEach(name -> versions.put(name, read.getProperty(name)));
        if (Files.isExecutable(MEMCACHED)) {
            versions.put("memcached", memcachedVersion());
        }
        return versions;
    }

    /** Returns the last word of "memcached 1.6.18". */
    private static String memcachedVersion() {
        try {
            Process process = new ProcessBuilder(MEMCACHED.toString(), "-V").start();
            String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return line.substring(line.lastIndexOf(' ') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String after(String file, String name) {
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(path, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
