package io.slabcache.jcache;

import io.slabcache.jcache.internal.config.ClassPatterns;
import io.slabcache.jcache.internal.config.Sizes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * A cache's configuration with what JSR-107 lacks: capacity, item limit, codecs, classes that may be deserialized and
 * the executor.
 *
 * <p>What is not set here comes from the {@code default} template of the manager's {@code slabcache.conf}, and from the
 * defaults named at each method where there is none. {@code cache.getConfiguration(SlabConfiguration.class)} returns
 * the values in effect, all of them set.
 *
 * <p>As its parent it is mutable, not thread-safe, and copied by {@code createCache}. It can be serialized if its
 * factories and codecs can.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class SlabConfiguration<K, V> extends MutableConfiguration<K, V> {
    /** The smallest capacity: 1 MiB. */
    public static final long MIN_CAPACITY = 1L << 20;

    /** The capacity where none is set: 64 MiB. Memory is committed as it is used. */
    public static final long DEFAULT_CAPACITY = 64L << 20;

    private static final long serialVersionUID = 1L;

    /** Bytes, or 0 if not set. */
    private long capacity;
    /** Bytes, or 0 if not set. */
    private int maxItemSize;

    // The fields below can be serialized if their values can, as is the case with the parent's factories.
    /** Null if not set. */
    @SuppressWarnings("serial")
    private @Nullable Codec<K> keyCodec;

    /** Null if not set. */
    @SuppressWarnings("serial")
    private @Nullable Codec<V> valueCodec;

    /** Empty if not set. */
    @SuppressWarnings("serial")
    private List<String> allowedClasses = List.of();

    /** Null if not set. */
    private @Nullable Factory<? extends Executor> executorFactory;

    /** Creates a configuration with nothing set and the defaults of {@link MutableConfiguration}. */
    public SlabConfiguration() {}

    /**
     * Creates a copy.
     *
     * @param other the configuration to copy; if it is a {@code SlabConfiguration}, its additions are copied too
     */
    public SlabConfiguration(CompleteConfiguration<K, V> other) {
        super(other);
        if (other instanceof SlabConfiguration<K, V> slab) {
            capacity = slab.capacity;
            maxItemSize = slab.maxItemSize;
            keyCodec = slab.keyCodec;
            valueCodec = slab.valueCodec;
            allowedClasses = slab.allowedClasses;
            executorFactory = slab.executorFactory;
        }
    }

    /**
     * Sets how much memory outside the heap the cache may use, index and bookkeeping included.
     *
     * @param bytes at least {@link #MIN_CAPACITY}; when the cache is created it must not be more than the machine or
     *     its container has
     * @return this configuration
     * @throws IllegalArgumentException if it is less than {@link #MIN_CAPACITY}
     */
    public SlabConfiguration<K, V> setCapacity(long bytes) {
        if (bytes < MIN_CAPACITY) {
            throw new IllegalArgumentException(
                    "capacity must be at least 1 MiB: capacity=" + bytes + ", minimum=" + MIN_CAPACITY);
        }
        capacity = bytes;
        return this;
    }

    /**
     * Sets how much memory outside the heap the cache may use, index and bookkeeping included.
     *
     * @param size a number with an optional unit, such as {@code "64 MiB"}, {@code "1.5 GiB"} or {@code "500 MB"};
     *     bytes where there is no unit
     * @return this configuration
     * @throws IllegalArgumentException if it is no such size, or less than {@link #MIN_CAPACITY}
     */
    public SlabConfiguration<K, V> setCapacity(String size) {
        return setCapacity(Sizes.parse(size));
    }

    /**
     * Returns how much memory outside the heap the cache may use. Default: the template's, else
     * {@link #DEFAULT_CAPACITY}.
     *
     * @return bytes; empty if not set
     */
    public OptionalLong getCapacity() {
        return capacity == 0 ? OptionalLong.empty() : OptionalLong.of(capacity);
    }

    /**
     * Sets how large an item (the encoded key and the encoded value together) may be. Storing a larger one fails.
     *
     * @param bytes at least 1; when the cache is created it must not be more than half of the capacity
     * @return this configuration
     * @throws IllegalArgumentException if it is less than 1
     */
    public SlabConfiguration<K, V> setMaxItemSize(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maximum item size must be at least 1 byte: maxItemSize=" + bytes);
        }
        maxItemSize = bytes;
        return this;
    }

    /**
     * Returns how large an item may be. Default: the template's, else an eighth of the capacity, at most 64 MiB.
     *
     * @return bytes; empty if not set
     */
    public OptionalInt getMaxItemSize() {
        return maxItemSize == 0 ? OptionalInt.empty() : OptionalInt.of(maxItemSize);
    }

    /**
     * Sets the codecs of keys and of values.
     *
     * @param key turns keys into bytes and back
     * @param value turns values into bytes and back
     * @return this configuration
     */
    public SlabConfiguration<K, V> setCodecs(Codec<K> key, Codec<V> value) {
        return setKeyCodec(key).setValueCodec(value);
    }

    /**
     * Sets the codec of keys.
     *
     * @param codec turns keys into bytes and back
     * @return this configuration
     */
    public SlabConfiguration<K, V> setKeyCodec(Codec<K> codec) {
        keyCodec = Objects.requireNonNull(codec, "codec");
        return this;
    }

    /**
     * Sets the codec of values.
     *
     * @param codec turns values into bytes and back
     * @return this configuration
     */
    public SlabConfiguration<K, V> setValueCodec(Codec<V> codec) {
        valueCodec = Objects.requireNonNull(codec, "codec");
        return this;
    }

    /**
     * Returns the codec of keys. Default: the template's, else the one that fits each key's class.
     *
     * @return the codec; empty if not set
     */
    public Optional<Codec<K>> getKeyCodec() {
        return Optional.ofNullable(keyCodec);
    }

    /**
     * Returns the codec of values. Default: the template's, else the one that fits each value's class.
     *
     * @return the codec; empty if not set
     */
    public Optional<Codec<V>> getValueCodec() {
        return Optional.ofNullable(valueCodec);
    }

    /**
     * Sets which classes may be deserialized, in addition to the manager's list, the configured types and the JDK's
     * value types.
     *
     * @param patterns names of classes ({@code com.example.User}), of packages ({@code com.example.*}) or of packages
     *     with all below them ({@code com.example.**})
     * @return this configuration
     * @throws IllegalArgumentException if one of them is no such pattern
     */
    public SlabConfiguration<K, V> setAllowedClasses(List<String> patterns) {
        allowedClasses = ClassPatterns.validated(patterns);
        return this;
    }

    /**
     * Sets which classes may be deserialized, as the other form does.
     *
     * @param patterns names of classes, of packages followed by {@code .*}, or of packages followed by {@code .**}
     * @return this configuration
     * @throws IllegalArgumentException if one of them is no such pattern
     */
    public SlabConfiguration<K, V> setAllowedClasses(String... patterns) {
        return setAllowedClasses(List.of(patterns));
    }

    /**
     * Returns which classes may be deserialized in addition to the manager's list. Default: none.
     *
     * @return the patterns, immutable
     */
    public List<String> getAllowedClasses() {
        return allowedClasses;
    }

    /**
     * Sets where asynchronous work ({@code loadAll}, asynchronous listeners) runs.
     *
     * @param factory called once when the cache is created; the cache does not shut down what it returns
     * @return this configuration
     */
    public SlabConfiguration<K, V> setExecutorFactory(Factory<? extends Executor> factory) {
        executorFactory = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /**
     * Returns where asynchronous work runs. Default: the manager's own pool of daemon threads.
     *
     * @return the factory; empty if not set
     */
    public Optional<Factory<? extends Executor>> getExecutorFactory() {
        return Optional.ofNullable(executorFactory);
    }

    @Override
    public SlabConfiguration<K, V> setTypes(Class<K> keyType, Class<V> valueType) {
        super.setTypes(keyType, valueType);
        return this;
    }

    @Override
    public SlabConfiguration<K, V> addCacheEntryListenerConfiguration(
            CacheEntryListenerConfiguration<K, V> listenerConfiguration) {
        super.addCacheEntryListenerConfiguration(listenerConfiguration);
        return this;
    }

    @Override
    public SlabConfiguration<K, V> removeCacheEntryListenerConfiguration(
            CacheEntryListenerConfiguration<K, V> listenerConfiguration) {
        super.removeCacheEntryListenerConfiguration(listenerConfiguration);
        return this;
    }

    @Override
    public SlabConfiguration<K, V> setCacheLoaderFactory(Factory<? extends CacheLoader<K, V>> factory) {
        super.setCacheLoaderFactory(factory);
        return this;
    }

    @Override
    public SlabConfiguration<K, V> setCacheWriterFactory(Factory<? extends CacheWriter<? super K, ? super V>> factory) {
        super.setCacheWriterFactory(factory);
        return this;
    }

    @Override
    public SlabConfiguration<K, V> setExpiryPolicyFactory(Factory<? extends ExpiryPolicy> factory) {
        super.setExpiryPolicyFactory(factory);
        return this;
    }

    @Override
    public SlabConfiguration<K, V> setReadThrough(boolean isReadThrough) {
        super.setReadThrough(isReadThrough);
        return this;
    }

    @Override
    public SlabConfiguration<K, V> setWriteThrough(boolean isWriteThrough) {
        super.setWriteThrough(isWriteThrough);
        return this;
    }

    @Override
    public SlabConfiguration<K, V> setStoreByValue(boolean isStoreByValue) {
        super.setStoreByValue(isStoreByValue);
        return this;
    }

    @Override
    public SlabConfiguration<K, V> setStatisticsEnabled(boolean enabled) {
        super.setStatisticsEnabled(enabled);
        return this;
    }

    @Override
    public SlabConfiguration<K, V> setManagementEnabled(boolean enabled) {
        super.setManagementEnabled(enabled);
        return this;
    }

    /**
     * Compares all settings. A plain {@link MutableConfiguration} is equal if it is equal as such and nothing of what
     * this class adds is set.
     */
    @Override
    public boolean equals(@Nullable Object object) {
        if (this == object) {
            return true;
        }
        if (!(object instanceof MutableConfiguration<?, ?> other)
                || !super.equals(other)
                || isManagementEnabled != other.isManagementEnabled()) {
            return false;
        }
        SlabConfiguration<?, ?> slab = other instanceof SlabConfiguration<?, ?> it ? it : new SlabConfiguration<>();
        return capacity == slab.capacity
                && maxItemSize == slab.maxItemSize
                && Objects.equals(keyCodec, slab.keyCodec)
                && Objects.equals(valueCodec, slab.valueCodec)
                && allowedClasses.equals(slab.allowedClasses)
                && Objects.equals(executorFactory, slab.executorFactory);
    }

    /** Returns the parent's hash code as long as nothing of what this class adds is set. */
    @Override
    public int hashCode() {
        int added = Long.hashCode(capacity);
        added = 31 * added + maxItemSize;
        added = 31 * added + Objects.hashCode(keyCodec);
        added = 31 * added + Objects.hashCode(valueCodec);
        added = 31 * added + (allowedClasses.isEmpty() ? 0 : allowedClasses.hashCode());
        added = 31 * added + Objects.hashCode(executorFactory);
        return super.hashCode() + added;
    }
}
