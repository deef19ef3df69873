package io.slabcache.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of codes, shapes and offsets against what memcached does. */
class TablesTest {
    /** Opcode, code, legal request, illegal request; a request is extras/key/value lengths. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET       | 0x00 | 0/3/0         | 0/0/0 4/3/0 0/3/1 0/251/0
            GETQ      | 0x09 | 0/1/0         | 0/0/0 4/3/0 0/3/1 0/251/0
            GETK      | 0x0c | 0/250/0       | 0/0/0 4/3/0 0/3/1 0/251/0
            GETKQ     | 0x0d | 0/3/0         | 0/0/0 4/3/0 0/3/1 0/251/0
            SET       | 0x01 | 8/3/0 8/3/9   | 0/3/9 4/3/9 12/3/9 8/0/9 8/251/9
            SETQ      | 0x11 | 8/3/0 8/3/9   | 0/3/9 4/3/9 12/3/9 8/0/9 8/251/9
            ADD       | 0x02 | 8/3/0 8/3/9   | 0/3/9 4/3/9 12/3/9 8/0/9 8/251/9
            ADDQ      | 0x12 | 8/3/0 8/3/9   | 0/3/9 4/3/9 12/3/9 8/0/9 8/251/9
            REPLACE   | 0x03 | 8/3/0 8/3/9   | 0/3/9 4/3/9 12/3/9 8/0/9 8/251/9
            REPLACEQ  | 0x13 | 8/3/0 8/3/9   | 0/3/9 4/3/9 12/3/9 8/0/9 8/251/9
            DELETE    | 0x04 | 0/3/0         | 0/0/0 4/3/0 0/3/1 0/251/0
            DELETEQ   | 0x14 | 0/3/0         | 0/0/0 4/3/0 0/3/1 0/251/0
            INCREMENT | 0x05 | 20/3/0        | 0/3/0 8/3/0 20/0/0 20/3/1 20/251/0
            INCREMENTQ| 0x15 | 20/3/0        | 0/3/0 8/3/0 20/0/0 20/3/1 20/251/0
            DECREMENT | 0x06 | 20/3/0        | 0/3/0 8/3/0 20/0/0 20/3/1 20/251/0
            DECREMENTQ| 0x16 | 20/3/0        | 0/3/0 8/3/0 20/0/0 20/3/1 20/251/0
            QUIT      | 0x07 | 0/0/0         | 4/0/0 0/3/0 0/0/1
            QUITQ     | 0x17 | 0/0/0         | 4/0/0 0/3/0 0/0/1
            FLUSH     | 0x08 | 0/0/0 4/0/0   | 8/0/0 0/3/0 0/0/1 4/3/0
            FLUSHQ    | 0x18 | 0/0/0 4/0/0   | 8/0/0 0/3/0 0/0/1 4/3/0
            NOOP      | 0x0a | 0/0/0         | 4/0/0 0/3/0 0/0/1
            VERSION   | 0x0b | 0/0/0         | 4/0/0 0/3/0 0/0/1
            APPEND    | 0x0e | 0/3/0 0/3/9   | 8/3/9 4/3/9 0/0/9 0/251/9
            APPENDQ   | 0x19 | 0/3/0 0/3/9   | 8/3/9 4/3/9 0/0/9 0/251/9
            PREPEND   | 0x0f | 0/3/0 0/3/9   | 8/3/9 4/3/9 0/0/9 0/251/9
            PREPENDQ  | 0x1a | 0/3/0 0/3/9   | 8/3/9 4/3/9 0/0/9 0/251/9
            STAT      | 0x10 | 0/0/0 0/5/0   | 4/0/0 0/5/1 0/251/0
            TOUCH     | 0x1c | 4/3/0         | 0/3/0 8/3/0 4/0/0 4/3/1 4/251/0
            GAT       | 0x1d | 4/3/0         | 0/3/0 8/3/0 4/0/0 4/3/1 4/251/0
            GATQ      | 0x1e | 4/3/0         | 0/3/0 8/3/0 4/0/0 4/3/1 4/251/0
            GATK      | 0x23 | 4/3/0         | 0/3/0 8/3/0 4/0/0 4/3/1 4/251/0
            GATKQ     | 0x24 | 4/3/0         | 0/3/0 8/3/0 4/0/0 4/3/1 4/251/0
            SASL_LIST_MECHANISMS | 0x20 | 0/0/0 | 4/0/0 0/3/0 0/0/1
            SASL_AUTH | 0x21 | 0/5/0 0/5/9   | 4/5/9 0/0/9
            SASL_STEP | 0x22 | 0/5/0 0/5/9   | 4/5/9 0/0/9
            """)
    void opcode_code_andRequestShape(Opcode opcode, String code, String legal, String illegal) {
        assertThat(opcode.code()).isEqualTo(Integer.decode(code));
        for (int[] lengths : sections(legal)) {
            assertThat(opcode.shape().allowsRequest(lengths[0], lengths[1], lengths[2]))
                    .as("legal %s", legal)
                    .isTrue();
        }
        for (int[] lengths : sections(illegal)) {
            assertThat(opcode.shape().allowsRequest(lengths[0], lengths[1], lengths[2]))
                    .as("illegal %s", illegal)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET                    | 4/0/0 4/0/9 | 0/0/9 4/3/9 8/0/9
            GET_WITH_KEY           | 4/3/0 4/3/9 | 0/3/9 4/0/9 8/3/9
            STORE                  | 0/0/0       | 4/0/0 0/3/0 0/0/9
            CONCATENATE            | 0/0/0       | 4/0/0 0/3/0 0/0/9
            DELETE                 | 0/0/0       | 4/0/0 0/3/0 0/0/9
            COUNTER                | 0/0/8       | 0/0/0 0/0/7 0/0/9 4/0/8 0/3/8
            FLUSH                  | 0/0/0       | 4/0/0 0/3/0 0/0/9
            BARE                   | 0/0/0       | 4/0/0 0/3/0 0/0/9
            TEXT                   | 0/0/0 0/0/9 | 4/0/9 0/3/9
            STAT                   | 0/0/0 0/3/0 0/3/9 0/0/9 | 4/3/9
            TOUCH                  | 0/0/0 4/0/0 | 8/0/0 4/3/0 4/0/9
            GET_AND_TOUCH          | 4/0/0 4/0/9 | 0/0/9 4/3/9
            GET_AND_TOUCH_WITH_KEY | 4/3/0 4/3/9 | 0/3/9 4/0/9
            SASL                   | 0/0/0 0/0/9 | 4/0/9 0/3/9
            """)
    void shape_response(OpcodeShape shape, String legal, String illegal) {
        for (int[] lengths : sections(legal)) {
            assertThat(shape.allowsResponse(lengths[0], lengths[1], lengths[2]))
                    .as("legal %s", legal)
                    .isTrue();
        }
        for (int[] lengths : sections(illegal)) {
            assertThat(shape.allowsResponse(lengths[0], lengths[1], lengths[2]))
                    .as("illegal %s", illegal)
                    .isFalse();
        }
    }

    @Test
    void shape_extrasLengthsThatWrapAShift_areNotAllowed() {
        assertThat(OpcodeShape.GET.allowsRequest(32, 3, 0)).isFalse();
        assertThat(OpcodeShape.GET.allowsRequest(-32, 3, 0)).isFalse();
        assertThat(OpcodeShape.STORE.allowsRequest(40, 3, 0)).isFalse();
    }

    private static List<int[]> sections(String text) {
        List<int[]> all = new ArrayList<>();
        for (String triple : text.split(" ", -1)) {
            List<Integer> lengths = new ArrayList<>();
            for (String length : triple.split("/", -1)) {
                lengths.add(Integer.valueOf(length));
            }
            all.add(lengths.stream().mapToInt(Integer::intValue).toArray());
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void opcode_quietForm_differsInQuietnessAlone(Opcode opcode) {
        assertThat(Opcode.of(opcode.code())).isSameAs(opcode);
        assertThat(opcode.isQuiet()).isEqualTo(opcode.name().endsWith("Q"));
        assertThat(opcode.loud().isQuiet()).isFalse();
        if (opcode.isQuiet()) {
            assertThat(opcode.quiet()).isSameAs(opcode);
            assertThat(opcode.loud().quiet()).isSameAs(opcode);
            assertThat(opcode.loud().shape()).isSameAs(opcode.shape());
            assertThat(opcode.name()).isEqualTo(opcode.loud().name() + "Q");
        } else {
            assertThat(opcode.loud()).isSameAs(opcode);
        }
    }

    @Test
    void opcode_retrievals_areSilentOnAMissAndMutationsOnSuccess() {
        for (Opcode opcode : Opcode.values()) {
            AnswerRule quiet = switch (opcode.shape()) {
                case GET, GET_WITH_KEY, GET_AND_TOUCH, GET_AND_TOUCH_WITH_KEY -> AnswerRule.SILENT_MISS;
                default -> AnswerRule.SILENT_SUCCESS;
            };
            assertThat(opcode.answerRule()).as(opcode.name()).isEqualTo(opcode.isQuiet() ? quiet : AnswerRule.ALWAYS);
        }
        assertThat(Opcode.TOUCH.quiet()).isNull();
        assertThat(Opcode.NOOP.quiet()).isNull();
    }

    @Test
    void of_unknownCode_isNoException() {
        Set<Integer> codes = new HashSet<>();
        for (Opcode opcode : Opcode.values()) {
            codes.add(opcode.code());
        }
        for (int code = -300; code < 70_000; code++) {
            assertThat(Opcode.of(code) != null).isEqualTo(codes.contains(code));
            assertThat(Magic.of(code)).isEqualTo(code == 0x80 ? Magic.REQUEST : code == 0x81 ? Magic.RESPONSE : null);
        }
        for (int neverSent : new int[] {0x1b, 0x1f, 0x60, 0x64, 0x66, 0x80, 0xff}) {
            assertThat(Opcode.of(neverSent)).isNull();
        }
        assertThat(Status.of(-1)).isEqualTo(Status.UNKNOWN);
        assertThat(Status.of(0x87)).isEqualTo(Status.UNKNOWN);
        assertThat(Status.of(0x100)).isEqualTo(Status.UNKNOWN);
        assertThat(Status.of(0xffff)).isEqualTo(Status.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCESS, 0x00",
        "KEY_NOT_FOUND, 0x01",
        "KEY_EXISTS, 0x02",
        "TOO_LARGE, 0x03",
        "INVALID_ARGUMENTS, 0x04",
        "NOT_STORED, 0x05",
        "NON_NUMERIC, 0x06",
        "NOT_MY_VBUCKET, 0x07",
        "AUTH_ERROR, 0x20",
        "AUTH_CONTINUE, 0x21",
        "UNKNOWN_COMMAND, 0x81",
        "OUT_OF_MEMORY, 0x82",
        "NOT_SUPPORTED, 0x83",
        "INTERNAL_ERROR, 0x84",
        "BUSY, 0x85",
        "TEMPORARY_FAILURE, 0x86"
    })
    void status_code(Status status, String code) {
        assertThat(status.code()).isEqualTo(Integer.decode(code));
        assertThat(Status.of(Integer.decode(code))).isSameAs(status);
    }

    @Test
    void status_authenticationCodesOfOldTexts_areReadAndNotWritten() {
        assertThat(Status.of(0x08)).isEqualTo(Status.AUTH_ERROR);
        assertThat(Status.of(0x09)).isEqualTo(Status.AUTH_CONTINUE);
        assertThat(Status.AUTH_ERROR.code()).isEqualTo(0x20);
        assertThat(Status.AUTH_CONTINUE.code()).isEqualTo(0x21);
    }

    @Test
    void table_duplicateOrWideCode_isRefused() {
        @Nullable Magic[] table = new @Nullable Magic[CodeTable.SIZE];
        CodeTable.put(table, 7, Magic.REQUEST);
        assertThatIllegalStateException()
                .isThrownBy(() -> CodeTable.put(table, 7, Magic.RESPONSE))
                .withMessage("code must be unique: code=0x7, first=REQUEST, second=RESPONSE");
        assertThatIllegalStateException()
                .isThrownBy(() -> CodeTable.put(table, 256, Magic.RESPONSE))
                .withMessage("code must be an unsigned byte: constant=RESPONSE, code=256");
        assertThatIllegalStateException()
                .isThrownBy(() -> CodeTable.of(Magic.class, Magic.values(), magic -> 3))
                .withMessage("code must be unique: code=0x3, first=REQUEST, second=RESPONSE");
    }

    @Test
    void layout_offsets_followOneAnotherWithoutOverlap() {
        int[][] fields = {
            {FrameLayout.MAGIC_OFFSET, 1},
            {FrameLayout.OPCODE_OFFSET, 1},
            {FrameLayout.KEY_LENGTH_OFFSET, 2},
            {FrameLayout.EXTRAS_LENGTH_OFFSET, 1},
            {FrameLayout.DATA_TYPE_OFFSET, 1},
            {FrameLayout.VBUCKET_ID_OFFSET, 2},
            {FrameLayout.BODY_LENGTH_OFFSET, 4},
            {FrameLayout.OPAQUE_OFFSET, 4},
            {FrameLayout.CAS_TOKEN_OFFSET, 8}
        };
        int end = 0;
        for (int[] field : fields) {
            assertThat(field[0]).isEqualTo(end);
            end += field[1];
        }
        assertThat(FrameLayout.HEADER_LENGTH).isEqualTo(end).isEqualTo(24);
        assertThat(FrameLayout.STATUS_OFFSET).isEqualTo(FrameLayout.VBUCKET_ID_OFFSET);
        assertThat(FrameLayout.STORE_EXTRAS_LENGTH).isEqualTo(8);
        assertThat(FrameLayout.COUNTER_EXTRAS_LENGTH).isEqualTo(20);
    }

    @Test
    void frameLength_sumsTheSections() {
        assertThat(FrameLayout.frameLength(8, 3, 5)).isEqualTo(40);
        assertThat(FrameLayout.frameLength(0, 0, FrameLayout.MAX_BODY_LENGTH)).isEqualTo(Integer.MAX_VALUE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameLayout.frameLength(8, 3, FrameLayout.MAX_BODY_LENGTH))
                .withMessageContaining("valueLength=2147483623");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameLayout.frameLength(8, 3, -1))
                .withMessageContaining("valueLength=-1");
    }
}
