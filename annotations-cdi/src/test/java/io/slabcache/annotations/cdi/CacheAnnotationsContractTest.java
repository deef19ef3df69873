package io.slabcache.annotations.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.slabcache.annotations.cdi.Fixtures.BeanResolverFactory;
import io.slabcache.annotations.cdi.Fixtures.Changes;
import io.slabcache.annotations.cdi.Fixtures.ConstructedResolverFactory;
import io.slabcache.annotations.cdi.Fixtures.Defaults;
import io.slabcache.annotations.cdi.Fixtures.Derived;
import io.slabcache.annotations.cdi.Fixtures.DerivedWithDefaults;
import io.slabcache.annotations.cdi.Fixtures.Described;
import io.slabcache.annotations.cdi.Fixtures.DescribingKey;
import io.slabcache.annotations.cdi.Fixtures.Failures;
import io.slabcache.annotations.cdi.Fixtures.GenericBase;
import io.slabcache.annotations.cdi.Fixtures.GenericDerived;
import io.slabcache.annotations.cdi.Fixtures.PutWithTwoValues;
import io.slabcache.annotations.cdi.Fixtures.PutWithoutValue;
import io.slabcache.annotations.cdi.Fixtures.Results;
import io.slabcache.annotations.cdi.Fixtures.SumKey;
import io.slabcache.annotations.cdi.Fixtures.TwoAnnotations;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.annotation.CacheInvocationParameter;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CacheKeyInvocationContext;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheValue;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What each implementation of the annotations does, whichever container it is for. */
@SuppressWarnings("NullAway") // null is among the arguments
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CacheAnnotationsContractTest {

    /** Managers hold theirs weakly. */
    private final ClassLoader classLoader = new ClassLoader(getClass().getClassLoader()) {};

    private CacheManager manager;
    private Host host;

    abstract Host start(CacheManager cacheManager, Class<?>... beans);

    /** Returns the beans of the heir's own tests. */
    abstract List<Class<?>> ownBeans();

    @BeforeAll
    void start() {
        CachingProvider provider = Caching.getCachingProvider();
        // Its own class loader, so its own manager.
        manager = provider.getCacheManager(provider.getDefaultURI(), classLoader);
        for (String name : List.of(
                "books",
                "failures",
                "inherited",
                "bean-books",
                "bean-failures",
                "constructed-defaults",
                Results.class.getName() + ".unnamed(java.lang.String,[I,java.util.List)")) {
            manager.createCache(name, new MutableConfiguration<>());
        }
        ConstructedResolverFactory.manager = manager;
        List<Class<?>> beans = new ArrayList<>(ownBeans());
        beans.addAll(List.of(
                BeanResolverFactory.class,
                Changes.class,
                Defaults.class,
                Derived.class,
                DerivedWithDefaults.class,
                Described.class,
                Failures.class,
                GenericDerived.class,
                Results.class,
                SumKey.class));
        host = start(manager, beans.toArray(Class<?>[]::new));
    }

    @BeforeEach
    void clear() {
        manager.getCacheNames().forEach(name -> manager.getCache(name).clear());
    }

    @AfterAll
    void close() {
        host.close();
        manager.close();
    }

    @Test
    void result_askedForTwice_isTheFirst() {
        Results results = bean(Results.class);

        assertThat(results.byId(1)).isEqualTo("1#1");
        assertThat(results.byId(2)).isEqualTo("2#2");
        assertThat(results.byId(1)).isEqualTo("1#1");
        assertThat(contents("books")).containsExactlyInAnyOrder("1#1", "2#2");
    }

    @Test
    void result_withCacheKeys_isByTheseAlone() {
        Results results = bean(Results.class);

        assertThat(results.byKey("a", 1, 1)).isEqualTo("1#1");
        assertThat(results.byKey("b", 1, 2)).isEqualTo("1#1");
        assertThat(results.byKey("a", 2, 1)).isEqualTo("2#2");
        assertThat(results.byId(1)).as("one cache, equal keys").isEqualTo("1#1");
        assertThat(results.byTwoKeys("a", 1, 1)).isEqualTo("a1#3");
        assertThat(results.byTwoKeys("a", 2, 1)).isEqualTo("a1#3");
        assertThat(results.byTwoKeys("b", 1, 1)).isEqualTo("b1#4");
    }

    @Test
    void result_skipGet_isAlwaysNewAndKept() {
        Results results = bean(Results.class);

        assertThat(results.fresh(1)).isEqualTo("1#1");
        assertThat(results.fresh(1)).isEqualTo("1#2");
        assertThat(results.byId(1)).isEqualTo("1#2");
    }

    @Test
    void result_noParameters_hasAKey() {
        Results results = bean(Results.class);

        assertThat(results.all()).isEqualTo("all#1");
        assertThat(results.all()).isEqualTo("all#1");
    }

    @Test
    void result_nullArgument_isAKey() {
        Results results = bean(Results.class);

        assertThat(results.byText(null)).isEqualTo("null#1");
        assertThat(results.byText(null)).isEqualTo("null#1");
        assertThat(results.byText("a")).isEqualTo("a#2");
    }

    @Test
    void result_arrays_areKeysByTheirContents() {
        Results results = bean(Results.class);

        assertThat(results.byMany("a", "b", "c")).isEqualTo("a[b, c]#1");
        assertThat(results.byMany("a", "b", "c")).isEqualTo("a[b, c]#1");
        assertThat(results.byMany("a", "b")).isEqualTo("a[b]#2");
        assertThat(results.byMany("a")).isEqualTo("a[]#3");
    }

    @Test
    void result_primitive_isCached() {
        Results results = bean(Results.class);

        assertThat(results.number(1)).isEqualTo(1);
        assertThat(results.number(1)).isEqualTo(1);
    }

    @Test
    void result_unnamedCache_isNamedByTheMethod() {
        Results results = bean(Results.class);

        assertThat(results.unnamed("a", new int[] {1}, List.of("x"))).isEqualTo("a#1");
        assertThat(results.unnamed("a", new int[] {1}, List.of("x"))).isEqualTo("a#1");
        assertThat(contents(Results.class.getName() + ".unnamed(java.lang.String,[I,java.util.List)"))
                .containsExactly("a#1");
    }

    @Test
    void exceptions_withoutTheirCache_areThrownAnew() {
        Failures failures = bean(Failures.class);

        assertThat(calls(() -> failures.uncached(new IOException("a")), IOException.class))
                .isEqualTo("call#1");
        assertThat(calls(() -> failures.uncached(new IOException("a")), IOException.class))
                .isEqualTo("call#2");
    }

    @Test
    void exceptions_noLists_areAllCached() {
        Failures failures = bean(Failures.class);

        assertThat(calls(() -> failures.all(1, new IOException("a")), IOException.class))
                .isEqualTo("call#1");
        assertThat(calls(() -> failures.all(1, new TimeoutException("b")), IOException.class))
                .isEqualTo("call#1");
        assertThat(calls(() -> failures.all(2, new TimeoutException("b")), TimeoutException.class))
                .isEqualTo("call#2");
        assertThat(contents("failures")).hasSize(2);
        assertThat(contents("books")).isEmpty();
    }

    @Test
    void exceptions_skipGet_areThrownAnewAndKept() {
        Failures failures = bean(Failures.class);

        assertThat(calls(() -> failures.fresh(1, new IOException("a")), IOException.class))
                .isEqualTo("call#1");
        assertThat(calls(() -> failures.fresh(1, new IOException("a")), IOException.class))
                .isEqualTo("call#2");
        assertThat(calls(() -> failures.all(1, new IOException("a")), IOException.class))
                .isEqualTo("call#2");
    }

    @Test
    void exceptions_included_areCached() {
        Failures failures = bean(Failures.class);

        assertThat(calls(() -> failures.some(1, new FileNotFoundException("a")), IOException.class))
                .isEqualTo("call#1");
        assertThat(calls(() -> failures.some(1, new FileNotFoundException("a")), IOException.class))
                .isEqualTo("call#1");
        assertThat(calls(() -> failures.some(2, new TimeoutException("a")), TimeoutException.class))
                .isEqualTo("call#2");
        assertThat(calls(() -> failures.some(2, new TimeoutException("a")), TimeoutException.class))
                .isEqualTo("call#3");
    }

    @Test
    void exceptions_excluded_areNotCached() {
        Failures failures = bean(Failures.class);

        assertThat(calls(() -> failures.others(1, new FileNotFoundException("a")), IOException.class))
                .isEqualTo("call#1");
        assertThat(calls(() -> failures.others(1, new FileNotFoundException("a")), IOException.class))
                .isEqualTo("call#2");
        assertThat(calls(() -> failures.others(2, new TimeoutException("a")), TimeoutException.class))
                .isEqualTo("call#3");
        assertThat(calls(() -> failures.others(2, new TimeoutException("a")), TimeoutException.class))
                .isEqualTo("call#3");
    }

    @Test
    void exceptions_includedAndExcluded_areCachedIfNotExcluded() {
        Failures failures = bean(Failures.class);

        assertThat(calls(() -> failures.mixed(1, new IOException("a")), IOException.class))
                .isEqualTo("call#1");
        assertThat(calls(() -> failures.mixed(1, new IOException("a")), IOException.class))
                .isEqualTo("call#1");
        assertThat(calls(() -> failures.mixed(2, new FileNotFoundException("a")), IOException.class))
                .isEqualTo("call#2");
        assertThat(calls(() -> failures.mixed(2, new FileNotFoundException("a")), IOException.class))
                .isEqualTo("call#3");
        assertThat(calls(() -> failures.mixed(3, new IllegalStateException("a")), IllegalStateException.class))
                .isEqualTo("call#4");
        assertThat(calls(() -> failures.mixed(3, new IllegalStateException("a")), IllegalStateException.class))
                .isEqualTo("call#5");
    }

    @Test
    void put_afterTheCall_isFoundByItsKey() {
        Results results = bean(Results.class);
        Changes changes = bean(Changes.class);

        changes.put(1, "one");
        changes.putByKey(2, "ignored", "two");

        assertThat(results.byId(1)).isEqualTo("one");
        assertThat(results.byId(2)).isEqualTo("two");
    }

    @Test
    void put_beforeTheCall_isDoneThoughItFails() {
        Changes changes = bean(Changes.class);

        assertThrown(() -> changes.putBefore(1, "one", new IOException("a")), IOException.class);

        assertThat(contents("books")).containsExactly("one");
    }

    @Test
    void put_afterAFailure_isDoneIfListed() {
        Changes changes = bean(Changes.class);

        assertThrown(() -> changes.putFor(1, "included", new FileNotFoundException("a")), IOException.class);
        assertThrown(() -> changes.putFor(2, "not included", new TimeoutException("a")), TimeoutException.class);
        assertThrown(() -> changes.putUnless(3, "excluded", new FileNotFoundException("a")), IOException.class);
        assertThrown(() -> changes.putUnless(4, "not excluded", new TimeoutException("a")), TimeoutException.class);
        assertThrown(() -> changes.putMixed(5, "both", new FileNotFoundException("a")), IOException.class);
        assertThrown(() -> changes.putMixed(6, "included only", new IOException("a")), IOException.class);
        assertThrown(() -> changes.putMixed(7, "neither", new TimeoutException("a")), TimeoutException.class);

        assertThat(contents("books")).containsExactlyInAnyOrder("included", "not excluded", "included only");
    }

    @Test
    void remove_afterTheCall_removesOne() {
        Changes changes = bean(Changes.class);
        changes.put(1, "one");
        changes.put(2, "two");

        changes.remove(1);

        assertThat(contents("books")).containsExactly("two");
    }

    @Test
    void remove_ofAFailedCall_isDoneBeforeOrIfListed() {
        Changes changes = bean(Changes.class);
        for (int i = 1; i <= 5; i++) {
            changes.put(i, "book " + i);
        }

        assertThrown(() -> changes.removeBefore(1, new IOException("a")), IOException.class);
        assertThrown(() -> changes.removeFor(2, new FileNotFoundException("a")), IOException.class);
        assertThrown(() -> changes.removeFor(3, new TimeoutException("a")), TimeoutException.class);
        assertThrown(() -> changes.removeUnless(4, new IOException("a")), IOException.class);
        assertThrown(() -> changes.removeUnless(5, new TimeoutException("a")), TimeoutException.class);

        assertThat(contents("books")).containsExactlyInAnyOrder("book 3", "book 4");
    }

    @Test
    void removeAll_afterTheCall_removesAll() {
        Changes changes = bean(Changes.class);
        changes.put(1, "one");
        changes.put(2, "two");

        changes.removeAll();

        assertThat(contents("books")).isEmpty();
    }

    @Test
    void removeAll_ofAFailedCall_isDoneBeforeOrIfListed() {
        Changes changes = bean(Changes.class);

        assertRemovesAll(changes, () -> changes.removeAllBefore(new IOException("a")), IOException.class, true);
        assertRemovesAll(changes, () -> changes.removeAllFor(new FileNotFoundException("a")), IOException.class, true);
        assertRemovesAll(changes, () -> changes.removeAllFor(new TimeoutException("a")), TimeoutException.class, false);
        assertRemovesAll(changes, () -> changes.removeAllUnless(new IOException("a")), IOException.class, false);
        assertRemovesAll(
                changes, () -> changes.removeAllUnless(new TimeoutException("a")), TimeoutException.class, true);
    }

    private void assertRemovesAll(
            Changes changes, ThrowingCallable call, Class<? extends Exception> expected, boolean all) {
        changes.put(1, "one");
        assertThrown(call, expected);
        assertThat(contents("books").isEmpty()).isEqualTo(all);
    }

    @Test
    void defaults_ofTheClass_areForMethodsThatSayNothing() {
        Defaults defaults = bean(Defaults.class);

        assertThat(defaults.byId(1)).isEqualTo("1#1");
        assertThat(defaults.byId(2)).as("SameKey").isEqualTo("1#1");
        assertThat(contents("constructed-defaults")).containsExactly("1#1");
        assertThat(defaults.bySum(1, 4)).isEqualTo("5#2");
        assertThat(defaults.bySum(2, 3)).as("SumKey").isEqualTo("5#2");
        assertThat(contents("bean-books")).containsExactly("5#2");
        assertThat(contents("books")).isEmpty();
    }

    @Test
    void inheritedMethod_ofABean_isIntercepted() {
        Derived derived = bean(Derived.class);

        assertThat(derived.inherited(1)).isEqualTo("1#1");
        assertThat(derived.inherited(1)).isEqualTo("1#1");
        assertThat(contents("inherited")).as("its own class's defaults").containsExactly("1#1");
        assertThat(derived.annotatedAnew(1)).isEqualTo("1#2");
        assertThat(derived.annotatedAnew(1)).isEqualTo("1#2");
        assertThat(contents("books")).containsExactly("1#2");
    }

    @Test
    void overridingMethod_withoutAnnotation_isNotIntercepted() {
        Derived derived = bean(Derived.class);

        assertThat(derived.overridden(1)).isEqualTo("1#1");
        assertThat(derived.overridden(1)).isEqualTo("1#2");
    }

    @Test
    void inheritedMethod_ofAClassWithoutDefaults_hasTheBeans() {
        DerivedWithDefaults derived = bean(DerivedWithDefaults.class);

        assertThat(derived.inherited(1)).isEqualTo("1#1");
        assertThat(derived.inherited(1)).isEqualTo("1#1");
        assertThat(contents("books")).containsExactly("1#1");
    }

    @Test
    void genericMethod_calledAsTheBaseDeclaresIt_isCached() {
        GenericBase<String> generic = bean(GenericDerived.class);

        assertThat(generic.byKey("a")).isEqualTo("a#1");
        assertThat(generic.byKey("a")).isEqualTo("a#1");
        assertThat(generic.byKey("b")).isEqualTo("b#2");
    }

    @Test
    void twoAnnotations_onOneMethod_areRefused() {
        assertThatThrownBy(() -> startWith(TwoAnnotations.class)).hasStackTraceContaining("contradictory");
    }

    @Test
    void put_withoutExactlyOneValue_isRefused() {
        assertThatThrownBy(() -> startWith(PutWithoutValue.class)).hasStackTraceContaining("valueless");
        assertThatThrownBy(() -> startWith(PutWithTwoValues.class)).hasStackTraceContaining("twofold");
    }

    @Test
    @SuppressWarnings("deprecation") // an annotation that everybody has
    void context_ofACall_tellsAllThatIsKnown() throws Exception {
        Described described = bean(Described.class);
        DescribingKey.CALLS.clear();

        described.put(7, "seven", 8);

        CacheKeyInvocationContext<? extends Annotation> call = DescribingKey.CALLS.get(0);
        assertThat(call.getMethod()).isEqualTo(Described.class.getMethod("put", long.class, String.class, int.class));
        assertThat(call.getTarget()).isInstanceOf(Described.class);
        assertThat(call.getCacheName()).isEqualTo("books");
        assertThat(call.getCacheAnnotation()).isInstanceOf(CachePut.class);
        assertThat(call.getAnnotations().stream().map(Annotation::annotationType))
                .satisfiesExactlyInAnyOrder(
                        type -> assertThat(type).isEqualTo(Deprecated.class),
                        type -> assertThat(type).isEqualTo(CachePut.class));
        assertThat(DescribingKey.values(call.getAllParameters())).containsExactly(7L, "seven", 8);
        assertThat(DescribingKey.values(call.getKeyParameters())).containsExactly(7L);
        CacheInvocationParameter value = call.getValueParameter();
        assertThat(value.getValue()).isEqualTo("seven");
        assertThat(value.getRawType()).isEqualTo(String.class);
        assertThat(value.getParameterPosition()).isEqualTo(1);
        assertThat(value.getAnnotations()).hasOnlyElementsOfType(CacheValue.class);
        assertThat(call.getKeyParameters()[0].getRawType()).isEqualTo(long.class);
        assertThat(call.getKeyParameters()[0].getAnnotations()).hasOnlyElementsOfType(CacheKey.class);
        assertThatThrownBy(() -> call.unwrap(Cache.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void context_ofACallThatPutsNothing_hasNoValueParameter() {
        Described described = bean(Described.class);
        DescribingKey.CALLS.clear();

        described.remove(7, "seven");

        CacheKeyInvocationContext<? extends Annotation> call = DescribingKey.CALLS.get(0);
        assertThat(DescribingKey.values(call.getAllParameters())).containsExactly(7L, "seven");
        assertThat(DescribingKey.values(call.getKeyParameters())).containsExactly(7L);
        assertThat(call.getValueParameter()).isNull();
    }

    /** Returns a bean that nobody has called yet. */
    final <T> T bean(Class<T> type) {
        return host.bean(type);
    }

    final CacheManager manager() {
        return manager;
    }

    private void startWith(Class<?> bean) {
        try (Host other = start(manager, bean)) {
            assertThat(other.bean(bean)).isNotNull();
        }
    }

    final List<Object> contents(String cache) {
        List<Object> values = new ArrayList<>();
        manager.getCache(cache).forEach(entry -> values.add(entry.getValue()));
        return values;
    }

    final List<Object> keys(String cache) {
        List<Object> keys = new ArrayList<>();
        manager.getCache(cache).forEach(entry -> keys.add(entry.getKey()));
        return keys;
    }

    /** Returns the methods on the stack trace that the second caller sees of what the first one's call threw. */
    final List<String> traceOfACachedException() {
        Failures failures = bean(Failures.class);
        assertThat(catchThrowable(() -> firstCaller(failures))).hasMessage("1#1");
        Throwable cached = catchThrowable(() -> secondCaller(failures));
        assertThat(cached).isInstanceOf(IOException.class).hasMessage("1#1");
        return Arrays.stream(cached.getStackTrace())
                .map(StackTraceElement::getMethodName)
                .toList();
    }

    private static void firstCaller(Failures failures) throws IOException {
        failures.missing(1);
    }

    private static void secondCaller(Failures failures) throws IOException {
        failures.missing(1);
    }

    static void assertThrown(ThrowingCallable call, Class<? extends Exception> expected) {
        assertThatThrownBy(call).isInstanceOf(expected).hasMessage("a");
    }

    /** Returns in which call a failure was thrown first. */
    private static String calls(ThrowingCallable call, Class<? extends Exception> expected) {
        Throwable[] thrown = new Throwable[1];
        assertThatThrownBy(call).isInstanceOf(expected).satisfies(e -> thrown[0] = e);
        assertThat(thrown[0].getSuppressed()).hasSize(1);
        return thrown[0].getSuppressed()[0].getMessage();
    }
}
