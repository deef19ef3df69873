package io.slabcache.jcache.internal;

import io.slabcache.jcache.Codec;
import io.slabcache.jcache.SlabConfiguration;
import io.slabcache.jcache.internal.codec.CodecContext;
import io.slabcache.jcache.internal.codec.Codecs;
import io.slabcache.jcache.internal.config.RemoteCacheSettings;
import io.slabcache.jcache.internal.config.RemoteCacheSettings.Format;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one cache, what was made from it, and what of it changes at run time: listeners and beans.
 * Safe for use by several threads.
 */
final class CacheSetup<K, V> {
    private final String name;
    private final RemoteCacheSettings remote;

    /** What was made by the user's factories, to be closed with the cache. */
    private final List<Object> made = new ArrayList<>();

    private final CacheParts<K, V> parts;

    /** Guarded by this. */
    private final SlabConfiguration<K, V> configuration;

    /** Guarded by this. */
    private final CacheBeans beans;

    /** Guarded by this. */
    private boolean closed;

    /**
     * Calls the factories of a configuration.
     *
     * @param name the cache's name
     * @param managerUri names the manager to JMX
     * @param managerBean shown while the cache is
     * @param configuration complete, and owned by this object from here on
     * @param codecs what the codecs share
     * @param defaultExecutor runs asynchronous work unless the configuration names another
     * @param remote what the cache has to say about its life on servers
     */
    CacheSetup(
            String name,
            URI managerUri,
            ManagerBean managerBean,
            SlabConfiguration<K, V> configuration,
            CodecContext codecs,
            Executor defaultExecutor,
            RemoteCacheSettings remote) {
        this.remote = remote;
        this.name = name;
        this.configuration = configuration;
        this.beans = new CacheBeans(name, managerUri, managerBean, this::standardCopy);
        boolean complete = false;
        try {
            this.parts = makeParts(codecs, defaultExecutor);
            complete = true;
        } finally {
            if (!complete) {
                Closing.closeAllQuietly(made);
            }
        }
    }

    String name() {
        return name;
    }

    CacheParts<K, V> parts() {
        return parts;
    }

    /** Returns what the cache asks of its backing. */
    synchronized BackingSettings backingSettings() {
        return new BackingSettings(
                name,
                configuration.getCapacity().orElse(SlabConfiguration.DEFAULT_CAPACITY),
                configuration.getMaxItemSize().orElse(0),
                Keys.prefixLength(parts.keyCodec()),
                !parts.expiry().isUnchangedOnAccess(),
                parts.keyCodec().id(),
                parts.valueCodec().id(),
                remote);
    }

    /** Registers the listeners and beans that the configuration names. */
    synchronized void start(CacheContext<K, V> context) {
        for (CacheEntryListenerConfiguration<K, V> listener : configuration.getCacheEntryListenerConfigurations()) {
            context.events.register(listener);
        }
        showManagement(configuration.isManagementEnabled(), context);
        showStatistics(configuration.isStatisticsEnabled(), context);
    }

    synchronized void register(CacheEntryListenerConfiguration<K, V> listener, CacheContext<K, V> context) {
        configuration.addCacheEntryListenerConfiguration(listener);
        boolean registered = false;
        try {
            context.events.register(listener);
            registered = true;
        } finally {
            if (!registered) {
                configuration.removeCacheEntryListenerConfiguration(listener);
            }
        }
    }

    synchronized void deregister(CacheEntryListenerConfiguration<K, V> listener, CacheContext<K, V> context) {
        configuration.removeCacheEntryListenerConfiguration(listener);
        context.events.deregister(listener);
    }

    synchronized void enableManagement(boolean enabled, CacheContext<K, V> context) {
        if (!closed) {
            configuration.setManagementEnabled(enabled);
            showManagement(enabled, context);
        }
    }

    synchronized void enableStatistics(boolean enabled, CacheContext<K, V> context) {
        if (!closed) {
            configuration.setStatisticsEnabled(enabled);
            showStatistics(enabled, context);
        }
    }

    /** Returns a copy of the configuration as it is now. */
    <C extends Configuration<K, V>> C configuration(Class<C> type) {
        Configuration<K, V> copy = type == (Class<?>) SlabConfiguration.class ? slabCopy() : standardCopy();
        if (type.isInstance(copy)) {
            return type.cast(copy);
        }
        throw new IllegalArgumentException("the configuration is of another type: type=" + type.getName());
    }

    synchronized Class<K> keyType() {
        return configuration.getKeyType();
    }

    synchronized Class<V> valueType() {
        return configuration.getValueType();
    }

    /** Takes the beans away for good; they do not come back however often they are enabled. */
    synchronized void takeBeansAway() {
        closed = true;
        Closing.runAll(beans::hideManagement, beans::hideStatistics);
    }

    /** Takes the beans away and closes what the factories made. */
    void close() {
        Closing.runAll(this::takeBeansAway, () -> Closing.closeAllQuietly(made));
    }

    private synchronized SlabConfiguration<K, V> slabCopy() {
        return new SlabConfiguration<>(configuration);
    }

    private synchronized MutableConfiguration<K, V> standardCopy() {
        return new MutableConfiguration<>(configuration);
    }

    private CacheParts<K, V> makeParts(CodecContext codecs, Executor defaultExecutor) {
        Factory<? extends Executor> executorFactory =
                configuration.getExecutorFactory().orElse(null);
        Class<K> keys = configuration.getKeyType();
        Codec<K> keyCodec = configuration.getKeyCodec().orElse(null);
        Class<V> values = configuration.getValueType();
        Codec<V> valueCodec = configuration.getValueCodec().orElse(null);
        boolean plain = remote.format() == Format.PLAIN;
        ExpiryPolicy policy = make(configuration.getExpiryPolicyFactory());
        Expiry expiry = new Expiry(plain ? PlainExpiry.of(policy) : policy);
        Factory<CacheLoader<K, V>> loaderFactory = configuration.getCacheLoaderFactory();
        CacheLoader<K, V> loader = loaderFactory == null ? null : make(loaderFactory);
        Factory<CacheWriter<? super K, ? super V>> writerFactory = configuration.getCacheWriterFactory();
        CacheWriter<? super K, ? super V> writer = writerFactory == null ? null : make(writerFactory);
        return new CacheParts<>(
                name,
                plain ? Codecs.forPlainKeys(keys, keyCodec) : Codecs.forKeys(keys, keyCodec, codecs),
                plain
                        ? Codecs.forPlainValues(values, valueCodec, codecs)
                        : Codecs.forValues(values, valueCodec, codecs),
                expiry,
                loader,
                configuration.isReadThrough(),
                configuration.isWriteThrough() ? writer : null,
                executorFactory == null ? defaultExecutor : requireMade(executorFactory, executorFactory.create()));
    }

    private <T> T make(Factory<? extends T> factory) {
        T object = requireMade(factory, factory.create());
        made.add(object);
        return object;
    }

    private <T> T requireMade(Factory<?> factory, @Nullable T object) {
        if (object == null) {
            throw new CacheException("a factory must not return null: cache=" + name + ", factory=" + factory);
        }
        return object;
    }

    /** Called under the lock. */
    private void showManagement(boolean shown, CacheContext<K, V> context) {
        if (shown) {
            beans.showManagement(context::statistics);
        } else {
            beans.hideManagement();
        }
    }

    /** Called under the lock. */
    private void showStatistics(boolean shown, CacheContext<K, V> context) {
        context.counters.setTimed(shown);
        if (shown) {
            beans.showStatistics(
                    context.counters::snapshot,
                    () -> context.backing.statistics().evictions());
        } else {
            beans.hideStatistics();
        }
    }
}
