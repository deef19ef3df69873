package io.slabcache.annotations.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.annotations.cdi.Fixtures.Changes;
import io.slabcache.annotations.cdi.Fixtures.Described;
import io.slabcache.annotations.cdi.Fixtures.DescribingKey;
import io.slabcache.annotations.cdi.Fixtures.Results;
import jakarta.interceptor.InvocationContext;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.List;
import javax.cache.CacheManager;
import javax.cache.annotation.CacheKeyInvocationContext;
import javax.cache.annotation.CacheResult;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.Test;

/** What this module's implementation does on Weld: the contract, and where Spring does something else. */
class WeldContractTest extends CacheAnnotationsContractTest {

    @Override
    Host start(CacheManager cacheManager, Class<?>... beans) {
        return new WeldHost(cacheManager, beans);
    }

    @Override
    List<Class<?>> ownBeans() {
        return List.of(Nulls.class);
    }

    @Test
    void version_isTheOneOfThisRun() {
        assertThat(WeldContainer.class.getPackage().getImplementationVersion())
                .startsWith(System.getProperty("test.weld").replace(".Final", ""));
    }

    @Test
    void changes_afterAFailureWithoutLists_areNotDone() {
        Changes changes = bean(Changes.class);
        changes.put(1, "one");

        assertThrown(() -> changes.putUnlisted(2, "two", new IOException("a")), IOException.class);
        assertThrown(() -> changes.removeUnlisted(1, new IOException("a")), IOException.class);
        assertThrown(() -> changes.removeAllUnlisted(new IOException("a")), IOException.class);

        assertThat(contents("books")).containsExactly("one");
    }

    @Test
    void nulls_areNotCached() {
        Nulls nulls = bean(Nulls.class);

        assertThat(nulls.nothingAtFirst(1)).isNull();
        assertThat(contents("books")).isEmpty();
        assertThat(nulls.nothingAtFirst(1)).isEqualTo("1#2");
        assertThat(nulls.nothingAtFirst(1)).isEqualTo("1#2");
    }

    @Test
    void voidMethod_isCalledAgain() {
        Results results = bean(Results.class);

        results.nothing(1);
        results.nothing(1);

        assertThat(contents("books")).isEmpty();
        assertThat(results.byId(2)).as("the third call").isEqualTo("2#3");
    }

    @Test
    void exception_cached_hasTheStackTraceOfTheCallThatFailed() {
        assertThat(traceOfACachedException()).contains("firstCaller").doesNotContain("secondCaller");
    }

    @Test
    void argument_changedByTheMethod_isAKeyAsItWas() {
        Results results = bean(Results.class);

        assertThat(results.byArray(new int[][] {{1, 2}, {3}})).isEqualTo("[[1, 2], [3]]#1");
        assertThat(results.byArray(new int[][] {{1, 2}, {3}})).isEqualTo("[[1, 2], [3]]#1");
        assertThat(results.byArray(new int[][] {{2, 2}, {3}})).isEqualTo("[[2, 2], [3]]#2");
    }

    @Test
    @SuppressWarnings("deprecation") // an annotation that everybody has
    void context_ofACall_isUnwrapped() {
        DescribingKey.CALLS.clear();

        bean(Described.class).put(7, "seven", 8);

        CacheKeyInvocationContext<? extends Annotation> call = DescribingKey.CALLS.get(0);
        assertThat(call.unwrap(CacheKeyInvocationContext.class)).isSameAs(call);
        assertThat(call.unwrap(InvocationContext.class).getMethod()).isEqualTo(call.getMethod());
    }

    @SuppressWarnings("NullAway")
    static class Nulls extends Counting {

        @CacheResult(cacheName = "books")
        public String nothingAtFirst(long id) {
            String answer = answer(id);
            return answer.endsWith("#1") ? null : answer;
        }
    }
}
