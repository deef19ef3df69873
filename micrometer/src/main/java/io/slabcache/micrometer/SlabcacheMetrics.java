package io.slabcache.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.slabcache.jcache.SlabCacheManager;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.CacheManager;

/**
 * Meters for the caches of one manager, those that are created later included, and for its servers: what JSR-107's statistics
 * lack, and if wanted also what they have. A cache's meters go when it is closed, all of them when the manager is.
 *
 * <p>In Spring Boot a bean of this class is enough; Boot binds what JSR-107 has by itself. Without Boot,
 * {@link #monitor(MeterRegistry, CacheManager)} registers everything. Safe for use by several threads.
 */
public final class SlabcacheMetrics implements MeterBinder, AutoCloseable {
    private final SlabCacheManager manager;
    private final MeterSelection selection;

    /** One for each registry that was bound to. */
    private final List<BoundRegistry> bound = new CopyOnWriteArrayList<>();

    /**
     * Creates a binder of what JSR-107 lacks, for a program in which something else binds the rest: Spring Boot, or
     * Micrometer's own {@code JCacheMetrics}.
     *
     * @param manager a manager of this provider
     * @throws IllegalArgumentException if the manager is another provider's
     */
    public SlabcacheMetrics(CacheManager manager) {
        this(builder(manager));
    }

    private SlabcacheMetrics(Builder builder) {
        this.manager = builder.manager;
        this.selection = new MeterSelection(
                Tags.of(builder.tags).and("cache.manager", builder.managerName),
                builder.standardMeters,
                builder.slabClasses);
    }

    /**
     * Begins a binder.
     *
     * @param manager a manager of this provider
     * @return a builder with the choices of {@link #SlabcacheMetrics(CacheManager)}
     * @throws IllegalArgumentException if the manager is another provider's
     */
    public static Builder builder(CacheManager manager) {
        return new Builder(manager.unwrap(SlabCacheManager.class));
    }

    /**
     * Registers meters for everything that can be told, where nothing else binds JSR-107's.
     *
     * @param registry where to register
     * @param manager a manager of this provider, with which the meters go
     * @return what was bound, to end it earlier
     * @throws IllegalArgumentException if the manager is another provider's
     * @throws IllegalStateException if the manager is closed
     */
    public static SlabcacheMetrics monitor(MeterRegistry registry, CacheManager manager) {
        SlabcacheMetrics metrics = builder(manager).standardMeters(true).build();
        metrics.bindTo(registry);
        return metrics;
    }

    /**
     * Registers the meters, now and as caches are created. Several registries may be bound to, each once.
     *
     * @param registry where to register
     * @throws IllegalStateException if the manager is closed
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        BoundRegistry binding = new BoundRegistry(registry, manager, selection);
        bound.add(binding);
        manager.addCacheObserver(binding);
    }

    /** Removes all meters that were registered. */
    @Override
    public void close() {
        for (BoundRegistry binding : bound) {
            manager.removeCacheObserver(binding);
            binding.close();
        }
        bound.clear();
    }

    /** Chooses what is bound. Not safe for use by several threads. */
    public static final class Builder {
        private final SlabCacheManager manager;
        private String managerName;
        private Tags tags = Tags.empty();
        private boolean standardMeters;
        private boolean slabClasses;

        private Builder(SlabCacheManager manager) {
            this.manager = manager;
            this.managerName = manager.getURI().toString();
        }

        /**
         * Sets the value of the tag {@code cache.manager}, by default the manager's URI.
         *
         * @param name names the manager
         * @return this builder
         */
        public Builder managerName(String name) {
            this.managerName = name;
            return this;
        }

        /**
         * Adds tags to all meters.
         *
         * @param additional the tags
         * @return this builder
         */
        public Builder tags(Iterable<Tag> additional) {
            this.tags = tags.and(additional);
            return this;
        }

        /**
         * Sets whether to bind also what JSR-107's statistics have and others may have bound: {@code cache.gets},
         * {@code cache.puts}, {@code cache.removals} and {@code cache.evictions}. They count whether or not the statistics of
         * a cache are enabled. By default they are not bound.
         *
         * @param wanted whether to bind them
         * @return this builder
         */
        public Builder standardMeters(boolean wanted) {
            this.standardMeters = wanted;
            return this;
        }

        /**
         * Sets whether to bind five meters for each slab class of each cache, which may be hundreds where sizes vary. By
         * default they are not bound; JMX has them always.
         *
         * @param wanted whether to bind them
         * @return this builder
         */
        public Builder slabClasses(boolean wanted) {
            this.slabClasses = wanted;
            return this;
        }

        /**
         * Ends the choice.
         *
         * @return a binder that is bound to nothing yet
         */
        public SlabcacheMetrics build() {
            return new SlabcacheMetrics(this);
        }
    }
}
