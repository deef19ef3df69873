package io.slabcache.annotations.cdi;

import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import javax.cache.annotation.CacheInvocationParameter;
import javax.cache.annotation.CacheKeyInvocationContext;
import org.jspecify.annotations.Nullable;

/** One call of an annotated method, as key generators and cache resolvers see it. */
final class CacheMethodInvocation<A extends Annotation> implements CacheKeyInvocationContext<A> {

    private final CacheMethod<A> method;
    private final InvocationContext invocation;

    /** The arguments of the call; interceptors after ours may give others to the method. */
    private final @Nullable Object[] arguments;

    CacheMethodInvocation(CacheMethod<A> method, InvocationContext invocation) {
        this.method = method;
        this.invocation = invocation;
        this.arguments = invocation.getParameters().clone();
    }

    @Override
    public Object getTarget() {
        return invocation.getTarget();
    }

    @Override
    public CacheInvocationParameter[] getAllParameters() {
        return withValues(method.parameters());
    }

    @Override
    public CacheInvocationParameter[] getKeyParameters() {
        return withValues(method.keyParameters());
    }

    @Override
    public @Nullable CacheInvocationParameter getValueParameter() {
        MethodParameter parameter = method.valueParameter();
        return parameter == null ? null : withValue(parameter);
    }

    @Override
    public Method getMethod() {
        return method.getMethod();
    }

    @Override
    public Set<Annotation> getAnnotations() {
        return method.getAnnotations();
    }

    @Override
    public A getCacheAnnotation() {
        return method.getCacheAnnotation();
    }

    @Override
    public String getCacheName() {
        return method.getCacheName();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        if (type.isInstance(invocation)) {
            return type.cast(invocation);
        }
        throw new IllegalArgumentException(
                "only this context and the interceptor's can be unwrapped: type=" + type.getName());
    }

    private CacheInvocationParameter[] withValues(List<MethodParameter> parameters) {
        return parameters.stream().map(this::withValue).toArray(CacheInvocationParameter[]::new);
    }

    private CacheInvocationParameter withValue(MethodParameter parameter) {
        return parameter.withValue(arguments[parameter.position()]);
    }
}
