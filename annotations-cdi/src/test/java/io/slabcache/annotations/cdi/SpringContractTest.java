package io.slabcache.annotations.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.annotations.cdi.Fixtures.Changes;
import io.slabcache.annotations.cdi.Fixtures.KeyAndValue;
import io.slabcache.annotations.cdi.Fixtures.OfInterface;
import io.slabcache.annotations.cdi.Fixtures.Results;
import io.slabcache.annotations.cdi.Fixtures.Titles;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.annotation.CacheResult;
import org.junit.jupiter.api.Test;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.SpringVersion;

/**
 * What Spring's implementation does: the same, which the contract shows, and where it does something else, so that
 * {@code docs/annotations.md} can say so.
 */
class SpringContractTest extends CacheAnnotationsContractTest {

    @Override
    Host start(CacheManager cacheManager, Class<?>... beans) {
        return new SpringHost(cacheManager, beans);
    }

    @Override
    List<Class<?>> ownBeans() {
        return List.of(KeyAndValue.class, Later.class, Missing.class, Nulls.class, OfClass.class, OfInterface.class);
    }

    @Test
    void version_isTheOneOfThisRun() {
        assertThat(SpringVersion.getVersion()).isEqualTo(System.getProperty("test.spring"));
    }

    @Test
    void changes_afterAFailureWithoutLists_areDone_whichTheSpecificationForbids() {
        Changes changes = bean(Changes.class);
        changes.put(1, "one");

        assertThrown(() -> changes.putUnlisted(2, "two", new IOException("a")), IOException.class);
        assertThat(contents("books")).containsExactlyInAnyOrder("one", "two");
        assertThrown(() -> changes.removeUnlisted(1, new IOException("a")), IOException.class);
        assertThat(contents("books")).containsExactly("two");
        assertThrown(() -> changes.removeAllUnlisted(new IOException("a")), IOException.class);
        assertThat(contents("books")).isEmpty();
    }

    @Test
    void nulls_areCached_byAnObjectOfSprings() {
        Nulls nulls = bean(Nulls.class);

        assertThat(nulls.nothing()).isNull();
        assertThat(contents("books"))
                .singleElement()
                .extracting(Object::getClass)
                .satisfies(type -> assertThat(type.getName()).startsWith("org.springframework."));
    }

    @Test
    void voidMethod_isCalledOnce() {
        Results results = bean(Results.class);

        results.nothing(1);
        results.nothing(1);

        assertThat(contents("books")).hasSize(1);
        assertThat(results.byId(2)).as("the second call").isEqualTo("2#2");
    }

    @Test
    void exception_cached_hasAStackTraceOfTheCallThatGetsIt() {
        assertThat(traceOfACachedException()).contains("secondCaller").doesNotContain("firstCaller");
    }

    @Test
    void defaultKey_isTheArgument_orAnObjectOfSeveral() {
        Results results = bean(Results.class);

        results.byId(1);
        results.byTwoKeys("a", 0, 1);

        assertThat(keys("books")).containsExactlyInAnyOrder(1L, new SimpleKey("a", 1L));
    }

    @Test
    void valueParameter_markedAsKeyToo_isOfTheKey() {
        bean(KeyAndValue.class).put("a", "value");

        assertThat(keys("books")).containsExactly("value");
    }

    @Test
    void stage_isToBeCachedItself_whichFails() {
        Later later = bean(Later.class);

        assertThatThrownBy(() -> later.byId(1).join())
                .isInstanceOf(CacheException.class)
                .hasStackTraceContaining(CompletableFuture.class.getName());
        assertThat(contents("books")).isEmpty();
    }

    @Test
    void annotationOfAClass_hasNoEffect() {
        OfClass ofClass = bean(OfClass.class);

        assertThat(ofClass.byId(1)).isEqualTo("1#1");
        assertThat(ofClass.byId(1)).isEqualTo("1#2");
    }

    @Test
    void annotationOfAnInterface_worksIfTheProxyIsOfTheInterface() {
        Titles byClass = bean(OfInterface.class);
        assertThat(byClass.byId(1)).isEqualTo("1#1");
        assertThat(byClass.byId(1)).isEqualTo("1#2");

        try (Host host = SpringHost.withProxiesOfInterfaces(manager(), OfInterface.class)) {
            Titles byInterface = host.bean(Titles.class);
            assertThat(byInterface.byId(1)).isEqualTo("1#1");
            assertThat(byInterface.byId(1)).isEqualTo("1#1");
        }
    }

    @Test
    void cache_thatDoesNotExist_isAnError() {
        Missing missing = bean(Missing.class);

        assertThatThrownBy(missing::cached).hasMessageContaining("missing");
    }

    @SuppressWarnings("NullAway")
    static class Nulls {

        @CacheResult(cacheName = "books")
        public String nothing() {
            return null;
        }
    }

    static class Later {

        @CacheResult(cacheName = "books")
        public CompletableFuture<String> byId(long id) {
            return CompletableFuture.completedFuture(String.valueOf(id));
        }
    }

    @CacheResult(cacheName = "books")
    static class OfClass extends Counting {

        public String byId(long id) {
            return answer(id);
        }
    }

    static class Missing {

        @CacheResult(cacheName = "missing")
        public String cached() {
            return "";
        }
    }
}
