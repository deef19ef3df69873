package io.slabcache.jcache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScratchArrayTest {
    private final ScratchArray scratch = new ScratchArray();

    @Test
    void take_givenBack_isTheSameOnThisThreadOnly() throws Exception {
        byte[] array = scratch.take();
        scratch.giveBack(array);
        assertThat(CompletableFuture.supplyAsync(scratch::take).get(20, TimeUnit.SECONDS))
                .isNotSameAs(array);
        assertThat(scratch.take()).isSameAs(array);
    }

    @Test
    void take_whileTaken_isAnother() {
        assertThat(scratch.take()).isNotSameAs(scratch.take());
    }

    @Test
    void giveBack_tooLong_isNotKept() {
        byte[] tooLong = new byte[ScratchArray.MAX_KEPT_LENGTH + 1];
        scratch.giveBack(tooLong);
        assertThat(scratch.take()).isNotSameAs(tooLong);
    }

    @ParameterizedTest
    @CsvSource({"0, 512", "512, 512", "513, 1024", "1024, 1024", "65535, 65536", "65536, 65536"})
    void ofAtLeast_anyLength_isThePowerOfTwoThatHoldsIt(int length, int expected) {
        assertThat(ScratchArray.ofAtLeast(length)).hasSize(expected);
    }
}
