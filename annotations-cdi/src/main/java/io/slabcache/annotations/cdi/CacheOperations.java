package io.slabcache.annotations.cdi;

import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.annotation.Annotation;
import java.util.Objects;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.annotation.CacheInvocationParameter;
import javax.cache.annotation.CacheKeyGenerator;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResolver;
import javax.cache.annotation.CacheResolverFactory;
import javax.cache.annotation.CacheResult;

/** Makes the operations of annotated methods, with what their annotations name. */
final class CacheOperations {

    private final Instances instances;
    private final CacheKeyGenerator defaultKeyGenerator = new ArgumentsKeyGenerator();

    CacheOperations(BeanManager beanManager) {
        this.instances = new Instances(beanManager);
    }

    // Each annotation's type is looked at before the cast.
    @SuppressWarnings("unchecked")
    CacheOperation of(CacheMethod<?> method) {
        Annotation annotation = method.getCacheAnnotation();
        if (annotation instanceof CacheResult) {
            return result((CacheMethod<CacheResult>) method);
        }
        if (annotation instanceof CachePut) {
            return put((CacheMethod<CachePut>) method);
        }
        if (annotation instanceof CacheRemove) {
            return remove((CacheMethod<CacheRemove>) method);
        }
        return removeAll((CacheMethod<CacheRemoveAll>) method);
    }

    /** Ends what was made for the operations. */
    void release() {
        instances.release();
    }

    private CacheOperation result(CacheMethod<CacheResult> method) {
        CacheResolverFactory factory = resolverFactory(method);
        CacheResolver exceptionCacheResolver =
                method.cacheAnnotation().exceptionCacheName().isEmpty()
                        ? null
                        : resolver(factory.getExceptionCacheResolver(method), factory, method);
        return new ResultOperation(method, access(method, factory), exceptionCacheResolver);
    }

    private CacheOperation put(CacheMethod<CachePut> method) {
        CacheAccess access = access(method, resolverFactory(method));
        return new ChangeOperation<>(method, call -> {
            CacheInvocationParameter value = Objects.requireNonNull(call.getValueParameter(), "value parameter");
            access.cache(call).put(access.key(call), value.getValue());
        });
    }

    private CacheOperation remove(CacheMethod<CacheRemove> method) {
        CacheAccess access = access(method, resolverFactory(method));
        return new ChangeOperation<>(method, call -> access.cache(call).remove(access.key(call)));
    }

    private CacheOperation removeAll(CacheMethod<CacheRemoveAll> method) {
        CacheAccess access = access(method, resolverFactory(method));
        return new ChangeOperation<>(method, call -> access.cache(call).removeAll());
    }

    private CacheAccess access(CacheMethod<?> method, CacheResolverFactory factory) {
        Class<? extends CacheKeyGenerator> type = method.cacheAnnotation().keyGenerator();
        return new CacheAccess(
                resolver(factory.getCacheResolver(method), factory, method),
                type == CacheKeyGenerator.class ? defaultKeyGenerator : instances.get(type));
    }

    private CacheResolverFactory resolverFactory(CacheMethod<?> method) {
        Class<? extends CacheResolverFactory> type = method.cacheAnnotation().resolverFactory();
        return type == CacheResolverFactory.class ? new NamedCacheResolverFactory(cacheManager()) : instances.get(type);
    }

    /** Returns the application's cache manager if it has one as a bean, else the default one of the one provider. */
    private CacheManager cacheManager() {
        return instances.get(
                CacheManager.class, () -> Caching.getCachingProvider().getCacheManager());
    }

    private static CacheResolver resolver(CacheResolver resolver, CacheResolverFactory factory, CacheMethod<?> method) {
        return Objects.requireNonNull(
                resolver,
                () -> "a resolver factory must give a resolver: factory="
                        + factory.getClass().getName() + ", method=" + method.getMethod());
    }
}
