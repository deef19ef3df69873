package io.slabcache.jcache.internal.config;

import io.slabcache.jcache.SlabConfiguration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.cache.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a cache manager.
 *
 * @param source where they were read, for messages and the log
 * @param mode where entries live: {@code embedded} for this process, {@code memcached} for servers
 * @param adoptDeclaredCaches whether {@code createCache} of a declared cache that was not handed out yet returns it
 * @param allowedClasses patterns of classes that every cache may deserialize
 * @param executorThreads how many threads run {@code loadAll} and asynchronous listeners
 * @param remote the servers and how to talk to them; null unless the mode is {@code memcached}
 * @param template what applies where a cache sets nothing; its allowed classes hold the manager's
 * @param caches the declared caches by name, in the file's order; their allowed classes hold the manager's
 */
public record ManagerSettings(
        String source,
        String mode,
        boolean adoptDeclaredCaches,
        List<String> allowedClasses,
        int executorThreads,
        @Nullable RemoteSettings remote,
        CacheSettings template,
        Map<String, CacheSettings> caches) {
    /** The source where there is no file. */
    public static final String BUILT_IN = "built-in defaults";

    /** Where entries live, where nothing is set. */
    public static final String DEFAULT_MODE = "embedded";

    /** Whether declared caches are adopted, where nothing is set. */
    public static final boolean DEFAULT_ADOPT_DECLARED_CACHES = false;

    /** The most threads that can be set. */
    public static final int MAX_EXECUTOR_THREADS = 1024;

    /** Checks the settings and gives every cache the manager's allowed classes. */
    public ManagerSettings {
        if (executorThreads < 1 || executorThreads > MAX_EXECUTOR_THREADS) {
            throw new IllegalArgumentException(
                    "executor threads must be 1 to " + MAX_EXECUTOR_THREADS + ": executorThreads=" + executorThreads);
        }
        allowedClasses = ClassPatterns.validated(allowedClasses);
        if ((remote == null) != (template.remote() == null)) {
            throw new IllegalArgumentException(
                    "manager and template must be for one kind of place: remote=" + remote + ", template=" + template);
        }
        template = template.withAllowedClasses(allowedClasses);
        Map<String, CacheSettings> completed = new LinkedHashMap<>();
        for (Map.Entry<String, CacheSettings> cache : caches.entrySet()) {
            completed.put(cache.getKey(), cache.getValue().withAllowedClasses(allowedClasses));
        }
        caches = Collections.unmodifiableMap(completed);
    }

    /**
     * Returns the settings where there is no file.
     *
     * @return the defaults
     */
    public static ManagerSettings defaults() {
        return new ManagerSettings(
                BUILT_IN,
                DEFAULT_MODE,
                DEFAULT_ADOPT_DECLARED_CACHES,
                List.of(),
                defaultExecutorThreads(),
                null,
                CacheSettings.DEFAULT,
                Map.of());
    }

    /**
     * Returns how many threads the executor has where nothing is set.
     *
     * @return the number of processors, at least 2
     */
    public static int defaultExecutorThreads() {
        return Math.min(MAX_EXECUTOR_THREADS, Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    /**
     * Completes the configuration that a program passed to {@code createCache}: see {@link CacheSettings#applyTo}.
     *
     * @param given what was passed; is not changed
     * @param classLoader the manager's class loader
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a new configuration in which everything is set but the executor
     * @throws IllegalArgumentException if the item limit does not fit the capacity
     */
    public <K, V> SlabConfiguration<K, V> complete(Configuration<K, V> given, ClassLoader classLoader) {
        return template.applyTo(given, classLoader);
    }
}
