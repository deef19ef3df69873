package io.slabcache.jcache.internal;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import javax.cache.CacheManager;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/** The open cache managers of a provider, by class loader and URI. */
public final class CacheManagers {
    private final CachingProvider provider;

    /** Guarded by this. */
    private final Map<LoaderReference, Map<URI, DefaultCacheManager>> managers = new HashMap<>();

    private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();

    /**
     * Creates an empty set.
     *
     * @param provider what managers name as their provider
     */
    public CacheManagers(CachingProvider provider) {
        this.provider = provider;
    }

    /**
     * Returns the manager of a URI and a class loader, opened now if there is none.
     *
     * @param uri names the manager
     * @param classLoader loads the classes of its keys and values
     * @param properties what the manager returns as its properties if it is opened now
     * @return an open manager
     */
    public CacheManager get(URI uri, ClassLoader classLoader, Properties properties) {
        closeCollected();
        synchronized (this) {
            Map<URI, DefaultCacheManager> ofLoader =
                    managers.computeIfAbsent(new LoaderReference(classLoader, collected), reference -> new HashMap<>());
            DefaultCacheManager present = ofLoader.get(uri);
            if (present == null || present.isClosed()) {
                present = DefaultCacheManager.open(this, provider, uri, classLoader, properties);
                ofLoader.put(uri, present);
            }
            return present;
        }
    }

    /** Closes all managers. */
    public void closeAll() {
        List<DefaultCacheManager> closing = new ArrayList<>();
        synchronized (this) {
            managers.values().forEach(ofLoader -> closing.addAll(ofLoader.values()));
            managers.clear();
        }
        closeEach(closing);
    }

    /**
     * Closes the managers of a class loader.
     *
     * @param classLoader the class loader
     */
    public void close(ClassLoader classLoader) {
        Map<URI, DefaultCacheManager> closing;
        synchronized (this) {
            closing = managers.remove(new LoaderReference(classLoader, null));
        }
        if (closing != null) {
            closeEach(closing.values());
        }
    }

    /**
     * Closes one manager.
     *
     * @param uri names it
     * @param classLoader its class loader
     */
    public void close(URI uri, ClassLoader classLoader) {
        DefaultCacheManager closing;
        synchronized (this) {
            Map<URI, DefaultCacheManager> ofLoader = managers.get(new LoaderReference(classLoader, null));
            closing = ofLoader == null ? null : ofLoader.remove(uri);
        }
        if (closing != null) {
            closing.close();
        }
    }

    /** Forgets a manager that was closed; another one of the same URI stays. */
    synchronized void forget(DefaultCacheManager manager) {
        managers.values().forEach(ofLoader -> ofLoader.remove(manager.getURI(), manager));
        managers.values().removeIf(Map::isEmpty);
    }

    private void closeCollected() {
        Reference<? extends ClassLoader> reference = collected.poll();
        while (reference != null) {
            Map<URI, DefaultCacheManager> closing;
            synchronized (this) {
                closing = managers.remove(reference);
            }
            if (closing != null) {
                closeEach(closing.values());
            }
            reference = collected.poll();
        }
    }

    private static void closeEach(Collection<DefaultCacheManager> closing) {
        Closing.runAll(
                closing.stream().map(manager -> (Runnable) manager::close).toArray(Runnable[]::new));
    }

    /** A class loader as a key, by identity. */
    private static final class LoaderReference extends WeakReference<ClassLoader> {
        private final int hash;

        private LoaderReference(ClassLoader loader, @Nullable ReferenceQueue<ClassLoader> queue) {
            super(Objects.requireNonNull(loader, "the class loader must not be null"), queue);
            this.hash = System.identityHashCode(loader);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            ClassLoader mine = get();
            return mine != null && other instanceof LoaderReference that && that.refersTo(mine);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
