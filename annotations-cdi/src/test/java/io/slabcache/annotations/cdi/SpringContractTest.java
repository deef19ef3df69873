package io.slabcache.annotations.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.annotations.cdi.Fixtures.Changes;
import java.io.IOException;
import java.util.List;
import javax.cache.CacheManager;
import javax.cache.annotation.CacheResult;
import org.junit.jupiter.api.Test;
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
        return List.of(Nulls.class, Missing.class);
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

    static class Missing {

        @CacheResult(cacheName = "missing")
        public String cached() {
            return "";
        }
    }
}
