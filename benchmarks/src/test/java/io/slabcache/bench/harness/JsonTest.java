package io.slabcache.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void of_nestedValues_isJson() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("suite", "fake");
        map.put("rounds", 3);
        map.put("figures", new double[] {1, 2.5, Double.NaN});
        map.put("ratios", List.of("a", "b"));
        map.put("none", Map.of());

        assertThat(Json.of(map).replaceAll("\\s+", " ").strip())
                .isEqualTo("{ \"suite\": \"fake\", \"rounds\": 3, \"figures\": [1.0, 2.5, null],"
                        + " \"ratios\": [\"a\", \"b\"], \"none\": {} }");
    }

    @Test
    void of_textWithQuotesAndControls_escapesThem() {
        assertThat(Json.of("a\"b\\c\nd")).isEqualTo("\"a\\\"b\\\\c\\u000ad\"\n");
    }
}
