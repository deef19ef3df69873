package io.slabcache.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineKeysTest {
    @Test
    void key_anyIndex_hasItsLengthAndIsUnique() {
        assertThat(EngineKeys.key(0)).hasSize(EngineKeys.LENGTH);
        assertThat(EngineKeys.key(1_234_567)).hasSize(EngineKeys.LENGTH).isNotEqualTo(EngineKeys.key(234_567));
    }
}
