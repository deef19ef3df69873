package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A step whose answer is lost is not repeated, and is not taken for done. */
class UnknownOutcomeTest {
    private final RecordingListener<String, String> listener = new RecordingListener<>();
    private final RecordingWriter writer = new RecordingWriter();
    private final JCacheFixture jcache = new JCacheFixture("lossy:unknown?unknown=100");

    @AfterEach
    void close() {
        jcache.close();
    }

    @Test
    void writes_answerLost_callerIsToldOnceAndNobodyElse() {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings()
                .setWriteThrough(true)
                .setCacheWriterFactory(() -> writer)
                .addCacheEntryListenerConfiguration(listener.synchronous()));
        assertThatThrownBy(() -> cache.put("k", "1"))
                .isInstanceOf(CacheException.class)
                .hasMessage("nobody can tell whether the operation took effect: cache=test, key=k");
        assertThat(writer.calls()).containsExactly("write k=1");
        assertThat(listener.events()).isEmpty();
        assertThat(JCacheFixture.statistics(cache).puts()).isZero();
    }

    @Test
    void invoke_answerLost_processorRanOnce() {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings());
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> cache.invoke("k", (entry, arguments) -> {
                    entry.setValue("v" + runs.incrementAndGet());
                    return null;
                }))
                .isInstanceOf(CacheException.class);
        assertThat(runs).hasValue(1);
    }

    @Test
    void readThrough_answerLost_loadedValueIsReturned() {
        MapLoader loader = new MapLoader(Map.of("k", "loaded"));
        Cache<String, String> cache =
                jcache.create(JCacheFixture.strings().setReadThrough(true).setCacheLoaderFactory(() -> loader));
        assertThat(cache.get("k")).isEqualTo("loaded");
        assertThat(loader.calls()).containsExactly("load k");
    }
}
