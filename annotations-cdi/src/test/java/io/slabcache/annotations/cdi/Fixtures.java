package io.slabcache.annotations.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheInvocationContext;
import javax.cache.annotation.CacheInvocationParameter;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CacheKeyGenerator;
import javax.cache.annotation.CacheKeyInvocationContext;
import javax.cache.annotation.CacheMethodDetails;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResolver;
import javax.cache.annotation.CacheResolverFactory;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import javax.cache.annotation.GeneratedCacheKey;

/** Beans of {@link CacheAnnotationsContractTest}, for any container. */
@SuppressWarnings("NullAway") // containers set fields, and null is among the arguments
final class Fixtures {

    private Fixtures() {}

    /** Answers from {@code books}, unless they were not yet asked for. */
    static class Results extends Counting {

        @CacheResult(cacheName = "books")
        public String byId(long id) {
            return answer(id);
        }

        @CacheResult(cacheName = "books")
        public String byKey(String ignored, @CacheKey long id, int ignoredToo) {
            return answer(id);
        }

        @CacheResult(cacheName = "books")
        public String byTwoKeys(@CacheKey String part, int ignored, @CacheKey long id) {
            return answer(part + id);
        }

        @CacheResult(cacheName = "books", skipGet = true)
        public String fresh(long id) {
            return answer(id);
        }

        @CacheResult(cacheName = "books")
        public String all() {
            return answer("all");
        }

        @CacheResult(cacheName = "books")
        public String byText(String text) {
            return answer(text);
        }

        @CacheResult(cacheName = "books")
        public String byArray(int[][] numbers) {
            String answer = answer(Arrays.deepToString(numbers));
            // The key was made before, and is used after.
            numbers[0][0]++;
            return answer;
        }

        @CacheResult(cacheName = "books")
        public String byMany(String first, String... others) {
            return answer(first + List.of(others));
        }

        @CacheResult(cacheName = "books")
        public int number(long id) {
            return Integer.parseInt(answer("").substring(1));
        }

        @CacheResult(cacheName = "books")
        public void nothing(long id) {
            answer(id);
        }

        @CacheResult
        public String unnamed(String text, int[] numbers, List<String> list) {
            return answer(text);
        }
    }

    /** Throws what it is told to. */
    static class Failures extends Counting {

        @CacheResult(cacheName = "books")
        public String uncached(Exception failure) throws Exception {
            throw counted(failure);
        }

        @CacheResult(cacheName = "books", exceptionCacheName = "failures")
        public String all(@CacheKey long id, Exception failure) throws Exception {
            throw counted(failure);
        }

        @CacheResult(cacheName = "books", exceptionCacheName = "failures", skipGet = true)
        public String fresh(@CacheKey long id, Exception failure) throws Exception {
            throw counted(failure);
        }

        @CacheResult(cacheName = "books", exceptionCacheName = "failures", cachedExceptions = IOException.class)
        public String some(@CacheKey long id, Exception failure) throws Exception {
            throw counted(failure);
        }

        @CacheResult(cacheName = "books", exceptionCacheName = "failures", nonCachedExceptions = IOException.class)
        public String others(@CacheKey long id, Exception failure) throws Exception {
            throw counted(failure);
        }

        @CacheResult(
                cacheName = "books",
                exceptionCacheName = "failures",
                cachedExceptions = {IOException.class, TimeoutException.class},
                nonCachedExceptions = java.io.FileNotFoundException.class)
        public String mixed(@CacheKey long id, Exception failure) throws Exception {
            throw counted(failure);
        }

        @CacheResult(cacheName = "books", exceptionCacheName = "failures")
        public String missing(long id) throws IOException {
            throw new IOException(answer(id));
        }

        private Exception counted(Exception failure) {
            failure.addSuppressed(new IllegalStateException(answer("call")));
            return failure;
        }
    }

    /** Changes {@code books}, and fails if it is given a failure. */
    static class Changes {

        @CachePut(cacheName = "books")
        public void put(long id, @CacheValue String title) {}

        @CachePut(cacheName = "books")
        public void putByKey(@CacheKey long id, String ignored, @CacheValue String title) {}

        @CachePut(cacheName = "books", afterInvocation = false)
        public void putBefore(@CacheKey long id, @CacheValue String title, Exception failure) throws Exception {
            throw failure;
        }

        @CachePut(cacheName = "books", cacheFor = IOException.class)
        public void putFor(@CacheKey long id, @CacheValue String title, Exception failure) throws Exception {
            throw failure;
        }

        @CachePut(cacheName = "books", noCacheFor = IOException.class)
        public void putUnless(@CacheKey long id, @CacheValue String title, Exception failure) throws Exception {
            throw failure;
        }

        @CachePut(cacheName = "books", cacheFor = IOException.class, noCacheFor = java.io.FileNotFoundException.class)
        public void putMixed(@CacheKey long id, @CacheValue String title, Exception failure) throws Exception {
            throw failure;
        }

        @CachePut(cacheName = "books")
        public void putUnlisted(@CacheKey long id, @CacheValue String title, Exception failure) throws Exception {
            throw failure;
        }

        @CacheRemove(cacheName = "books")
        public void remove(long id) {}

        @CacheRemove(cacheName = "books", afterInvocation = false)
        public void removeBefore(@CacheKey long id, Exception failure) throws Exception {
            throw failure;
        }

        @CacheRemove(cacheName = "books", evictFor = IOException.class)
        public void removeFor(@CacheKey long id, Exception failure) throws Exception {
            throw failure;
        }

        @CacheRemove(cacheName = "books", noEvictFor = IOException.class)
        public void removeUnless(@CacheKey long id, Exception failure) throws Exception {
            throw failure;
        }

        @CacheRemove(cacheName = "books")
        public void removeUnlisted(@CacheKey long id, Exception failure) throws Exception {
            throw failure;
        }

        @CacheRemoveAll(cacheName = "books")
        public void removeAll() {}

        @CacheRemoveAll(cacheName = "books", afterInvocation = false)
        public void removeAllBefore(Exception failure) throws Exception {
            throw failure;
        }

        @CacheRemoveAll(cacheName = "books", evictFor = IOException.class)
        public void removeAllFor(Exception failure) throws Exception {
            throw failure;
        }

        @CacheRemoveAll(cacheName = "books", noEvictFor = IOException.class)
        public void removeAllUnless(Exception failure) throws Exception {
            throw failure;
        }

        @CacheRemoveAll(cacheName = "books")
        public void removeAllUnlisted(Exception failure) throws Exception {
            throw failure;
        }
    }

    /** The class says what its methods do not. */
    @CacheDefaults(
            cacheName = "defaults",
            cacheKeyGenerator = SameKey.class,
            cacheResolverFactory = ConstructedResolverFactory.class)
    static class Defaults extends Counting {

        @CacheResult
        public String byId(long id) {
            return answer(id);
        }

        @CacheResult(
                cacheName = "books",
                cacheKeyGenerator = SumKey.class,
                cacheResolverFactory = BeanResolverFactory.class,
                exceptionCacheName = "failures")
        public String bySum(int a, int b) {
            return answer(a + b);
        }
    }

    @CacheDefaults(cacheName = "inherited")
    static class Base extends Counting {

        @CacheResult
        public String inherited(long id) {
            return answer(id);
        }

        @CacheResult
        public String overridden(long id) {
            return answer(id);
        }

        @CacheResult
        public String annotatedAnew(long id) {
            return answer(id);
        }
    }

    @CacheDefaults(cacheName = "books")
    static class Derived extends Base {

        @Override
        public String overridden(long id) {
            return answer(id);
        }

        @Override
        @CacheResult
        public String annotatedAnew(long id) {
            return answer(id);
        }
    }

    static class PlainBase extends Counting {

        @CacheResult
        public String inherited(long id) {
            return answer(id);
        }
    }

    @CacheDefaults(cacheName = "books")
    static class DerivedWithDefaults extends PlainBase {}

    abstract static class GenericBase<K> extends Counting {

        abstract String byKey(K key);
    }

    static class GenericDerived extends GenericBase<String> {

        @Override
        @CacheResult(cacheName = "books")
        public String byKey(String key) {
            return answer(key);
        }
    }

    static class TwoAnnotations {

        @CacheResult(cacheName = "books")
        @CacheRemove(cacheName = "books")
        public String contradictory(long id) {
            return "";
        }
    }

    static class PutWithoutValue {

        @CachePut(cacheName = "books")
        public void valueless(long id, String title) {}
    }

    static class PutWithTwoValues {

        @CachePut(cacheName = "books")
        public void twofold(long id, @CacheValue String title, @CacheValue String subtitle) {}
    }

    /** Everything a key generator may ask for. */
    static class Described {

        @Deprecated
        @CachePut(cacheName = "books", cacheKeyGenerator = DescribingKey.class)
        public void put(@CacheKey long id, @CacheValue String title, int ignored) {}

        @CacheRemove(cacheName = "books", cacheKeyGenerator = DescribingKey.class)
        public void remove(@CacheKey long id, @CacheValue String title) {}
    }

    interface Titles {

        @CacheResult(cacheName = "books")
        String byId(long id);
    }

    /** Has no annotation of its own. */
    static class OfInterface extends Counting implements Titles {

        @Override
        public String byId(long id) {
            return answer(id);
        }
    }

    static class KeyAndValue {

        @CachePut(cacheName = "books")
        public void put(String ignored, @CacheKey @CacheValue String value) {}
    }

    record Key(String text) implements GeneratedCacheKey {}

    /** A bean in Spring by being registered; in CDI constructed. */
    static class SameKey implements CacheKeyGenerator {

        @Override
        public GeneratedCacheKey generateCacheKey(CacheKeyInvocationContext<? extends Annotation> context) {
            return new Key("same");
        }
    }

    /** A bean everywhere. */
    @ApplicationScoped
    static class SumKey implements CacheKeyGenerator {

        @Inject
        CacheManager injected;

        @Override
        public GeneratedCacheKey generateCacheKey(CacheKeyInvocationContext<? extends Annotation> context) {
            Objects.requireNonNull(injected, "a bean is injected");
            return new Key(String.valueOf(Arrays.stream(context.getKeyParameters())
                    .mapToInt(parameter -> (Integer) parameter.getValue())
                    .sum()));
        }
    }

    /** Keeps what it is told about the call. */
    static class DescribingKey implements CacheKeyGenerator {

        static final List<CacheKeyInvocationContext<? extends Annotation>> CALLS = new CopyOnWriteArrayList<>();

        @Override
        public GeneratedCacheKey generateCacheKey(CacheKeyInvocationContext<? extends Annotation> context) {
            CALLS.add(context);
            return new Key("described");
        }

        static List<Object> values(CacheInvocationParameter... parameters) {
            return Arrays.stream(parameters)
                    .map(CacheInvocationParameter::getValue)
                    .toList();
        }
    }

    /** Takes caches of other names than the annotation's. */
    abstract static class PrefixResolverFactory implements CacheResolverFactory {

        abstract CacheManager manager();

        abstract String prefix();

        @Override
        public CacheResolver getCacheResolver(CacheMethodDetails<? extends Annotation> details) {
            return new NameResolver(manager(), prefix() + details.getCacheName());
        }

        @Override
        public CacheResolver getExceptionCacheResolver(CacheMethodDetails<CacheResult> details) {
            return new NameResolver(
                    manager(), prefix() + details.getCacheAnnotation().exceptionCacheName());
        }
    }

    static class ConstructedResolverFactory extends PrefixResolverFactory {

        /** Nobody injects anything here. */
        static volatile CacheManager manager;

        @Override
        CacheManager manager() {
            return manager;
        }

        @Override
        String prefix() {
            return "constructed-";
        }
    }

    @ApplicationScoped
    static class BeanResolverFactory extends PrefixResolverFactory {

        @Inject
        CacheManager manager;

        @Override
        CacheManager manager() {
            return manager;
        }

        @Override
        String prefix() {
            return "bean-";
        }
    }

    record NameResolver(CacheManager manager, String name) implements CacheResolver {

        @Override
        public <K, V> Cache<K, V> resolveCache(CacheInvocationContext<? extends Annotation> context) {
            return manager.getCache(name);
        }
    }
}
