package io.slabcache.jcache.internal.remote;

import io.slabcache.jcache.SlabCachingProvider;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;

/**
 * A program in a virtual machine of its own that opens one cache, which a file may declare, does with it what it is told,
 * and prints all that there is to print.
 */
final class RemoteProgram {
    /** Stands for a manager without a file. */
    static final String NO_FILE = "-";

    private static final long PATIENCE_SECONDS = 100;

    private RemoteProgram() {}

    /**
     * Runs the program to its end.
     *
     * @param options options of the virtual machine
     * @param environment variables, each {@code NAME=value}
     * @param arguments the manager's URI, its file, the cache's name, then what to do: {@code put key value},
     *     {@code get key}, {@code keys}
     * @return all that it wrote, what it logged included
     */
    static String run(List<String> options, List<String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                // it lives for a second: what is compiled with more effort does not pay
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RemoteProgram.class.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("program", ".txt");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            environment.forEach(variable -> builder.environment()
                    .put(variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1)));
            Process process = builder.start();
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("the program must end: output=" + Files.readString(output));
                }
            } finally {
                process.destroyForcibly();
            }
            return Files.readString(output);
        } finally {
            Files.delete(output);
        }
    }

    /**
     * The program.
     *
     * @param arguments as in {@link #run}
     */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Properties properties = new Properties();
        if (!arguments[1].equals(NO_FILE)) {
            properties.setProperty("slabcache.config", arguments[1]);
        }
        try (SlabCachingProvider provider = new SlabCachingProvider();
                CacheManager manager = provider.getCacheManager(
                        URI.create(arguments[0]), RemoteProgram.class.getClassLoader(), properties)) {
            out.println(manager + " " + manager.getURI() + " " + manager.getProperties());
            Cache<Object, Object> cache = open(manager, arguments[2]);
            out.println(cache);
            for (int i = 3; i < arguments.length; i++) {
                out.println(perform(cache, arguments[i].split(" ", -1)));
            }
        } catch (CacheException e) {
            out.println("failed: " + e.getMessage());
            e.printStackTrace(out);
        }
    }

    private static Cache<Object, Object> open(CacheManager manager, String name) {
        Cache<Object, Object> declared = manager.getCache(name);
        return declared != null ? declared : manager.createCache(name, new MutableConfiguration<>());
    }

    private static String perform(Cache<Object, Object> cache, String[] words) {
        switch (words[0]) {
            case "put" -> {
                cache.put(words[1], words[2]);
                return "put";
            }
            case "get" -> {
                return "got " + cache.get(words[1]);
            }
            case "keys" -> {
                List<String> keys = new ArrayList<>();
                cache.forEach(entry -> keys.add(entry.getKey().toString()));
                return "keys " + keys.stream().sorted().toList();
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
    }
}
