package io.slabcache.jcache.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.RefusedClassException;
import io.slabcache.jcache.internal.codec.TestTypes.Animal;
import io.slabcache.jcache.internal.codec.TestTypes.Dog;
import io.slabcache.jcache.internal.codec.TestTypes.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Vector;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;

// Old lists equal new ones.
@SuppressWarnings("JdkObsolete")
class ValueCodecTest {
    private final CodecContext context = context(Undecodable.THROW);
    private final ValueCodec<Object> codec = Codecs.forValues(Object.class, null, context);

    @Test
    void matches_byBytesThenByEquals() {
        assertThat(matches("a", "a")).isTrue();
        assertThat(matches("a", "b")).isFalse();
        assertThat(matches(1, 1L)).isFalse();
        assertThat(matches(new byte[] {1}, new byte[] {1})).isTrue();
        assertThat(matches(new int[] {1}, new int[] {1})).isTrue();
        assertThat(matches(new int[] {1}, new int[] {2})).isFalse();
        assertThat(matches(List.of("a"), new ArrayList<>(List.of("a")))).isTrue();
        assertThat(matches(new Vector<>(List.of("a")), List.of("b"))).isFalse();
        assertThat(matches(new Dog("rex", List.of()), new Animal("rex"))).isTrue();
        assertThat(matches(new Point(1, 2), new Point(1, 3))).isFalse();
        assertThat(matches("a", List.of("a"))).isFalse();
    }

    @Test
    void encode_negativeHeadroom_isIllegal() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.encode("a", -1))
                .withMessageContaining("headroom=-1");
    }

    @Test
    void decodeOrMiss_undecodable_isThrownOrMissedAsConfigured() {
        byte[] bytes =
                Codecs.forValues(Object.class, null, context(Undecodable.THROW)).encode(new Point(1, 2));
        CodecContext missing = context(Undecodable.MISS);
        ValueCodec<Object> missingCodec = Codecs.forValues(Object.class, null, missing);

        assertThatThrownBy(() -> codec.decodeOrMiss(bytes, 0, bytes.length)).isInstanceOf(RefusedClassException.class);
        assertThat(context.undecodableValues()).isZero();
        assertThat(missingCodec.decodeOrMiss(bytes, 0, bytes.length)).isNull();
        assertThat(missingCodec.decodeOrMiss(bytes, 0, 0)).isNull();
        assertThat(missing.undecodableValues()).isEqualTo(2);
        assertThatThrownBy(() -> missingCodec.decode(bytes)).isInstanceOf(CacheException.class);
        byte[] good = missingCodec.encode("good");
        assertThat(missingCodec.decodeOrMiss(good, 0, good.length)).isEqualTo("good");
        assertThat(missing.undecodableValues()).isEqualTo(2);
    }

    private boolean matches(Object given, Object stored) {
        byte[] bytes = codec.encode(stored, 5);
        return codec.matches(given, codec.encode(given), bytes, 5, bytes.length - 5);
    }

    private static CodecContext context(Undecodable undecodable) {
        return CodecContext.builder(ValueCodecTest.class.getClassLoader())
                .learnWritten(true)
                .undecodable(undecodable)
                .build();
    }
}
