package io.slabcache.jcache.internal;

import io.slabcache.jcache.internal.config.ManagerSettings;
import java.net.URI;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import javax.cache.CacheException;

/** The kinds of backing that can be found. */
final class BackingProviders {
    /** The scheme of memory in this process. */
    static final String EMBEDDED = "embedded";

    private BackingProviders() {}

    /** Returns the kind that the URI's scheme names, or else the one that is configured. */
    static BackingProvider find(URI uri, ManagerSettings settings) {
        Map<String, BackingProvider> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (BackingProvider provider :
                ServiceLoader.load(BackingProvider.class, BackingProvider.class.getClassLoader())) {
            found.put(provider.scheme(), provider);
        }
        BackingProvider byScheme = uri.getScheme() == null ? null : found.get(uri.getScheme());
        if (byScheme != null) {
            return byScheme;
        }
        BackingProvider configured = found.get(settings.mode().toString());
        if (configured == null) {
            throw new CacheException("the mode must be one of those available: mode=" + settings.mode() + ", available="
                    + found.keySet() + ", source=" + settings.source());
        }
        return configured;
    }
}
