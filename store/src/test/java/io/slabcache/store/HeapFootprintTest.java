package io.slabcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.testing.ChildJvm;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a million small items cost, on the heap and outside. */
class HeapFootprintTest {
    private static final Logger LOG = LoggerFactory.getLogger(HeapFootprintTest.class);
    private static final long MAX_HEAP_BYTES = 8 << 20;

    @Test
    @EnabledOnOs(OS.LINUX)
    void millionItems_onTheHeap_lessThanEightMebibytes() {
        Footprint footprint = Footprint.measure();
        assertThat(footprint.statistics().items()).isEqualTo(Footprint.ITEMS);
        assertThat(footprint.statistics().evicted()).isZero();
        assertThat(footprint.payloadBytes())
                .isEqualTo((long) Footprint.ITEMS * (Footprint.KEY_LENGTH + Footprint.VALUE_LENGTH));
        assertThat(footprint.heapBytes()).as("bytes on the heap").isLessThan(MAX_HEAP_BYTES);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void program_inAJvmOfItsOwn_reportsTheResidentSizePerItem() throws IOException, InterruptedException {
        String report = ChildJvm.run(Footprint.class);
        LOG.info("{}", report.strip());
        Matcher figure =
                Pattern.compile("\\((\\d+\\.\\d) B per item over payload\\)").matcher(report);
        assertThat(figure.find()).as("figure in: %s", report).isTrue();
        assertThat(Double.parseDouble(figure.group(1)))
                .as("resident bytes per item over payload")
                .isLessThan(64);
    }
}
