package io.slabcache.client.connection;

import static io.slabcache.client.connection.SharedProcessor.LONG_YIELD;
import static io.slabcache.client.connection.SharedProcessor.MOST_YIELDS;
import static io.slabcache.client.connection.SharedProcessor.PAUSE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedProcessorTest {
    private long now = Long.MAX_VALUE - LONG_YIELD;
    private int yields;
    private Runnable onYield = () -> {};
    private final SharedProcessor processor = new SharedProcessor(2, () -> now, () -> {
        yields++;
        onYield.run();
    });

    @Test
    void giveWay_noAnswer_endsAfterSome() {
        processor.giveWay(waiting());

        assertThat(yields).isEqualTo(MOST_YIELDS);
    }

    @Test
    void giveWay_answerComes_ends() {
        SingleRequest request = waiting();
        onYield = () -> request.end(Request.DONE);

        processor.giveWay(request);

        assertThat(yields).isEqualTo(1);
    }

    @Test
    void giveWay_waiterIsToLead_ends() {
        SingleRequest request = waiting();
        onYield = request::promote;

        processor.giveWay(request);

        assertThat(yields).isEqualTo(1);
    }

    @Test
    void giveWay_shortTimes_goesOn() {
        onYield = () -> now += LONG_YIELD;

        processor.giveWay(waiting());

        assertThat(yields).isEqualTo(MOST_YIELDS);
    }

    @Test
    void giveWay_longTime_nobodyDoesForAWhile() {
        onYield = () -> now += LONG_YIELD + 1;

        processor.giveWay(waiting());
        assertThat(yields).isEqualTo(1);
        now += PAUSE - 1;
        processor.giveWay(waiting());
        assertThat(yields).isEqualTo(1);
        now++;
        processor.giveWay(waiting());
        assertThat(yields).isEqualTo(2);
    }

    @Test
    void giveWay_enoughOthersDo_returnsAtOnce() {
        int[] depth = {1};
        onYield = () -> {
            if (depth[0] < 3) {
                depth[0]++;
                processor.giveWay(waiting());
            }
        };

        processor.giveWay(waiting());
        // The second came inside of the first; the third found two.
        assertThat(yields).isEqualTo(2 * MOST_YIELDS);

        processor.giveWay(waiting());
        assertThat(yields).as("places are given back").isEqualTo(3 * MOST_YIELDS);
    }

    private static SingleRequest waiting() {
        SingleRequest request = new SingleRequest();
        request.prepare(Thread.currentThread(), true, null, 0);
        return request;
    }
}
