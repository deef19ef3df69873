package io.slabcache.jcache.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import javax.cache.CacheException;

/**
 * Decoders given any bytes: an object that encodes and decodes to itself, or a {@link CacheException}. The build replays
 * the inputs kept in the resources; {@code JAZZER_FUZZ=1 mvn test -pl provider -am -Dtest=CodecFuzzTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Djazzer.hooks=true} searches for more.
 */
class CodecFuzzTest {
    private static final ValueCodec<Object> STRICT = codec(false);
    private static final ValueCodec<Object> LEARNING = codec(true);
    private static final KeyCodec<Object> KEYS = Codecs.forKeys(
            Object.class,
            null,
            CodecContext.builder(CodecFuzzTest.class.getClassLoader()).build());

    static {
        for (Object object : List.of(
                new TestTypes.Dog("rex", List.of(new TestTypes.Animal("tom"))),
                new TestTypes.Box(TestTypes.Box.Size.LARGE),
                new TestTypes.Box(new TestTypes.Replaced(1)),
                TestTypes.Box.Size.SMALL,
                new TestTypes.Point(1, 2),
                new RecordFormatTest.Inner("a", null),
                new TestTypes.Link())) {
            LEARNING.encode(object);
        }
    }

    @FuzzTest(maxDuration = "5m")
    void decode_anyBytes_isObjectOrCacheException(byte[] bytes) {
        decode(STRICT, bytes);
        decode(LEARNING, bytes);
    }

    @FuzzTest(maxDuration = "5m")
    void decodeHashed_anyBytes_isKeyOrCacheException(byte[] bytes) {
        try {
            Object key = KEYS.decodeHashed(bytes);
            if (!KEYS.isCanonical(bytes, KeyCodec.HASH_LENGTH, bytes.length - KeyCodec.HASH_LENGTH)) {
                return;
            }
            byte[] hashed = KEYS.encodeHashed(key);

            assertThat(KEYS.matchesHashed(key, hashed, KEYS.encodeHashed(KEYS.decodeHashed(hashed))))
                    .isTrue();
        } catch (CacheException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static void decode(ValueCodec<Object> codec, byte[] bytes) {
        Object object;
        try {
            object = codec.decode(bytes);
        } catch (CacheException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return;
        }
        TypeTag tag = TypeTag.of(bytes[0]);
        if (tag == TypeTag.JAVA_SERIALIZED) {
            // What was made of foreign bytes may break the contract of its own class, so it is not looked at further.
            assertThat(object).isNotNull();
            return;
        }
        // Foreign bytes need not have the form that the encoder chooses, for instance the shortest one of a string.
        Object again = codec.decode(codec.encode(object));
        assertThat(ContentEquality.equal(again, object)).isTrue();
    }

    private static ValueCodec<Object> codec(boolean learn) {
        return Codecs.forValues(
                Object.class,
                null,
                CodecContext.builder(CodecFuzzTest.class.getClassLoader())
                        .learnWritten(learn)
                        .build());
    }
}
