package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The walk returns entries as they are when it returns them. */
@ParameterizedClass
@ValueSource(strings = {"embedded-fake:walks", "lossy-fake:walks", "heap-memcached-fake:walks/2", JCacheFixture.REAL})
class EntryIteratorTest {
    private static final int ENTRIES = 100;

    @Parameter
    String uri = "";

    private JCacheFixture jcache = new JCacheFixture("slabcache:unused");
    private Cache<String, String> cache = jcache.create(JCacheFixture.strings());

    @BeforeEach
    void open() {
        jcache.close();
        jcache = new JCacheFixture(uri);
        cache = jcache.create(JCacheFixture.strings());
        for (int i = 0; i < ENTRIES; i++) {
            cache.put("k" + i, "old");
        }
    }

    @AfterEach
    void close() {
        jcache.close();
    }

    @Test
    void next_writtenMeanwhile_returnsTheNewValue() {
        Iterator<Cache.Entry<String, String>> walk = cache.iterator();
        assertThat(walk.hasNext()).isTrue();
        for (int i = 0; i < ENTRIES; i++) {
            cache.put("k" + i, "new");
        }
        assertThat(walk)
                .toIterable()
                .hasSize(ENTRIES)
                .allSatisfy(entry -> assertThat(entry.getValue()).isEqualTo("new"));
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=100 misses=0 puts=200 removals=0");
    }

    @Test
    void next_removedMeanwhile_passesOverIt() {
        Iterator<Cache.Entry<String, String>> walk = cache.iterator();
        String first = walk.next().getKey();
        assertThat(walk.hasNext()).isTrue();
        Set<String> kept = new HashSet<>();
        for (int i = 0; i < ENTRIES; i++) {
            if (i % 2 == 0) {
                cache.remove("k" + i);
            } else {
                kept.add("k" + i);
            }
        }
        Set<String> met = new HashSet<>();
        walk.forEachRemaining(entry -> met.add(entry.getKey()));
        met.add(first);
        kept.add(first);
        assertThat(met.size()).isGreaterThanOrEqualTo(kept.size() - 1);
        met.removeAll(kept);
        // Entries come from servers a batch at a time, so the walk may keep its word for one that was there at that
        // time.
        assertThat(met.size()).isLessThanOrEqualTo(JCacheFixture.isRemote(uri) ? 1 : 0);
    }

    @Test
    void next_allRemovedMeanwhile_keepsTheWordOfHasNextOnly() {
        Iterator<Cache.Entry<String, String>> told = cache.iterator();
        assertThat(told.hasNext()).isTrue();
        Iterator<Cache.Entry<String, String>> untold = cache.iterator();
        untold.next();
        cache.removeAll();
        assertThat(told.next().getValue()).isEqualTo("old");
        assertThat(told.hasNext()).isFalse();
        assertThatThrownBy(untold::next).isInstanceOf(NoSuchElementException.class);
        assertThat(JCacheFixture.counts(cache)).isEqualTo("hits=2 misses=0 puts=100 removals=100");
    }
}
