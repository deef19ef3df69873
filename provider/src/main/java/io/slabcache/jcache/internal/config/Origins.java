package io.slabcache.jcache.internal.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a cache's settings were read.
 *
 * @param block the place of the cache's block, or what stands for it where there is none
 * @param keys the places of the keys that were set, by the cache itself or by the template
 */
record Origins(String block, Map<ConfigKey, String> keys) {
    /** The place of what nobody set. */
    static final Origins NONE = new Origins(ManagerSettings.BUILT_IN, Map.of());

    Origins {
        keys = Map.copyOf(keys);
    }

    boolean isSet(ConfigKey key) {
        return keys.containsKey(key);
    }

    String at(ConfigKey key) {
        @Nullable String place = keys.get(key);
        return place == null ? block : place;
    }
}
