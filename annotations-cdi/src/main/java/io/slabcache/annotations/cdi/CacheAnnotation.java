package io.slabcache.annotations.cdi;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import javax.cache.annotation.CacheKeyGenerator;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResolverFactory;
import javax.cache.annotation.CacheResult;

/**
 * What one of the four annotations says, in one form for all of them: annotation types cannot have a common interface.
 *
 * @param annotation the annotation itself
 * @param cacheName empty if it says none
 * @param resolverFactory {@link CacheResolverFactory} itself if it says none
 * @param keyGenerator {@link CacheKeyGenerator} itself if it says none
 * @param afterInvocation whether the cache changes after the method's call
 * @param exceptionCacheName empty if exceptions are not cached
 * @param throwables after which throwables the cache changes; of {@link CacheResult}, which are cached
 * @param <A> the annotation's type
 */
record CacheAnnotation<A extends Annotation>(
        A annotation,
        String cacheName,
        Class<? extends CacheResolverFactory> resolverFactory,
        Class<? extends CacheKeyGenerator> keyGenerator,
        boolean afterInvocation,
        String exceptionCacheName,
        ThrowableFilter throwables) {

    private static final Map<Class<? extends Annotation>, Function<Annotation, CacheAnnotation<?>>> READERS = Map.of(
            CacheResult.class, annotation -> of((CacheResult) annotation),
            CachePut.class, annotation -> of((CachePut) annotation),
            CacheRemove.class, annotation -> of((CacheRemove) annotation),
            CacheRemoveAll.class, annotation -> of((CacheRemoveAll) annotation));

    /** The types of the four annotations. */
    static final Set<Class<? extends Annotation>> TYPES = READERS.keySet();

    /**
     * Reads an annotation of one of {@link #TYPES}.
     */
    static CacheAnnotation<?> of(Annotation annotation) {
        return Objects.requireNonNull(READERS.get(annotation.annotationType()), annotation::toString)
                .apply(annotation);
    }

    private static CacheAnnotation<CacheResult> of(CacheResult annotation) {
        return new CacheAnnotation<>(
                annotation,
                annotation.cacheName(),
                annotation.cacheResolverFactory(),
                annotation.cacheKeyGenerator(),
                true,
                annotation.exceptionCacheName(),
                filter(annotation.cachedExceptions(), annotation.nonCachedExceptions(), true));
    }

    private static CacheAnnotation<CachePut> of(CachePut annotation) {
        return new CacheAnnotation<>(
                annotation,
                annotation.cacheName(),
                annotation.cacheResolverFactory(),
                annotation.cacheKeyGenerator(),
                annotation.afterInvocation(),
                "",
                filter(annotation.cacheFor(), annotation.noCacheFor(), false));
    }

    private static CacheAnnotation<CacheRemove> of(CacheRemove annotation) {
        return new CacheAnnotation<>(
                annotation,
                annotation.cacheName(),
                annotation.cacheResolverFactory(),
                annotation.cacheKeyGenerator(),
                annotation.afterInvocation(),
                "",
                filter(annotation.evictFor(), annotation.noEvictFor(), false));
    }

    private static CacheAnnotation<CacheRemoveAll> of(CacheRemoveAll annotation) {
        return new CacheAnnotation<>(
                annotation,
                annotation.cacheName(),
                annotation.cacheResolverFactory(),
                CacheKeyGenerator.class,
                annotation.afterInvocation(),
                "",
                filter(annotation.evictFor(), annotation.noEvictFor(), false));
    }

    private static ThrowableFilter filter(
            Class<? extends Throwable>[] included, Class<? extends Throwable>[] excluded, boolean whenUnlisted) {
        return new ThrowableFilter(List.of(included), List.of(excluded), whenUnlisted);
    }
}
