package io.slabcache.annotations.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ThrowableFilterTest {

    private final IOException included = new IOException();
    private final FileNotFoundException excluded = new FileNotFoundException();
    private final TimeoutException other = new TimeoutException();

    @Test
    void accepts_emptyLists_isAsTheAnnotationHasIt() {
        assertThat(new ThrowableFilter(List.of(), List.of(), true).accepts(other))
                .isTrue();
        assertThat(new ThrowableFilter(List.of(), List.of(), false).accepts(other))
                .isFalse();
    }

    @Test
    void accepts_lists_areAskedForTheTypeAndItsSubclasses() {
        ThrowableFilter including = new ThrowableFilter(List.of(IOException.class), List.of(), false);
        assertThat(including.accepts(included)).isTrue();
        assertThat(including.accepts(excluded)).isTrue();
        assertThat(including.accepts(other)).isFalse();

        ThrowableFilter excluding = new ThrowableFilter(List.of(), List.of(IOException.class), false);
        assertThat(excluding.accepts(included)).isFalse();
        assertThat(excluding.accepts(excluded)).isFalse();
        assertThat(excluding.accepts(other)).isTrue();

        ThrowableFilter both =
                new ThrowableFilter(List.of(IOException.class), List.of(FileNotFoundException.class), true);
        assertThat(both.accepts(included)).isTrue();
        assertThat(both.accepts(excluded)).isFalse();
        assertThat(both.accepts(other)).isFalse();
    }
}
