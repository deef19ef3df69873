package io.slabcache.jcache.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphLimitsTest {
    private static final int LENGTH = 10_000;
    private static final int BUDGET = 2 * LENGTH + 256;

    private final GraphLimits limits = new GraphLimits(LENGTH);

    @Test
    void checkInput_withinLimits_allowsClassesAndLeavesTheRestOpen() {
        assertThat(limits.checkInput(info(String.class, -1, GraphLimits.MAX_DEPTH, LENGTH)))
                .isEqualTo(Status.ALLOWED);
        assertThat(limits.checkInput(info(null, -1, 1, 1))).isEqualTo(Status.UNDECIDED);
        assertThat(limits.rejection()).isNull();
        assertThat(limits.lastClass()).isEqualTo(String.class);
    }

    @Test
    void checkInput_tooDeep_isRejected() {
        assertThat(limits.checkInput(info(null, -1, GraphLimits.MAX_DEPTH + 1, 1)))
                .isEqualTo(Status.REJECTED);
        assertThat(limits.rejection()).contains("depth=1001", "maxDepth=1000");
    }

    @Test
    void checkInput_moreReferencesThanBytes_isRejected() {
        assertThat(limits.checkInput(info(null, -1, 1, LENGTH + 1))).isEqualTo(Status.REJECTED);
        assertThat(limits.rejection()).contains("references=10001", "length=10000");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                boolean[].class,
                byte[].class,
                short[].class,
                char[].class,
                int[].class,
                float[].class,
                long[].class,
                double[].class,
                Object[].class,
                int[][].class
            })
    void checkInput_array_countsTheBytesOfItsElements(Class<?> type) {
        int size = type == long[].class || type == double[].class
                ? 8
                : type == int[].class || type == float[].class
                        ? 4
                        : type == short[].class || type == char[].class ? 2 : 1;

        assertThat(limits.checkInput(info(type, BUDGET / size, 1, 1))).isEqualTo(Status.ALLOWED);
        assertThat(limits.checkInput(info(type, 0, 1, 1))).isEqualTo(Status.ALLOWED);
        assertThat(limits.checkInput(info(type, 1, 1, 1))).isEqualTo(Status.REJECTED);
        assertThat(limits.rejection()).contains("class=" + type.getName(), "arrayLength=1");
    }

    @Test
    void checkInput_longestArray_doesNotOverflow() {
        assertThat(limits.checkInput(info(long[].class, Integer.MAX_VALUE, 1, 1)))
                .isEqualTo(Status.REJECTED);
    }

    @Test
    void checkInput_tableOfMap_countsItsEntries() {
        assertThat(limits.checkInput(info(Map.Entry[].class, BUDGET * 8L, 1, 1)))
                .isEqualTo(Status.ALLOWED);
        assertThat(limits.checkInput(info(Map.Entry[].class, 8, 1, 1))).isEqualTo(Status.REJECTED);
    }

    @Test
    void merge_filterOfTheVirtualMachine_isStillAsked() {
        ObjectInputFilter ofMachine = ObjectInputFilter.Config.createFilter("!java.util.BitSet");
        ObjectInputFilter merged = ObjectInputFilter.merge(limits, ofMachine);

        assertThat(merged.checkInput(info(java.util.BitSet.class, -1, 1, 1))).isEqualTo(Status.REJECTED);
        assertThat(merged.checkInput(info(String.class, -1, 1, 1))).isEqualTo(Status.ALLOWED);
    }

    private static FilterInfo info(@Nullable Class<?> type, long arrayLength, long depth, long references) {
        return new FilterInfo() {
            @Override
            public @Nullable Class<?> serialClass() {
                return type;
            }

            @Override
            public long arrayLength() {
                return arrayLength;
            }

            @Override
            public long depth() {
                return depth;
            }

            @Override
            public long references() {
                return references;
            }

            @Override
            public long streamBytes() {
                return 0;
            }
        };
    }
}
