package io.slabcache.annotations.cdi.example;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.annotation.Annotation;
import javax.cache.annotation.CacheKeyGenerator;
import javax.cache.annotation.CacheKeyInvocationContext;
import javax.cache.annotation.GeneratedCacheKey;

/** Caches for each reader alone. */
@ApplicationScoped
public class ReaderKeys implements CacheKeyGenerator {

    @Inject
    Reader reader;

    @Override
    public GeneratedCacheKey generateCacheKey(CacheKeyInvocationContext<? extends Annotation> context) {
        return new ReaderKey(reader.name(), (Integer) context.getKeyParameters()[0].getValue());
    }

    record ReaderKey(String reader, int count) implements GeneratedCacheKey {}
}
