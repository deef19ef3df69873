package io.slabcache.bench.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.bench.embedded.Distribution;
import io.slabcache.bench.engine.EngineTask.Mix;
import io.slabcache.bench.map.ByteMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineWorkTest {
    private static final int LENGTH = 10;

    private final Counting store = new Counting();
    private final Object[] keys = {"one", "two"};

    @ParameterizedTest
    @EnumSource(
            value = Mix.class,
            names = {"MISS", "OVERWRITE"},
            mode = EnumSource.Mode.EXCLUDE)
    void run_valueIsMissing_fails(Mix mix) {
        store.put("one", new byte[LENGTH]);

        assertThatThrownBy(() -> work(mix).run(4)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mix.class,
            names = {"GET_INTO", "GET_NEW"})
    void run_valueIsTooShort_fails(Mix mix) {
        store.put("one", new byte[LENGTH - 1]);

        assertThatThrownBy(() -> work(mix).run(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void run_missOfAPresentKey_fails() {
        store.put("one", new byte[LENGTH]);

        assertThatThrownBy(() -> work(Mix.MISS).run(1)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mix.class,
            names = {"READS_95", "READS_50"})
    void run_mixed_writesInProportion(Mix mix) {
        store.put("one", new byte[LENGTH]);
        store.puts = 0;
        EngineWork<String> work = EngineWork.of(store, task(mix), new Object[] {"one"}, 3);

        work.run(20);
        work.run(180);

        assertThat(store.puts).isEqualTo(mix == Mix.READS_50 ? 100 : 10);
        assertThat(store.gets).isEqualTo(mix == Mix.READS_50 ? 100 : 190);
    }

    @Test
    void of_keysThatAreNoPowerOfTwo_isRefused() {
        assertThatThrownBy(() -> EngineWork.of(store, task(Mix.GET_INTO), new Object[3], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keys=3");
    }

    private EngineWork<String> work(Mix mix) {
        return EngineWork.of(store, task(mix), keys, 0);
    }

    private static EngineTask task(Mix mix) {
        return new EngineTask(mix, Distribution.UNIFORM, 1, LENGTH);
    }

    private static final class Counting implements ByteMap<String> {
        private final Map<String, byte[]> values = new HashMap<>();
        private int puts;
        private int gets;

        @Override
        public String key(byte[] bytes) {
            return new String(bytes, US_ASCII);
        }

        @Override
        public void put(String key, byte[] value) {
            puts++;
            values.put(key, value);
        }

        @Override
        public byte @Nullable [] get(String key) {
            gets++;
            return values.get(key);
        }

        @Override
        public long size() {
            return values.size();
        }

        @Override
        public void close() {}
    }
}
