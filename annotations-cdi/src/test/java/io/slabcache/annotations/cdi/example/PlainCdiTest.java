package io.slabcache.annotations.cdi.example;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import org.junit.jupiter.api.Test;

/** The program of {@code docs/annotations.md}. */
class PlainCdiTest {

    @Test
    void catalogue_inAProgramOfItsOwn_looksNothingUpThatWasSaved() {
        try (SeContainer container = SeContainerInitializer.newInstance().initialize()) {
            Catalogue catalogue = container.select(Catalogue.class).get();
            catalogue.save("0-306-40615-2", new Book("0-306-40615-2", "The Tale"));
            catalogue.find("0-306-40615-2");
            catalogue.find("0-306-40615-2");
            assertThat(catalogue.lookUps()).isZero();
        }
    }
}
