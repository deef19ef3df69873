package io.slabcache.annotations.cdi;

import java.lang.annotation.Annotation;
import java.util.Set;
import javax.cache.annotation.CacheInvocationParameter;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CacheValue;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of an annotated method.
 *
 * @param rawType its declared type
 * @param annotations all annotations on it
 * @param position its index
 */
record MethodParameter(Class<?> rawType, Set<Annotation> annotations, int position) {

    MethodParameter {
        annotations = Set.copyOf(annotations);
    }

    boolean isKey() {
        return annotations.stream().anyMatch(CacheKey.class::isInstance);
    }

    boolean isValue() {
        return annotations.stream().anyMatch(CacheValue.class::isInstance);
    }

    /** Returns this parameter with its value in one call. */
    CacheInvocationParameter withValue(@Nullable Object value) {
        return new WithValue(this, value);
    }

    private record WithValue(
            MethodParameter parameter, @Nullable Object value) implements CacheInvocationParameter {

        @Override
        public Class<?> getRawType() {
            return parameter.rawType();
        }

        @Override
        public @Nullable Object getValue() {
            return value;
        }

        @Override
        public Set<Annotation> getAnnotations() {
            return parameter.annotations();
        }

        @Override
        public int getParameterPosition() {
            return parameter.position();
        }
    }
}
