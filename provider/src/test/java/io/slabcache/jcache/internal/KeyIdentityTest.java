package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys are equal if they are equal, whatever their bytes; keys and values are copies everywhere. */
@ParameterizedClass
@ValueSource(strings = {"embedded-fake:keys", "lossy-fake:keys"})
class KeyIdentityTest {
    @Parameter
    String uri = "";

    private JCacheFixture jcache = new JCacheFixture("slabcache:unused");

    @BeforeEach
    void open() {
        jcache.close();
        jcache = new JCacheFixture(uri);
    }

    @AfterEach
    void close() {
        jcache.close();
    }

    private Cache<Object, Object> untyped() {
        return jcache.create(new MutableConfiguration<>());
    }

    /** Two sets that are equal and iterate, so serialize, in different orders. */
    private static Set<String> set(String... elements) {
        return new LinkedHashSet<>(Arrays.asList(elements));
    }

    @Test
    void equalKeys_differentBytes_areOneEntry() {
        Cache<Object, Object> cache = untyped();
        cache.put(set("a", "b"), 1);
        assertThat(cache.get(set("b", "a"))).isEqualTo(1);
        assertThat(cache.containsKey(set("b", "a"))).isTrue();
        assertThat(cache.putIfAbsent(set("b", "a"), 2)).isFalse();
        cache.put(set("b", "a"), 3);
        assertThat(cache.getAll(Set.of(set("a", "b")))).containsValue(3);
        assertThat(cache).hasSize(1);
        cache.putAll(Map.of(set("b", "a"), 4));
        assertThat(cache.<Object>invoke(set("a", "b"), (entry, arguments) -> entry.getValue()))
                .isEqualTo(4);
        assertThat(cache.remove(set("b", "a"))).isTrue();
        assertThat(cache.iterator()).isExhausted();
    }

    @Test
    void sameHash_differentKeys_areTwoEntries() {
        Cache<Object, Object> cache = untyped();
        cache.put(new Colliding("a"), 1);
        cache.put(new Colliding("b"), 2);
        assertThat(cache.get(new Colliding("a"))).isEqualTo(1);
        assertThat(cache.get(new Colliding("b"))).isEqualTo(2);
        assertThat(cache.remove(new Colliding("a"))).isTrue();
        assertThat(cache.get(new Colliding("b"))).isEqualTo(2);
    }

    @Test
    void sameHash_underTheLockOfAnother_isAnotherKey() {
        Cache<Object, Object> cache = untyped();
        cache.invoke(new Colliding("a"), (entry, arguments) -> {
            cache.put(new Colliding("b"), 2);
            entry.setValue(1);
            return null;
        });
        cache.putAll(Map.of(new Colliding("a"), 3, new Colliding("b"), 4));
        assertThat(cache.get(new Colliding("a"))).isEqualTo(3);
        assertThat(cache.get(new Colliding("b"))).isEqualTo(4);
    }

    @Test
    void equalKey_underItsOwnLock_isRefused() {
        Cache<Object, Object> cache = untyped();
        assertThatThrownBy(() -> cache.invoke(set("a", "b"), (entry, arguments) -> {
                    cache.put(set("b", "a"), 2);
                    return null;
                }))
                .rootCause()
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("must not wait for a key");
        assertThat(cache).isEmpty();
    }

    @Test
    void differentTypes_likeValues_areDifferentKeys() {
        Cache<Object, Object> cache = untyped();
        List<Object> keys = List.of(1, 1L, "1", '1', (short) 1, (byte) 1, 1.0, 1.0f, true);
        keys.forEach(key -> cache.put(key, key.getClass().getName()));
        keys.forEach(key -> assertThat(cache.get(key)).isEqualTo(key.getClass().getName()));
        assertThat(cache).hasSize(keys.size());
    }

    @Test
    void equalKeys_writtenConcurrently_areOneEntry() throws Exception {
        Cache<Object, Object> cache = untyped();
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (Set<String> key : List.of(set("a", "b", "c"), set("c", "b", "a"), set("b", "a", "c"))) {
            running.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 300; i++) {
                            cache.put(key, i);
                            if (i % 7 == 0) {
                                cache.remove(key);
                            }
                        }
                    },
                    task -> new Thread(task).start()));
        }
        for (CompletableFuture<Void> future : running) {
            future.get(60, TimeUnit.SECONDS);
        }
        cache.put(set("a", "b", "c"), "last");
        assertThat(cache).hasSize(1);
    }

    @Test
    @SuppressWarnings("ArrayAsKeyOfSetOrMap") // That a set may hold one key twice is the point.
    void arrays_asKeys_areEqualByContent() {
        Cache<byte[], String> cache =
                jcache.create(new MutableConfiguration<byte[], String>().setTypes(byte[].class, String.class));
        cache.put(new byte[] {1}, "1");
        assertThat(cache.get(new byte[] {1})).isEqualTo("1");
        Set<byte[]> twice = new HashSet<>(List.of(new byte[] {1}, new byte[] {2}));
        twice.add(new byte[] {1});
        assertThat(cache.getAll(twice).values()).containsOnly("1");
        cache.removeAll(twice);
        assertThat(cache.iterator()).isExhausted();
    }

    @Test
    void emptyString_asKey_works() {
        Cache<String, String> cache = jcache.create(JCacheFixture.strings());
        cache.put("", "empty");
        cache.put("\0", "zero");
        assertThat(cache.get("")).isEqualTo("empty");
        assertThat(cache.get("\0")).isEqualTo("zero");
        assertThat(cache).hasSize(2);
    }

    @Test
    void handedOut_changed_doesNotReachTheCache() {
        Cache<Object, Object> cache = untyped();
        List<String> value = new ArrayList<>(List.of("1"));
        List<String> key = new ArrayList<>(List.of("k"));
        cache.put(key, value);
        value.add("changed");
        key.add("changed");
        Object expected = List.of("1");
        Object sameKey = List.of("k");
        spoil(cache.get(sameKey));
        spoil(cache.getAll(Set.of(sameKey)).get(sameKey));
        Cache.Entry<Object, Object> entry = cache.iterator().next();
        spoil(entry.getKey());
        spoil(entry.getValue());
        spoil(cache.getAndPut(sameKey, new ArrayList<>(List.of("1"))));
        List<String> replacement = new ArrayList<>(List.of("1"));
        cache.replace(sameKey, replacement);
        replacement.add("changed");
        spoil(cache.getAndReplace(sameKey, new ArrayList<>(List.of("1"))));
        assertThat(cache.get(sameKey)).isEqualTo(expected);
        assertThat(cache.replace(sameKey, new ArrayList<>(List.of("1")), "2")).isTrue();
    }

    @Test
    void values_equalWithDifferentBytes_match() {
        Cache<Object, Object> cache = untyped();
        cache.put("k", set("a", "b"));
        assertThat(cache.replace("k", set("b", "a"), set("c", "d"))).isTrue();
        assertThat(cache.remove("k", set("d", "c"))).isTrue();
    }

    @Test
    void everyWrite_cannotBeEncoded_isACacheException() {
        Cache<Object, Object> cache = untyped();
        cache.put("k", "1");
        Object unserializable = new Object();
        assertThatThrownBy(() -> cache.put("k", unserializable)).isInstanceOf(CacheException.class);
        assertThatThrownBy(() -> cache.putIfAbsent("n", unserializable)).isInstanceOf(CacheException.class);
        assertThatThrownBy(() -> cache.replace("k", unserializable)).isInstanceOf(CacheException.class);
        assertThatThrownBy(() -> cache.getAndPut("k", unserializable)).isInstanceOf(CacheException.class);
        assertThatThrownBy(() -> cache.put(unserializable, "1")).isInstanceOf(CacheException.class);
        Map<Object, Object> entries = new HashMap<>(Map.of("a", "1", "b", unserializable));
        assertThatThrownBy(() -> cache.putAll(entries)).isInstanceOf(CacheException.class);
        assertThat(cache.get("k")).isEqualTo("1");
        assertThat(cache).hasSize(1);
    }

    @SuppressWarnings("unchecked") // The tests above put lists of strings only.
    private static void spoil(@Nullable Object list) {
        ((List<String>) Objects.requireNonNull(list)).add("changed");
    }

    /** Not one of the types with an encoding of their own, and all of one hash code. */
    private record Colliding(String name) implements Serializable {
        @Override
        public int hashCode() {
            return 42;
        }
    }
}
