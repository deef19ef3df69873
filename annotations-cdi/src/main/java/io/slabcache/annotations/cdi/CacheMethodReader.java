package io.slabcache.annotations.cdi;

import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedParameter;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.DefinitionException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheKeyGenerator;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheResolverFactory;
import org.jspecify.annotations.Nullable;

/** Finds the annotated methods of a bean's class and checks what is written there. */
final class CacheMethodReader {
    /*
     * Which annotation counts
     * The method's own; else the class's, which as an interceptor binding is one for all its methods. On either it may
     * stand inside another interceptor binding, on the class inside a stereotype too. A method that overrides another
     * has its own annotations only. Interfaces have no part in it, nor have they in CDI.
     */

    private static final System.Logger LOG = System.getLogger(CacheMethodReader.class.getName());

    private final BeanManager beanManager;

    CacheMethodReader(BeanManager beanManager) {
        this.beanManager = beanManager;
    }

    /**
     * Reads a class.
     *
     * @return its annotated methods that can be intercepted, inherited ones included
     * @throws DefinitionException if an annotation is where it must not be; the message names the method
     */
    List<CacheMethod<?>> read(AnnotatedType<?> type) {
        List<Annotation> ofClass = new ArrayList<>();
        collect(type.getAnnotations(), true, new HashSet<>(), ofClass);
        List<CacheMethod<?>> found = new ArrayList<>();
        for (AnnotatedMethod<?> method : type.getMethods()) {
            Method member = method.getJavaMember();
            if (member.isSynthetic() || member.getDeclaringClass() == Object.class || isOverridden(method, type)) {
                continue;
            }
            List<Annotation> ofMethod = new ArrayList<>();
            collect(method.getAnnotations(), false, new HashSet<>(), ofMethod);
            boolean isIntercepted =
                    !Modifier.isStatic(member.getModifiers()) && !Modifier.isPrivate(member.getModifiers());
            if (isIntercepted) {
                Annotation annotation = single(ofMethod.isEmpty() ? ofClass : ofMethod, member);
                if (annotation != null) {
                    found.add(read(method, CacheAnnotation.of(annotation), type));
                }
            } else if (!ofMethod.isEmpty()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a caching annotation has no effect on a private or static method: method={0}",
                        name(member));
            }
        }
        return found;
    }

    private void collect(
            Iterable<Annotation> annotations, boolean ofClass, Set<Class<?>> seen, List<Annotation> found) {
        for (Annotation annotation : annotations) {
            Class<? extends Annotation> type = annotation.annotationType();
            if (CacheAnnotation.TYPES.contains(type)) {
                found.add(annotation);
            } else if (seen.add(type)) {
                if (beanManager.isInterceptorBinding(type)) {
                    collect(beanManager.getInterceptorBindingDefinition(type), ofClass, seen, found);
                } else if (ofClass && beanManager.isStereotype(type)) {
                    collect(beanManager.getStereotypeDefinition(type), true, seen, found);
                }
            }
        }
    }

    private static @Nullable Annotation single(List<Annotation> annotations, Method method) {
        if (annotations.size() > 1) {
            throw new DefinitionException("a method must not have more than one caching annotation: method="
                    + name(method) + ", annotations=" + annotations);
        }
        return annotations.isEmpty() ? null : annotations.get(0);
    }

    private static <A extends Annotation> CacheMethod<A> read(
            AnnotatedMethod<?> method, CacheAnnotation<A> annotation, AnnotatedType<?> type) {
        Method member = method.getJavaMember();
        checkReturnType(member);
        List<MethodParameter> parameters = new ArrayList<>();
        for (AnnotatedParameter<?> parameter : method.getParameters()) {
            parameters.add(new MethodParameter(
                    member.getParameterTypes()[parameter.getPosition()],
                    parameter.getAnnotations(),
                    parameter.getPosition()));
        }
        List<MethodParameter> values =
                parameters.stream().filter(MethodParameter::isValue).toList();
        if (annotation.annotation() instanceof CachePut && values.size() != 1) {
            throw new DefinitionException("a method with @CachePut must have one parameter with @CacheValue: method="
                    + name(member) + ", parameters=" + values.size());
        }
        boolean hasKeys = parameters.stream().anyMatch(MethodParameter::isKey);
        List<MethodParameter> keys = parameters.stream()
                .filter(parameter -> !parameter.isValue() && (parameter.isKey() || !hasKeys))
                .toList();
        return new CacheMethod<>(
                member,
                method.getAnnotations(),
                withDefaults(annotation, defaults(member, type), member),
                parameters,
                keys,
                annotation.annotation() instanceof CachePut ? values.get(0) : null);
    }

    /** On a hit a completed stage must be made, and of a class of the user's none can be. */
    private static void checkReturnType(Method method) {
        Class<?> type = method.getReturnType();
        if (Stages.isStage(type) && type != CompletionStage.class && type != CompletableFuture.class) {
            throw new DefinitionException("a method with a caching annotation that answers later must be declared to"
                    + " return a CompletionStage or CompletableFuture: method=" + name(method) + ", type="
                    + type.getName());
        }
    }

    /**
     * Returns the defaults of the class that declares the method, for class-level annotations are about what is declared
     * there; without them those of the bean's class, then of the nearest class above.
     */
    private static @Nullable CacheDefaults defaults(Method method, AnnotatedType<?> type) {
        Class<?> declaring = method.getDeclaringClass();
        CacheDefaults defaults = declaring == type.getJavaClass()
                ? type.getAnnotation(CacheDefaults.class)
                : declaring.getAnnotation(CacheDefaults.class);
        if (defaults == null) {
            defaults = type.getAnnotation(CacheDefaults.class);
        }
        for (Class<?> above = declaring.getSuperclass();
                defaults == null && above != null;
                above = above.getSuperclass()) {
            defaults = above.getAnnotation(CacheDefaults.class);
        }
        return defaults;
    }

    private static <A extends Annotation> CacheAnnotation<A> withDefaults(
            CacheAnnotation<A> annotation, @Nullable CacheDefaults defaults, Method method) {
        String cacheName = annotation.cacheName();
        Class<? extends CacheResolverFactory> resolverFactory = annotation.resolverFactory();
        Class<? extends CacheKeyGenerator> keyGenerator = annotation.keyGenerator();
        if (defaults != null) {
            cacheName = cacheName.isEmpty() ? defaults.cacheName() : cacheName;
            resolverFactory =
                    resolverFactory == CacheResolverFactory.class ? defaults.cacheResolverFactory() : resolverFactory;
            keyGenerator = keyGenerator == CacheKeyGenerator.class ? defaults.cacheKeyGenerator() : keyGenerator;
        }
        return new CacheAnnotation<>(
                annotation.annotation(),
                cacheName.isEmpty() ? name(method) : cacheName,
                resolverFactory,
                keyGenerator,
                annotation.afterInvocation(),
                annotation.exceptionCacheName(),
                annotation.throwables());
    }

    private static boolean isOverridden(AnnotatedMethod<?> method, AnnotatedType<?> type) {
        Method member = method.getJavaMember();
        if (Modifier.isPrivate(member.getModifiers()) || Modifier.isStatic(member.getModifiers())) {
            return false;
        }
        for (Class<?> below = type.getJavaClass();
                below != null && below != member.getDeclaringClass();
                below = below.getSuperclass()) {
            if (Arrays.stream(below.getDeclaredMethods())
                    .anyMatch(other -> other.getName().equals(member.getName())
                            && Arrays.equals(other.getParameterTypes(), member.getParameterTypes()))) {
                return true;
            }
        }
        return false;
    }

    /** Returns a method's name as the specification has it for caches without a name. */
    private static String name(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getName)
                .collect(Collectors.joining(
                        ",", method.getDeclaringClass().getName() + "." + method.getName() + "(", ")"));
    }
}
