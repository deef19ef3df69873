package io.slabcache.annotations.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.inject.spi.DefinitionException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.io.IOException;
import java.io.Serializable;
import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.annotation.CacheInvocationContext;
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
import javax.cache.spi.CachingProvider;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What CDI has and other containers do not, and what goes wrong. */
@SuppressWarnings("NullAway") // user code answers null where it must not
class CdiAnnotationsTest {

    private final List<Host> hosts = new ArrayList<>();
    /** Managers hold theirs weakly. */
    private final ClassLoader classLoader = new ClassLoader(getClass().getClassLoader()) {};

    private CacheManager manager;

    @BeforeEach
    void makeManager() {
        CachingProvider provider = Caching.getCachingProvider();
        manager = provider.getCacheManager(provider.getDefaultURI(), classLoader);
    }

    @AfterEach
    void close() {
        hosts.forEach(Host::close);
        manager.close();
    }

    @Test
    void classAnnotation_isForMethodsWithoutTheirOwn() {
        OfClass bean = start(OfClass.class);

        assertThat(bean.cached(1)).isEqualTo("1#1");
        assertThat(bean.cached(1)).isEqualTo("1#1");
        assertThat(bean.inherited(2)).isEqualTo("2#2");
        assertThat(bean.inherited(2)).isEqualTo("2#2");
        bean.remove(1);
        assertThat(bean.cached(1)).isEqualTo("1#4");
    }

    @Test
    void stereotype_withAnAnnotation_isLikeTheAnnotation() {
        OfStereotype bean = start(OfStereotype.class);

        assertThat(bean.cached(1)).isEqualTo("1#1");
        assertThat(bean.cached(1)).isEqualTo("1#1");
        assertThat(manager.getCacheNames()).containsExactly("stereotyped");
    }

    @Test
    void interceptorBinding_withAnAnnotation_isLikeTheAnnotation() {
        OfBinding bean = start(OfBinding.class);

        assertThat(bean.cached(1)).isEqualTo("1#1");
        assertThat(bean.cached(1)).isEqualTo("1#1");
        assertThat(bean.uncached(1)).isEqualTo("1#2");
        assertThat(manager.getCacheNames()).containsExactly("bound");
    }

    @Test
    void annotationOfAnInterface_hasNoEffect() {
        Fixtures.Titles bean = start(Fixtures.OfInterface.class);

        assertThat(bean.byId(1)).isEqualTo("1#1");
        assertThat(bean.byId(1)).isEqualTo("1#2");
    }

    @Test
    void packagePrivateMethod_isIntercepted() {
        Visibility bean = start(Visibility.class);

        assertThat(bean.packagePrivate(1)).isEqualTo("1#1");
        assertThat(bean.packagePrivate(1)).isEqualTo("1#1");
    }

    @Test
    void privateMethod_cannotBeIntercepted_andAWarningSaysSo() {
        try (RecordedLog log = new RecordedLog(CacheMethodReader.class)) {
            start(Visibility.class);

            assertThat(log.messages())
                    .anyMatch(message -> message.contains("no effect") && message.contains("hidden(long)"))
                    .anyMatch(message -> message.contains("no effect") && message.contains("ofClass(long)"));
        }
    }

    @Test
    void interceptionFactory_ofAnObjectThatIsNoBean_isIntercepted() {
        start(Fixtures.Results.class);
        Weld weld = new Weld().addExtension(new WeldHost.ManagerBean(manager));
        try (Host host = new WeldHost(weld, Unrelated.class)) {
            BeanManager beanManager = host.bean(Unrelated.class).beanManager;
            CreationalContext<NoBean> context = beanManager.createCreationalContext(null);
            NoBean intercepted = beanManager
                    .createInterceptionFactory(context, NoBean.class)
                    .createInterceptedInstance(new NoBean());

            assertThat(intercepted.cached(1)).isEqualTo("1#1");
            assertThat(intercepted.cached(1)).isEqualTo("1#1");
        }
    }

    @Test
    void missingCache_isMadeOfTheTemplate_andALineSaysSo() {
        try (RecordedLog log = new RecordedLog(NamedCacheResolver.class)) {
            Missing bean = start(Missing.class);
            assertThat(manager.getCacheNames()).as("not before it is needed").isEmpty();

            bean.cached(1);
            bean.cached(2);

            assertThat(manager.getCacheNames()).containsExactly("missing");
            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("cache=missing")
                    .contains("manager=" + manager.getURI());
        }
    }

    @Test
    void destroyedCache_isFoundAnew() {
        Missing bean = start(Missing.class);
        assertThat(bean.cached(1)).isEqualTo("1#1");

        manager.destroyCache("missing");

        assertThat(bean.cached(1)).isEqualTo("1#2");
        assertThat(bean.cached(1)).isEqualTo("1#2");
    }

    @Test
    void cacheManager_noBean_isTheProvidersDefault() {
        CacheManager defaultManager = Caching.getCachingProvider().getCacheManager();
        try (Host host = new WeldHost(new Weld(), ByDefaultManager.class)) {
            host.bean(ByDefaultManager.class).cached(1);

            assertThat(defaultManager.getCacheNames()).contains("by-default-manager");
        } finally {
            defaultManager.destroyCache("by-default-manager");
        }
    }

    @Test
    void defaultKey_isOfTheArguments() {
        Missing bean = start(Missing.class);

        bean.cached(1);

        Cache<Object, Object> cache = manager.getCache("missing");
        assertThat(cache).singleElement().satisfies(entry -> {
            assertThat(entry.getKey()).isInstanceOf(GeneratedCacheKey.class).hasToString("[1]");
            assertThat(cache.get(entry.getKey())).isEqualTo("1#1");
        });
    }

    @Test
    void failureOfTheCache_afterAFailureOfTheMethod_isSuppressed() {
        Unstorable bean = start(Unstorable.class);

        assertThatThrownBy(bean::failing)
                .isInstanceOf(NotSerializableException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThatThrownBy(() -> bean.put(1, null))
                .isInstanceOf(IOException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).singleElement().isInstanceOf(NullPointerException.class));
    }

    @Test
    void value_null_isRefusedByTheCache() {
        Unstorable bean = start(Unstorable.class);

        assertThatThrownBy(() -> bean.putNull(1, null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void valueParameter_markedAsKeyToo_isNotOfTheKey() {
        Fixtures.KeyAndValue bean = start(Fixtures.KeyAndValue.class);

        bean.put("a", "value");

        assertThat(manager.<Object, Object>getCache("books"))
                .singleElement()
                .extracting(entry -> entry.getKey().toString())
                .isEqualTo("[]");
    }

    @Test
    void keyGenerator_ofDependentScope_endsWithTheApplication() {
        DependentKey.destroyed.set(0);
        Weld weld = new Weld().addExtension(new WeldHost.ManagerBean(manager));
        try (Host host = new WeldHost(weld, Generated.class, DependentKey.class)) {
            assertThat(host.bean(Generated.class).cached(1)).isEqualTo("1#1");
            assertThat(host.bean(Generated.class).other(1)).as("one generator").isEqualTo("1#1");
            assertThat(DependentKey.destroyed).hasValue(0);
        }
        assertThat(DependentKey.destroyed).hasValue(1);
    }

    @Test
    void resolver_isAskedForOncePerMethod() {
        CountingResolverFactory.factories.set(0);
        CountingResolverFactory.resolvers.set(0);
        Resolved bean = start(Resolved.class);

        for (int i = 0; i < 3; i++) {
            bean.one(i);
            bean.other(i);
        }

        assertThat(CountingResolverFactory.factories).hasValue(1);
        assertThat(CountingResolverFactory.resolvers).hasValue(2);
    }

    @Test
    void namedClass_thatCannotBeConstructed_isAnErrorThatNamesIt() {
        Broken bean = start(Broken.class);

        assertThatThrownBy(() -> bean.unconstructable(1))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining(UnconstructableKey.class.getName());
        assertThatThrownBy(() -> bean.nullKey(1))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining(NullKey.class.getName())
                .hasMessageContaining("nullKey");
        assertThatThrownBy(() -> bean.nullCache(1))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("nullCache");
    }

    @Test
    void definitionErrors_areOfTheDeployment_andNameTheMethod() {
        assertThatThrownBy(() -> start(Fixtures.TwoAnnotations.class))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining(Fixtures.TwoAnnotations.class.getName() + ".contradictory(long)")
                .hasMessageContaining("CacheResult")
                .hasMessageContaining("CacheRemove");
        assertThatThrownBy(() -> start(Fixtures.PutWithoutValue.class))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("valueless(long,java.lang.String)")
                .hasMessageContaining("@CacheValue");
        assertThatThrownBy(() -> start(TwoOfClass.class))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("method()");
    }

    @Test
    void interceptor_thatWasPassivated_findsItsContainer() throws Exception {
        start(Missing.class);
        CacheResultInterceptor passivated = new CacheResultInterceptor();
        assertThat(passivated).isInstanceOf(Serializable.class);
        Missing target = new Missing();
        InvocationContext invocation = (InvocationContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {InvocationContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getTarget" -> target;
                    case "getMethod" -> Missing.class.getMethod("cached", long.class);
                    case "getParameters" -> new Object[] {1L};
                    case "proceed" -> target.cached(1);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        assertThat(CDI.current()).isNotNull();

        assertThat(passivated.aroundInvoke(invocation)).isEqualTo("1#1");
        assertThat(passivated.aroundInvoke(invocation)).isEqualTo("1#1");
    }

    private <T> T start(Class<T> first, Class<?>... others) {
        List<Class<?>> beans = new ArrayList<>(List.of(others));
        beans.add(first);
        Host host = new WeldHost(manager, beans.toArray(Class<?>[]::new));
        hosts.add(host);
        return host.bean(first);
    }

    static class OfClassBase extends Counting {

        public String inherited(long id) {
            return answer(id);
        }
    }

    @CacheResult(cacheName = "class")
    static class OfClass extends OfClassBase {

        public String cached(long id) {
            return answer(id);
        }

        @CacheRemove(cacheName = "class")
        public String remove(long id) {
            return answer(id);
        }
    }

    @CacheResult(cacheName = "stereotyped")
    @Stereotype
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Cached {}

    @Cached
    static class OfStereotype extends Counting {

        public String cached(long id) {
            return answer(id);
        }
    }

    @CacheResult(cacheName = "bound")
    @InterceptorBinding
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @interface CachedMethod {}

    static class OfBinding extends Counting {

        @CachedMethod
        public String cached(long id) {
            return answer(id);
        }

        public String uncached(long id) {
            return answer(id);
        }
    }

    static class Visibility extends Counting {

        @CacheResult(cacheName = "visibility")
        String packagePrivate(long id) {
            return answer(id);
        }

        @CacheResult(cacheName = "visibility")
        private String hidden(long id) {
            return answer(id);
        }

        @CacheResult(cacheName = "visibility")
        public static String ofClass(long id) {
            return String.valueOf(id);
        }

        public String callsHidden(long id) {
            return hidden(id);
        }
    }

    static class Unrelated {

        @Inject
        BeanManager beanManager;
    }

    static class NoBean extends Counting {

        @CacheResult(cacheName = "no-bean")
        public String cached(long id) {
            return answer(id);
        }
    }

    static class Missing extends Counting {

        @CacheResult(cacheName = "missing")
        public String cached(long id) {
            return answer(id);
        }
    }

    static class ByDefaultManager extends Counting {

        @CacheResult(cacheName = "by-default-manager")
        public String cached(long id) {
            return answer(id);
        }
    }

    static final class NotSerializableException extends Exception {

        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        private final Object field = new Object();

        @Override
        public String getMessage() {
            return "not serializable, for " + field.getClass();
        }
    }

    static class Unstorable {

        @CacheResult(cacheName = "values", exceptionCacheName = "failures")
        public String failing() throws NotSerializableException {
            throw new NotSerializableException();
        }

        @CachePut(cacheName = "values", cacheFor = IOException.class)
        public void put(long id, @CacheValue String value) throws IOException {
            throw new IOException("a");
        }

        @CachePut(cacheName = "values")
        public void putNull(long id, @CacheValue String value) {}
    }

    @Singleton
    static class Generated extends Counting {

        @CacheResult(cacheName = "values", cacheKeyGenerator = DependentKey.class)
        public String cached(long id) {
            return answer(id);
        }

        @CacheResult(cacheName = "values", cacheKeyGenerator = DependentKey.class)
        public String other(long id) {
            return answer(id);
        }
    }

    @Dependent
    static class DependentKey implements CacheKeyGenerator {

        static final AtomicInteger destroyed = new AtomicInteger();

        @Override
        public GeneratedCacheKey generateCacheKey(CacheKeyInvocationContext<? extends Annotation> context) {
            return new Fixtures.Key("same");
        }

        @PreDestroy
        void destroy() {
            destroyed.incrementAndGet();
        }
    }

    static class Resolved extends Counting {

        @CacheResult(cacheName = "a", cacheResolverFactory = CountingResolverFactory.class)
        public String one(long id) {
            return answer(id);
        }

        @CacheRemoveAll(cacheName = "a", cacheResolverFactory = CountingResolverFactory.class)
        public String other(long id) {
            return answer(id);
        }
    }

    static class CountingResolverFactory implements CacheResolverFactory {

        static final AtomicInteger factories = new AtomicInteger();
        static final AtomicInteger resolvers = new AtomicInteger();

        private final NamedCacheResolverFactory named =
                new NamedCacheResolverFactory(Caching.getCachingProvider().getCacheManager());

        CountingResolverFactory() {
            factories.incrementAndGet();
        }

        @Override
        public CacheResolver getCacheResolver(CacheMethodDetails<? extends Annotation> method) {
            resolvers.incrementAndGet();
            return named.getCacheResolver(method);
        }

        @Override
        public CacheResolver getExceptionCacheResolver(CacheMethodDetails<CacheResult> method) {
            throw new AssertionError("only with an exception cache");
        }
    }

    static class Broken {

        @CacheResult(cacheName = "values", cacheKeyGenerator = UnconstructableKey.class)
        public String unconstructable(long id) {
            return "";
        }

        @CacheResult(cacheName = "values", cacheKeyGenerator = NullKey.class)
        public String nullKey(long id) {
            return "";
        }

        @CacheRemoveAll(cacheName = "values", cacheResolverFactory = NullCacheFactory.class)
        public void nullCache(long id) {}
    }

    static class UnconstructableKey implements CacheKeyGenerator {

        UnconstructableKey(String needed) {
            assertThat(needed).isNotNull();
        }

        @Override
        public GeneratedCacheKey generateCacheKey(CacheKeyInvocationContext<? extends Annotation> context) {
            return new Fixtures.Key("");
        }
    }

    static class NullKey implements CacheKeyGenerator {

        @Override
        public GeneratedCacheKey generateCacheKey(CacheKeyInvocationContext<? extends Annotation> context) {
            return null;
        }
    }

    static class NullCacheFactory implements CacheResolverFactory {

        @Override
        public CacheResolver getCacheResolver(CacheMethodDetails<? extends Annotation> method) {
            return new CacheResolver() {
                @Override
                public <K, V> Cache<K, V> resolveCache(CacheInvocationContext<? extends Annotation> context) {
                    return null;
                }
            };
        }

        @Override
        public CacheResolver getExceptionCacheResolver(CacheMethodDetails<CacheResult> method) {
            return getCacheResolver(method);
        }
    }

    @CacheResult
    @CacheRemoveAll
    static class TwoOfClass {

        public void method() {}
    }
}
