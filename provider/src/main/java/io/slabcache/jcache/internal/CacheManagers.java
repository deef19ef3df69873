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
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.cache.CacheManager;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/** The open cache managers of a provider, by class loader and URI. */
public final class CacheManagers {
    private final CachingProvider provider;

    /** Guarded by this. */
    private final Map<LoaderReference, Map<URI, Slot>> managers = new HashMap<>();

    /** What each waiting thread waits for. Guarded by this. */
    private final Map<Thread, Slot> waiting = new HashMap<>();

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
     * Returns the manager of a URI and a class loader, opened now if there is none. The user's code that makes its
     * declared caches runs under no lock of this object: who asks for the manager meanwhile waits, others do not.
     *
     * @param uri names the manager
     * @param classLoader loads the classes of its keys and values
     * @param properties what the manager returns as its properties if it is opened now
     * @return an open manager
     * @throws IllegalStateException if the user's code that is run to open the manager asks for this very manager, or
     *     for one whose opening waits for this one; or if the provider is closed meanwhile
     */
    public CacheManager get(URI uri, ClassLoader classLoader, Properties properties) {
        closeCollected();
        DefaultCacheManager manager = null;
        while (manager == null) {
            Slot slot;
            boolean mine = false;
            synchronized (this) {
                Map<URI, Slot> ofLoader = managers.computeIfAbsent(
                        new LoaderReference(classLoader, collected), reference -> new HashMap<>());
                slot = ofLoader.get(uri);
                if (slot == null || slot.isClosed()) {
                    slot = new Slot(Thread.currentThread());
                    ofLoader.put(uri, slot);
                    mine = true;
                } else if (!slot.opened.isDone()) {
                    requireNoCircle(slot, uri);
                    waiting.put(Thread.currentThread(), slot);
                }
            }
            manager = mine ? open(slot, uri, classLoader, properties) : await(slot);
        }
        return manager;
    }

    /** Closes all managers; one that is being opened is closed by who opens it. */
    public void closeAll() {
        closeEach(select(map -> List.copyOf(map.values())));
    }

    /**
     * Closes the managers of a class loader.
     *
     * @param classLoader the class loader
     */
    public void close(ClassLoader classLoader) {
        closeEach(select(map -> {
            Map<URI, Slot> ofLoader = map.get(new LoaderReference(classLoader, null));
            return ofLoader == null ? List.of() : List.of(ofLoader);
        }));
    }

    /**
     * Closes one manager.
     *
     * @param uri names it
     * @param classLoader its class loader
     */
    public void close(URI uri, ClassLoader classLoader) {
        closeEach(select(map -> {
            Map<URI, Slot> ofLoader = map.get(new LoaderReference(classLoader, null));
            Slot slot = ofLoader == null ? null : ofLoader.get(uri);
            return slot == null ? List.of() : List.of(Map.of(uri, slot));
        }));
    }

    /** Forgets a manager that was closed; another one of the same URI stays. */
    synchronized void forget(DefaultCacheManager manager) {
        removeIf(slot -> slot.opened.getNow(null) == manager);
    }

    private DefaultCacheManager open(Slot slot, URI uri, ClassLoader classLoader, Properties properties) {
        DefaultCacheManager manager = null;
        boolean wanted = false;
        try {
            manager = DefaultCacheManager.open(this, provider, uri, classLoader, properties);
        } finally {
            synchronized (this) {
                wanted = manager != null && !slot.unwanted;
                if (!wanted) {
                    removeIf(slot::equals);
                }
                slot.opener = null;
                slot.opened.complete(wanted ? manager : null);
            }
        }
        if (!wanted) {
            manager.close();
            throw new IllegalStateException("the manager was closed while it was opened: manager=" + uri);
        }
        return manager;
    }

    /** Waits for another thread to open a manager; returns null if that failed or it was closed at once. */
    private @Nullable DefaultCacheManager await(Slot slot) {
        try {
            DefaultCacheManager manager = slot.opened.join();
            return manager == null || manager.isClosed() ? null : manager;
        } finally {
            synchronized (this) {
                waiting.remove(Thread.currentThread());
            }
        }
    }

    /** Called under the lock, by a thread about to wait. */
    private void requireNoCircle(Slot wanted, URI uri) {
        Slot slot = wanted;
        while (slot != null) {
            Thread opener = slot.opener;
            if (opener == Thread.currentThread()) {
                throw new IllegalStateException(
                        "a manager must not be asked for by what is run to open it, such as a cache's factory: manager="
                                + uri);
            }
            slot = opener == null ? null : waiting.get(opener);
        }
    }

    /** Called under the lock. */
    private void removeIf(Predicate<Slot> condition) {
        managers.values().forEach(ofLoader -> ofLoader.values().removeIf(condition));
        managers.values().removeIf(Map::isEmpty);
    }

    /** Picks what is to be closed: the open managers are returned, those being opened are marked. */
    private synchronized List<DefaultCacheManager> select(
            Function<Map<LoaderReference, Map<URI, Slot>>, List<Map<URI, Slot>>> selection) {
        List<DefaultCacheManager> closing = new ArrayList<>();
        for (Map<URI, Slot> ofLoader : selection.apply(managers)) {
            for (Slot slot : List.copyOf(ofLoader.values())) {
                DefaultCacheManager manager = slot.opened.getNow(null);
                if (manager != null) {
                    closing.add(manager);
                } else {
                    slot.unwanted = true;
                }
            }
        }
        return closing;
    }

    private void closeCollected() {
        Reference<? extends ClassLoader> reference = collected.poll();
        while (reference != null) {
            Reference<? extends ClassLoader> gone = reference;
            closeEach(select(map -> {
                Map<URI, Slot> ofLoader = map.get(gone);
                return ofLoader == null ? List.of() : List.of(ofLoader);
            }));
            reference = collected.poll();
        }
    }

    private static void closeEach(Collection<DefaultCacheManager> closing) {
        Closing.runAll(
                closing.stream().map(manager -> (Runnable) manager::close).toArray(Runnable[]::new));
    }

    /** The place of a manager that is open or being opened. */
    private static final class Slot {
        /** The manager; null if it could not be opened or is unwanted. Completed under the monitor. */
        private final CompletableFuture<@Nullable DefaultCacheManager> opened = new CompletableFuture<>();

        /** Null once it is opened. Guarded by the monitor. */
        private @Nullable Thread opener;

        /** Set when it is to be closed as soon as it is opened. Guarded by the monitor. */
        private boolean unwanted;

        private Slot(Thread opener) {
            this.opener = opener;
        }

        private boolean isClosed() {
            DefaultCacheManager manager = opened.getNow(null);
            return manager != null && manager.isClosed();
        }
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
