package io.slabcache.jcache.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
    void serialFilter_allowsWhatTheCodecAllows() throws Exception {
        assertThat(run("-Djdk.serialFilter=java.base/*;" + TestTypes.Point.class.getName()))
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

    /** Tells by its exit code what could be decoded. */
    static final class Decoder {
        private Decoder() {}

        public static void main(String[] arguments) {
            ValueCodec<Object> codec = Codecs.forValues(
                    Object.class,
                    null,
                    CodecContext.builder(Decoder.class.getClassLoader())
                            .allowedClasses(List.of(TestTypes.Point.class.getName()))
                            .build());
            if (!decodes(codec, List.of(1))) {
                System.exit(LIST_REFUSED);
            }
            if (!decodes(codec, new TestTypes.Point(1, 2))) {
                System.exit(RECORD_REFUSED);
            }
            System.exit(decodes(codec, BitSet.valueOf(new byte[] {1})) ? ALL_DECODED : BIT_SET_REFUSED);
        }

        private static boolean decodes(ValueCodec<Object> codec, Object object) {
            byte[] bytes = codec.encode(object);
            try {
                return codec.decode(bytes).equals(object);
            } catch (CacheException e) {
                if (!String.valueOf(e.getMessage()).contains(object.getClass().getName())) {
                    throw e;
                }
                return false;
            }
        }
    }
}
