package io.slabcache.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The data in the repository is what its generator makes, and nothing else. */
class CatalogueFileTest {
    @Test
    void file_comparedWithTheGenerator_isTheSame() throws IOException {
        List<String> generated = CatalogueGenerator.lines();

        assertThat(generated).hasSizeBetween(2_000, 5_000).doesNotHaveDuplicates();
        try (InputStream file = getClass().getResourceAsStream("/catalogue.csv")) {
            assertThat(new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8).lines())
                    .containsExactlyElementsOf(generated);
        }
    }
}
