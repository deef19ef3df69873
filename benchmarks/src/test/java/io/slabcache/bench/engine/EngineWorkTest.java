package io.slabcache.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.bench.embedded.Distribution;
import io.slabcache.bench.engine.EngineTask.Mix;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineWorkTest {
    private static final int LENGTH = 10;

    private final HeapContestant store = HeapContestant.concurrentHashMap();
    private final Object[] keys = {store.key(EngineKeys.key(1)), store.key(EngineKeys.key(2))};

    @AfterEach
    void close() {
        store.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mix.class,
            names = {"MISS", "OVERWRITE"},
            mode = EnumSource.Mode.EXCLUDE)
    void run_valueIsMissing_fails(Mix mix) {
        store.put((HeapKey) keys[0], new byte[LENGTH]);

        assertThatThrownBy(() -> work(mix).run(4)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mix.class,
            names = {"GET_INTO", "GET_NEW"})
    void run_valueIsTooShort_fails(Mix mix) {
        store.put((HeapKey) keys[0], new byte[LENGTH - 1]);

        assertThatThrownBy(() -> work(mix).run(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void run_missOfAPresentKey_fails() {
        store.put((HeapKey) keys[0], new byte[LENGTH]);

        assertThatThrownBy(() -> work(Mix.MISS).run(1)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mix.class,
            names = {"READS_95", "READS_50"})
    void run_mixed_writesInProportion(Mix mix) {
        Counting counting = new Counting();
        EngineWork<byte[]> work = EngineWork.of(counting, task(mix), new Object[] {new byte[1]}, 3);

        work.run(20);
        work.run(180);

        assertThat(counting.counts)
                .isEqualTo(mix == Mix.READS_50 ? Map.of("put", 100, "get", 100) : Map.of("put", 10, "get", 190));
    }

    @Test
    void of_keysThatAreNoPowerOfTwo_isRefused() {
        assertThatThrownBy(() -> EngineWork.of(store, task(Mix.GET_INTO), new Object[3], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keys=3");
    }

    private EngineWork<HeapKey> work(Mix mix) {
        return EngineWork.of(store, task(mix), keys, 0);
    }

    private static EngineTask task(Mix mix) {
        return new EngineTask(mix, Distribution.UNIFORM, 1, LENGTH);
    }

    private static final class Counting implements EngineContestant<byte[]> {
        private final Map<String, Integer> counts = new HashMap<>();

        @Override
        public byte[] key(byte[] bytes) {
            return bytes;
        }

        @Override
        public void put(byte[] key, byte[] value) {
            counts.merge("put", 1, Integer::sum);
        }

        @Override
        public byte[] get(byte[] key) {
            counts.merge("get", 1, Integer::sum);
            return new byte[LENGTH];
        }

        @Override
        public void close() {}
    }
}
