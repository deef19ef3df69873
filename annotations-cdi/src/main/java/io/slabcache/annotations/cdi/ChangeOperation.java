package io.slabcache.annotations.cdi;

import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes the cache before or after the call of the method, which is called in any case: the other three annotations.
 *
 * @param <A> which of them
 */
final class ChangeOperation<A extends Annotation> implements CacheOperation {

    private final CacheMethod<A> method;
    private final Consumer<CacheMethodInvocation<A>> change;

    ChangeOperation(CacheMethod<A> method, Consumer<CacheMethodInvocation<A>> change) {
        this.method = method;
        this.change = change;
    }

    @Override
    public @Nullable Object invoke(InvocationContext invocation) throws Exception {
        CacheMethodInvocation<A> call = new CacheMethodInvocation<>(method, invocation);
        if (!method.cacheAnnotation().afterInvocation()) {
            change.accept(call);
            return invocation.proceed();
        }
        Object result;
        try {
            result = invocation.proceed();
        } catch (Throwable thrown) {
            // After which throwables there is a change is for the annotation to say, and it may say all.
            changeAfter(thrown, call);
            throw thrown;
        }
        if (Stages.isStage(method.getMethod().getReturnType()) && result instanceof CompletionStage<?> stage) {
            return Stages.after(stage, (value, thrown) -> {
                if (thrown == null) {
                    change.accept(call);
                } else {
                    changeAfter(Stages.cause(thrown), call);
                }
            });
        }
        change.accept(call);
        return result;
    }

    private void changeAfter(Throwable thrown, CacheMethodInvocation<A> call) {
        if (method.cacheAnnotation().throwables().accepts(thrown)) {
            try {
                change.accept(call);
            } catch (RuntimeException e) {
                // The caller must learn what the method threw first of all.
                thrown.addSuppressed(e);
            }
        }
    }
}
