package io.slabcache.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class WorkersTest {
    @Test
    void run_severalThreads_returnsTheirResultsInOrder() throws InterruptedException {
        assertThat(Workers.run(3, thread -> () -> 10 * thread, () -> {})).containsExactly(0, 10, 20);
    }

    @Test
    void run_oneTaskFails_throwsWhatItThrew() {
        assertThatExceptionOfType(WrongValueException.class)
                .isThrownBy(() -> Workers.run(
                        2,
                        thread -> () -> {
                            throw new WrongValueException("thread " + thread);
                        },
                        () -> {}))
                .withMessage("thread 0");
    }
}
