package io.slabcache.jcache.internal;

import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabCacheStatistics;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.integration.CompletionListener;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/** The front of a cache: checks the arguments and that the cache is open, and hands on. */
final class DefaultCache<K, V> implements SlabCache<K, V> {
    private final DefaultCacheManager manager;
    final CacheContext<K, V> context;
    private final CacheSetup<K, V> setup;
    private final Reads<K, V> reads;
    private final Writes<K, V> writes;
    private final BulkWrites<K, V> bulkWrites;
    private final LoadAll<K, V> loadAll;
    private final Processors<K, V> processors;
    private final AtomicBoolean closed = new AtomicBoolean();

    DefaultCache(DefaultCacheManager manager, CacheSetup<K, V> setup, CacheContext.BackingOpener opener) {
        this.manager = manager;
        this.setup = setup;
        this.context = new CacheContext<>(setup.parts(), this, opener);
        Loading<K, V> loading = new Loading<>(context);
        this.loadAll = new LoadAll<>(context);
        this.reads = new Reads<>(context, loading);
        this.writes = new Writes<>(context);
        this.bulkWrites = new BulkWrites<>(context);
        this.processors = new Processors<>(context, loading);
    }

    /** Registers listeners and beans as the configuration says; before anybody else sees the cache. */
    void start() {
        setup.start(context);
    }

    CacheSetup<K, V> setup() {
        return setup;
    }

    void enableManagement(boolean enabled) {
        setup.enableManagement(enabled, context);
    }

    void enableStatistics(boolean enabled) {
        setup.enableStatistics(enabled, context);
    }

    @Override
    public @Nullable V get(K key) {
        requireOpen();
        return reads.get(requireKey(key));
    }

    @Override
    public Map<K, V> getAll(Set<? extends K> keys) {
        requireOpen();
        return reads.getAll(requireKeys(keys));
    }

    @Override
    public boolean containsKey(K key) {
        requireOpen();
        return reads.containsKey(requireKey(key));
    }

    @Override
    public void loadAll(
            Set<? extends K> keys, boolean replaceExistingValues, @Nullable CompletionListener completionListener) {
        requireOpen();
        loadAll.start(requireKeys(keys), replaceExistingValues, completionListener);
    }

    @Override
    public void put(K key, V value) {
        requireOpen();
        writes.put(requireKey(key), requireValue(value));
    }

    @Override
    public @Nullable V getAndPut(K key, V value) {
        requireOpen();
        return writes.getAndPut(requireKey(key), requireValue(value));
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> map) {
        requireOpen();
        for (Map.Entry<? extends K, ? extends V> entry :
                Objects.requireNonNull(map, "the map must not be null").entrySet()) {
            Objects.requireNonNull(entry.getKey(), "no key must be null");
            Objects.requireNonNull(entry.getValue(), "no value must be null");
        }
        bulkWrites.putAll(map);
    }

    @Override
    public boolean putIfAbsent(K key, V value) {
        requireOpen();
        return writes.putIfAbsent(requireKey(key), requireValue(value));
    }

    @Override
    public boolean remove(K key) {
        requireOpen();
        return writes.remove(requireKey(key));
    }

    @Override
    public boolean remove(K key, V oldValue) {
        requireOpen();
        return writes.remove(requireKey(key), requireValue(oldValue));
    }

    @Override
    public @Nullable V getAndRemove(K key) {
        requireOpen();
        return writes.getAndRemove(requireKey(key));
    }

    @Override
    public boolean replace(K key, V oldValue, V newValue) {
        requireOpen();
        return writes.replace(requireKey(key), requireValue(oldValue), requireValue(newValue));
    }

    @Override
    public boolean replace(K key, V value) {
        requireOpen();
        return writes.replace(requireKey(key), requireValue(value));
    }

    @Override
    public @Nullable V getAndReplace(K key, V value) {
        requireOpen();
        return writes.getAndReplace(requireKey(key), requireValue(value));
    }

    @Override
    public void removeAll(Set<? extends K> keys) {
        requireOpen();
        bulkWrites.removeAll(requireKeys(keys));
    }

    @Override
    public void removeAll() {
        requireOpen();
        bulkWrites.removeAll();
    }

    @Override
    public void clear() {
        requireOpen();
        context.backing.clear();
    }

    @Override
    public <C extends Configuration<K, V>> C getConfiguration(Class<C> type) {
        requireOpen();
        return setup.configuration(type);
    }

    @Override
    public <T> @Nullable T invoke(K key, EntryProcessor<K, V, T> entryProcessor, @Nullable Object... arguments)
            throws EntryProcessorException {
        requireOpen();
        return processors.invoke(requireKey(key), requireProcessor(entryProcessor), arguments);
    }

    @Override
    public <T> Map<K, EntryProcessorResult<T>> invokeAll(
            Set<? extends K> keys, EntryProcessor<K, V, T> entryProcessor, @Nullable Object... arguments) {
        requireOpen();
        return processors.invokeAll(requireKeys(keys), requireProcessor(entryProcessor), arguments);
    }

    @Override
    public String getName() {
        return context.name;
    }

    @Override
    public CacheManager getCacheManager() {
        return manager;
    }

    @Override
    public void close() {
        close(() -> {});
    }

    /** Closes the cache and removes its entries wherever they are. */
    void destroy() {
        close(context.backing::destroy);
    }

    private void close(Runnable lastUse) {
        if (closed.compareAndSet(false, true)) {
            // The beans go before the name is free: the next cache of this name finds their names free too.
            Closing.runAll(
                    setup::takeBeansAway,
                    () -> manager.forget(this),
                    loadAll::close,
                    setup::close,
                    context.events::close,
                    lastUse,
                    context.backing::close);
        }
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return Unwrapping.unwrap(this, type);
    }

    @Override
    public void registerCacheEntryListener(CacheEntryListenerConfiguration<K, V> configuration) {
        requireOpen();
        setup.register(Objects.requireNonNull(configuration, "the listener's configuration must not be null"), context);
    }

    @Override
    public void deregisterCacheEntryListener(CacheEntryListenerConfiguration<K, V> configuration) {
        requireOpen();
        setup.deregister(
                Objects.requireNonNull(configuration, "the listener's configuration must not be null"), context);
    }

    @Override
    public Iterator<Cache.Entry<K, V>> iterator() {
        requireOpen();
        return new EntryIterator<>(context, writes);
    }

    @Override
    public long size() {
        requireOpen();
        return context.backing.statistics().entries();
    }

    @Override
    public long offHeapBytes() {
        requireOpen();
        return context.backing.statistics().usedBytes();
    }

    @Override
    public SlabCacheStatistics statistics() {
        requireOpen();
        return context.statistics();
    }

    @Override
    public String toString() {
        return "SlabCache[name=" + context.name + ", manager=" + manager.getURI() + ", closed=" + closed + "]";
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the cache must be open: cache=" + context.name);
        }
    }

    private static <K> K requireKey(K key) {
        return Objects.requireNonNull(key, "the key must not be null");
    }

    private static <V> V requireValue(V value) {
        return Objects.requireNonNull(value, "the value must not be null");
    }

    private static <P> P requireProcessor(P processor) {
        return Objects.requireNonNull(processor, "the entry processor must not be null");
    }

    private static <K> Set<? extends K> requireKeys(Set<? extends K> keys) {
        for (K key : Objects.requireNonNull(keys, "the keys must not be null")) {
            Objects.requireNonNull(key, "no key must be null");
        }
        return keys;
    }
}
