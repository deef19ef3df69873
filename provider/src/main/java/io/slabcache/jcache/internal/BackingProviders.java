package io.slabcache.jcache.internal;

import io.slabcache.jcache.internal.config.ManagerSettings;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import javax.cache.CacheException;

/** The kinds of backing that can be found. */
final class BackingProviders {
    /** The scheme of memory in this process. */
    static final String EMBEDDED = "embedded";

    private static final String SERVERS = "memcached";

    private final Map<String, BackingProvider> byScheme = new TreeMap<>();

    /** Looks for all kinds that are installed. */
    BackingProviders() {
        for (BackingProvider provider :
                ServiceLoader.load(BackingProvider.class, BackingProvider.class.getClassLoader())) {
            byScheme.put(provider.scheme(), provider);
        }
    }

    /** Returns the schemes that can be had. */
    Set<String> schemes() {
        return byScheme.keySet();
    }

    /** Returns the kind that the URI's scheme names, or else the one that is configured. */
    BackingProvider find(URI uri, ManagerSettings settings) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        BackingProvider named = byScheme.get(scheme);
        if (named == null && SERVERS.equals(scheme)) {
            throw new CacheException(
                    "no backing is installed for the manager's URI: uri=" + uri + ", installed=" + byScheme.keySet());
        }
        BackingProvider found = named == null ? byScheme.get(settings.mode()) : named;
        if (found == null) {
            throw new CacheException("no backing is installed for the mode: mode=" + settings.mode() + ", installed="
                    + byScheme.keySet() + ", source=" + settings.source());
        }
        return found;
    }
}
