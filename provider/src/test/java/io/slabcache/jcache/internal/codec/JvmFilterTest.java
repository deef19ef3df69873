package io.slabcache.jcache.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.jcache.RefusedClassException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Month;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;

/** A filter of the whole virtual machine can be set at its start only, so these tests start one. */
class JvmFilterTest {
    private static final int ALL_DECODED = 10;
    private static final int BIT_SET_REFUSED = 11;
    private static final int LIST_REFUSED = 12;
    private static final int RECORD_REFUSED = 13;
    private static final int ENUM_REFUSED = 14;
    private static final int ENUM_IN_RECORD_REFUSED = 15;
    private static final int NESTED_RECORD_REFUSED = 16;

    @Test
    void serialFilter_refusesWhatTheCodecAllows() throws Exception {
        assertThat(run("-Djdk.serialFilter=!java.util.BitSet")).isEqualTo(BIT_SET_REFUSED);
    }

    @Test
    void serialFilter_refusesARecordThatIsNotSerialized() throws Exception {
        assertThat(run("-Djdk.serialFilter=!" + TestTypes.Point.class.getName()))
                .isEqualTo(RECORD_REFUSED);
    }

    @Test
    void serialFilter_refusesAnEnumThatIsNotSerialized() throws Exception {
        assertThat(run("-Djdk.serialFilter=!java.time.DayOfWeek")).isEqualTo(ENUM_REFUSED);
        assertThat(run("-Djdk.serialFilter=!java.time.Month")).isEqualTo(ENUM_IN_RECORD_REFUSED);
    }

    /** The deepest object lies in a record in a record. */
    @Test
    void serialFilter_boundsDepth_isToldHowDeepObjectsLie() throws Exception {
        assertThat(run("-Djdk.serialFilter=maxdepth=1")).isEqualTo(ENUM_IN_RECORD_REFUSED);
        assertThat(run("-Djdk.serialFilter=maxdepth=2")).isEqualTo(NESTED_RECORD_REFUSED);
        assertThat(run("-Djdk.serialFilter=maxdepth=3")).isEqualTo(ALL_DECODED);
    }

    /** The record with a record has itself, a text, a record and a constant; nothing before it has as many. */
    @Test
    void serialFilter_boundsReferences_isToldHowManyThereWere() throws Exception {
        assertThat(run("-Djdk.serialFilter=maxrefs=1")).isEqualTo(ENUM_IN_RECORD_REFUSED);
        assertThat(run("-Djdk.serialFilter=maxrefs=3")).isEqualTo(NESTED_RECORD_REFUSED);
        assertThat(run("-Djdk.serialFilter=maxrefs=100")).isEqualTo(ALL_DECODED);
    }

    @Test
    void serialFilter_allowsWhatTheCodecAllows() throws Exception {
        assertThat(run("-Djdk.serialFilter=java.base/*;" + TestTypes.Point.class.getName() + ";"
                        + JvmFilterTest.class.getName() + "$*"))
                .isEqualTo(ALL_DECODED);
        assertThat(run("-Djdk.serialFilter=")).isEqualTo(ALL_DECODED);
    }

    private static int run(String option) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        option,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Decoder.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    record Dated(Month month) implements Serializable {}

    record Titled(String title, Dated dated) implements Serializable {}

    /** Tells by its exit code what could be decoded, simpler objects first. */
    static final class Decoder {
        private Decoder() {}

        public static void main(String[] arguments) {
            ValueCodec<Object> codec = Codecs.forValues(
                    Object.class,
                    null,
                    CodecContext.builder(Decoder.class.getClassLoader())
                            .allowedClasses(List.of(
                                    TestTypes.Point.class.getName(),
                                    Dated.class.getName(),
                                    Titled.class.getName(),
                                    DayOfWeek.class.getName(),
                                    Month.class.getName()))
                            .build());
            if (!decodes(codec, new TestTypes.Point(1, 2))) {
                System.exit(RECORD_REFUSED);
            }
            if (!decodes(codec, DayOfWeek.FRIDAY)) {
                System.exit(ENUM_REFUSED);
            }
            if (!decodes(codec, new Dated(Month.MAY))) {
                System.exit(ENUM_IN_RECORD_REFUSED);
            }
            if (!decodes(codec, new Titled("title", new Dated(Month.MAY)))) {
                System.exit(NESTED_RECORD_REFUSED);
            }
            if (!decodes(codec, List.of(1))) {
                System.exit(LIST_REFUSED);
            }
            System.exit(decodes(codec, BitSet.valueOf(new byte[] {1})) ? ALL_DECODED : BIT_SET_REFUSED);
        }

        private static boolean decodes(ValueCodec<Object> codec, Object object) {
            byte[] bytes = codec.encode(object);
            try {
                return codec.decode(bytes).equals(object);
            } catch (CacheException e) {
                boolean refused = e instanceof RefusedClassException
                        || String.valueOf(e.getMessage())
                                .contains(object.getClass().getName());
                if (!refused) {
                    throw e;
                }
                return false;
            }
        }
    }
}
