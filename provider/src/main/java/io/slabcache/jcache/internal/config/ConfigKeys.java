package io.slabcache.jcache.internal.config;

import io.slabcache.jcache.internal.config.ConfigKey.Scope;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All keys, of which no two have one path. */
final class ConfigKeys {
    private static final Map<Scope, List<ConfigKey>> BY_SCOPE = new EnumMap<>(Scope.class);

    static {
        put(Scope.MANAGER, ManagerKey.values());
        put(Scope.CACHE, CacheKey.values());
        put(Scope.LISTENER, ListenerKey.values());
    }

    private ConfigKeys() {}

    /** Returns all keys, in the order of the documents. */
    static List<ConfigKey> all() {
        return BY_SCOPE.values().stream().flatMap(List::stream).toList();
    }

    /** Returns the keys of a scope, in the order of the documents. */
    static List<ConfigKey> of(Scope scope) {
        return BY_SCOPE.getOrDefault(scope, List.of());
    }

    private static void put(Scope scope, ConfigKey... keys) {
        if (Arrays.stream(keys).map(ConfigKey::path).distinct().count() != keys.length) {
            throw new IllegalStateException("paths must differ: scope=" + scope + ", keys=" + List.of(keys));
        }
        BY_SCOPE.put(scope, List.of(keys));
    }
}
