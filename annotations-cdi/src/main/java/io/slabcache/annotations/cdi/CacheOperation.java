package io.slabcache.annotations.cdi;

import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** What is done instead of, before and after a call of an annotated method. */
interface CacheOperation {

    /**
     * Does it.
     *
     * @return what the caller gets
     * @throws Exception what the method throws, or an exception of its that was cached
     */
    @Nullable
    Object invoke(InvocationContext invocation) throws Exception;
}
