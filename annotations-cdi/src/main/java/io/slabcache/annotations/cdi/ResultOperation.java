package io.slabcache.annotations.cdi;

import jakarta.interceptor.InvocationContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.cache.Cache;
import javax.cache.annotation.CacheResolver;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.GeneratedCacheKey;
import org.jspecify.annotations.Nullable;

/** Answers from the cache, or calls the method and keeps what it answers: {@link CacheResult}. */
final class ResultOperation implements CacheOperation {

    private final CacheMethod<CacheResult> method;
    private final CacheAccess access;
    private final @Nullable CacheResolver exceptionCacheResolver;
    private final boolean isStage;

    ResultOperation(
            CacheMethod<CacheResult> method, CacheAccess access, @Nullable CacheResolver exceptionCacheResolver) {
        this.method = method;
        this.access = access;
        this.exceptionCacheResolver = exceptionCacheResolver;
        this.isStage = Stages.isStage(method.getMethod().getReturnType());
    }

    @Override
    @SuppressWarnings(
            "FutureReturnValueIgnored") // it is not: the caller gets it, as what the method is declared to return
    public @Nullable Object invoke(InvocationContext invocation) throws Exception {
        CacheMethodInvocation<CacheResult> call = new CacheMethodInvocation<>(method, invocation);
        GeneratedCacheKey key = access.key(call);
        Cache<GeneratedCacheKey, Object> results = access.cache(call);
        Cache<GeneratedCacheKey, Throwable> exceptions =
                exceptionCacheResolver == null ? null : CacheAccess.resolve(exceptionCacheResolver, call);
        if (!method.getCacheAnnotation().skipGet()) {
            Object cached = results.get(key);
            if (cached != null) {
                return isStage ? CompletableFuture.completedFuture(cached) : cached;
            }
            Throwable cachedException = exceptions == null ? null : exceptions.get(key);
            if (cachedException != null) {
                if (isStage) {
                    return CompletableFuture.failedFuture(cachedException);
                }
                throw ResultOperation.<Exception>asThrownByMethod(cachedException);
            }
        }
        Object result;
        try {
            result = invocation.proceed();
        } catch (Throwable thrown) {
            // Which throwables are kept is for the annotation to say, and it may say all.
            keep(thrown, exceptions, key);
            throw thrown;
        }
        if (isStage && result instanceof CompletionStage<?> stage) {
            return Stages.after(stage, (value, thrown) -> {
                if (thrown != null) {
                    keep(Stages.cause(thrown), exceptions, key);
                } else if (value != null) {
                    results.put(key, value);
                }
            });
        }
        if (result != null) {
            results.put(key, result);
        }
        return result;
    }

    private void keep(
            Throwable thrown, @Nullable Cache<GeneratedCacheKey, Throwable> exceptions, GeneratedCacheKey key) {
        if (exceptions != null && method.cacheAnnotation().throwables().accepts(thrown)) {
            try {
                exceptions.put(key, thrown);
            } catch (RuntimeException e) {
                // The caller must learn what the method threw, not that it cannot be cached.
                thrown.addSuppressed(e);
            }
        }
    }

    /** The method threw it once, so that it may throw it again, declared or not. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T asThrownByMethod(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
