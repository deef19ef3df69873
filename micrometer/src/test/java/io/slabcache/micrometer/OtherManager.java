package io.slabcache.micrometer;

import java.lang.reflect.Proxy;
import javax.cache.CacheManager;

/** Makes a manager of another provider, which can be unwrapped to nothing. */
final class OtherManager {
    CacheManager manager() {
        return (CacheManager) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {CacheManager.class}, (proxy, method, arguments) -> {
                    throw new IllegalArgumentException("cannot be: method=" + method.getName());
                });
    }
}
