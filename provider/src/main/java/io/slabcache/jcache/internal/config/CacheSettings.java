package io.slabcache.jcache.internal.config;

import io.slabcache.jcache.Codec;
import io.slabcache.jcache.SlabConfiguration;
import io.slabcache.jcache.SlabConfigurationException;
import io.slabcache.store.CapacityException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryListener;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a cache that is declared in a file, or of the template. Classes are names here: they are loaded when
 * a configuration is made of the settings.
 *
 * @param capacity bytes outside the heap
 * @param maxItemSize bytes of the largest item; empty: derived from the capacity
 * @param keyType the name of the keys' class
 * @param valueType the name of the values' class
 * @param expiry when entries expire
 * @param keyCodec the name of a codec's class; null: chosen by each key's class
 * @param valueCodec the name of a codec's class; null: chosen by each value's class
 * @param allowedClasses patterns of classes that may be deserialized
 * @param statistics whether statistics are counted
 * @param management whether configuration, memory and counts are shown by JMX
 * @param readThrough whether a miss calls the loader
 * @param loader the name of the loader's class; null for none
 * @param writeThrough whether changes are passed to the writer
 * @param writer the name of the writer's class; null for none
 * @param listeners the listeners from the cache's creation on
 * @param remote what the cache has to say about its life on servers; null where entries are in this process
 * @param origins where all this was read
 */
public record CacheSettings(
        long capacity,
        OptionalInt maxItemSize,
        String keyType,
        String valueType,
        ExpirySettings expiry,
        @Nullable String keyCodec,
        @Nullable String valueCodec,
        List<String> allowedClasses,
        boolean statistics,
        boolean management,
        boolean readThrough,
        @Nullable String loader,
        boolean writeThrough,
        @Nullable String writer,
        List<ListenerSettings> listeners,
        @Nullable RemoteCacheSettings remote,
        Origins origins) {
    /** The class of keys and of values where none is set: types are not checked. */
    public static final String DEFAULT_TYPE = "java.lang.Object";

    /** Whether a cache declared in a file counts statistics, where nothing is set. */
    public static final boolean DEFAULT_STATISTICS = true;

    /** Whether a cache declared in a file shows its configuration by JMX, where nothing is set. */
    public static final boolean DEFAULT_MANAGEMENT = false;

    /** The most that the largest item is by default, in bytes. */
    public static final int MAX_DEFAULT_ITEM_SIZE = 64 << 20;

    /** What part of the capacity the largest item is by default. */
    public static final int DEFAULT_ITEM_FRACTION = 8;

    /** What part of the capacity the largest item may be. */
    public static final int MIN_ITEM_FRACTION = 2;

    /** The settings where there is no file. */
    public static final CacheSettings DEFAULT = new CacheSettings(
            SlabConfiguration.DEFAULT_CAPACITY,
            OptionalInt.empty(),
            DEFAULT_TYPE,
            DEFAULT_TYPE,
            ExpirySettings.ETERNAL,
            null,
            null,
            List.of(),
            DEFAULT_STATISTICS,
            DEFAULT_MANAGEMENT,
            false,
            null,
            false,
            null,
            List.of(),
            null,
            Origins.NONE);

    /** The settings where there is no file and entries are on servers. */
    public static final CacheSettings REMOTE_DEFAULT = DEFAULT.withRemote(RemoteCacheSettings.DEFAULT);

    /** Checks what one setting says about another. */
    public CacheSettings {
        if (capacity < SlabConfiguration.MIN_CAPACITY) {
            throw new IllegalArgumentException("capacity must be at least 1 MiB: capacity=" + capacity + ", minimum="
                    + SlabConfiguration.MIN_CAPACITY);
        }
        if (maxItemSize.isPresent()) {
            checkItemSize(maxItemSize.getAsInt(), capacity);
        }
        if (readThrough && loader == null) {
            throw new IllegalArgumentException("read-through must come with a loader: readThrough=true, loader=null");
        }
        if (writeThrough && writer == null) {
            throw new IllegalArgumentException("write-through must come with a writer: writeThrough=true, writer=null");
        }
        allowedClasses = ClassPatterns.validated(allowedClasses);
        listeners = List.copyOf(listeners);
    }

    /**
     * Makes the configuration of a cache that is declared with these settings.
     *
     * @param classLoader the manager's class loader
     * @return a new configuration in which everything is set but the executor
     * @throws SlabConfigurationException if a class cannot be loaded or is none of the kind that is needed
     */
    public SlabConfiguration<?, ?> toConfiguration(ClassLoader classLoader) {
        ClassResolver classes = new ClassResolver(classLoader, origins);
        return toConfiguration(
                classes, classes.type(CacheKey.KEY_TYPE, keyType), classes.type(CacheKey.VALUE_TYPE, valueType));
    }

    private <K, V> SlabConfiguration<K, V> toConfiguration(ClassResolver classes, Class<K> keys, Class<V> values) {
        SlabConfiguration<K, V> result = new SlabConfiguration<K, V>()
                .setTypes(keys, values)
                .setStatisticsEnabled(statistics)
                .setManagementEnabled(management)
                .setExpiryPolicyFactory(expiry.toFactory(classes));
        addLoaderAndWriter(result, classes);
        addListeners(result, classes);
        addStorage(result, classes);
        return result;
    }

    /**
     * Completes the configuration that a program gave, with these settings as the template.
     *
     * <p>Capacity, item limit, codecs and allowed classes come from the template where the program set none. A program
     * that did not use {@link SlabConfiguration} also gets what a file sets in the template: statistics and
     * management are on if either says so; expiry, loader and writer are the template's where the program has the
     * defaults of {@code MutableConfiguration}; the template's listeners are added.
     *
     * @param given what was passed to {@code createCache}; is not changed
     * @param classLoader the manager's class loader
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a new configuration in which everything is set but the executor
     * @throws IllegalArgumentException if the item limit does not fit the capacity
     * @throws SlabConfigurationException if a class of the template cannot be loaded
     */
    public <K, V> SlabConfiguration<K, V> applyTo(Configuration<K, V> given, ClassLoader classLoader) {
        ClassResolver classes = new ClassResolver(classLoader, origins);
        SlabConfiguration<K, V> result = given instanceof CompleteConfiguration<K, V> complete
                ? new SlabConfiguration<>(complete)
                : new SlabConfiguration<K, V>()
                        .setTypes(given.getKeyType(), given.getValueType())
                        .setStoreByValue(given.isStoreByValue());
        if (!(given instanceof SlabConfiguration)) {
            addStandardSettings(result, classes);
        }
        addStorage(result, classes);
        return result;
    }

    private <K, V> void addStandardSettings(SlabConfiguration<K, V> target, ClassResolver classes) {
        if (origins.isSet(CacheKey.STATISTICS) && statistics) {
            target.setStatisticsEnabled(true);
        }
        if (origins.isSet(CacheKey.MANAGEMENT) && management) {
            target.setManagementEnabled(true);
        }
        if (EternalExpiryPolicy.factoryOf().equals(target.getExpiryPolicyFactory())) {
            target.setExpiryPolicyFactory(expiry.toFactory(classes));
        }
        addLoaderAndWriter(target, classes);
        addListeners(target, classes);
    }

    private <K, V> void addStorage(SlabConfiguration<K, V> target, ClassResolver classes) {
        if (remote == null) {
            addSizes(target);
        }
        if (keyCodec != null && target.getKeyCodec().isEmpty()) {
            target.setKeyCodec(codec(classes, CacheKey.KEY_CODEC, keyCodec));
        }
        if (valueCodec != null && target.getValueCodec().isEmpty()) {
            target.setValueCodec(codec(classes, CacheKey.VALUE_CODEC, valueCodec));
        }
        target.setAllowedClasses(union(allowedClasses, target.getAllowedClasses()));
    }

    private <K, V> void addSizes(SlabConfiguration<K, V> target) {
        if (target.getCapacity().isEmpty()) {
            target.setCapacity(capacity);
        }
        long effectiveCapacity = target.getCapacity().getAsLong();
        if (target.getMaxItemSize().isEmpty()) {
            target.setMaxItemSize(maxItemSizeFor(effectiveCapacity));
        } else {
            checkItemSize(target.getMaxItemSize().getAsInt(), effectiveCapacity);
        }
    }

    private int maxItemSizeFor(long forCapacity) {
        int derived = (int) Math.min(forCapacity / DEFAULT_ITEM_FRACTION, MAX_DEFAULT_ITEM_SIZE);
        return (int) Math.min(maxItemSize.orElse(derived), forCapacity / MIN_ITEM_FRACTION);
    }

    private <K, V> void addLoaderAndWriter(SlabConfiguration<K, V> target, ClassResolver classes) {
        if (loader != null && target.getCacheLoaderFactory() == null) {
            target.setCacheLoaderFactory(CacheSettings.<CacheLoader<K, V>>typed(
                    classes.factory(CacheKey.LOADER, loader, CacheLoader.class)));
            target.setReadThrough(readThrough || target.isReadThrough());
        }
        if (writer != null && target.getCacheWriterFactory() == null) {
            target.setCacheWriterFactory(CacheSettings.<CacheWriter<K, V>>typed(
                    classes.factory(CacheKey.WRITER, writer, CacheWriter.class)));
            target.setWriteThrough(writeThrough || target.isWriteThrough());
        }
    }

    private <K, V> void addListeners(SlabConfiguration<K, V> target, ClassResolver classes) {
        for (ListenerSettings listener : listeners) {
            String filter = listener.filter();
            target.addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                    CacheSettings.<CacheEntryListener<K, V>>typed(
                            classes.factory(CacheKey.LISTENERS, listener.className(), CacheEntryListener.class)),
                    filter == null
                            ? null
                            : CacheSettings.<CacheEntryEventFilter<K, V>>typed(
                                    classes.factory(CacheKey.LISTENERS, filter, CacheEntryEventFilter.class)),
                    listener.oldValue(),
                    listener.synchronous()));
        }
    }

    /**
     * Adds to the store's complaint about a capacity where that capacity was set.
     *
     * @param complaint what the store said
     * @return an exception that names the file and the line
     */
    public SlabConfigurationException located(CapacityException complaint) {
        return new SlabConfigurationException(origins.at(CacheKey.CAPACITY) + ": " + complaint.getMessage(), complaint);
    }

    CacheSettings withAllowedClasses(List<String> more) {
        return with(union(more, allowedClasses), remote);
    }

    private CacheSettings withRemote(RemoteCacheSettings newRemote) {
        return with(allowedClasses, newRemote);
    }

    private CacheSettings with(List<String> newAllowedClasses, @Nullable RemoteCacheSettings newRemote) {
        return new CacheSettings(
                capacity,
                maxItemSize,
                keyType,
                valueType,
                expiry,
                keyCodec,
                valueCodec,
                newAllowedClasses,
                statistics,
                management,
                readThrough,
                loader,
                writeThrough,
                writer,
                listeners,
                newRemote,
                origins);
    }

    private static void checkItemSize(int maxItemSize, long capacity) {
        if (maxItemSize < 1 || maxItemSize > capacity / MIN_ITEM_FRACTION) {
            throw new IllegalArgumentException("maximum item size must be at least 1 and at most half of the capacity:"
                    + " maxItemSize=" + maxItemSize + ", capacity=" + capacity);
        }
    }

    private static List<String> union(List<String> first, List<String> second) {
        Set<String> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    // A class named in a file has no type arguments to check; the casts below say that the file is trusted to name a
    // class for the keys and values of its cache. A wrong one ends in a ClassCastException where it is used.
    @SuppressWarnings("unchecked")
    private static <T> Factory<T> typed(Factory<? super T> factory) {
        return (Factory<T>) factory;
    }

    @SuppressWarnings("unchecked")
    private static <T> Codec<T> codec(ClassResolver classes, ConfigKey key, String name) {
        return (Codec<T>) classes.factory(key, name, Codec.class).create();
    }
}
