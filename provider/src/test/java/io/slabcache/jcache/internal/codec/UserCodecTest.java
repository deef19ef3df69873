package io.slabcache.jcache.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.Codec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UserCodecTest {
    private final CodecContext context =
            CodecContext.builder(UserCodecTest.class.getClassLoader()).build();

    @Test
    void userCodec_ownsItsBytes() {
        ValueCodec<String> values = Codecs.forValues(String.class, new Ascii(), context);

        assertThat(values.id()).isEqualTo("ascii");
        assertThat(values.encode("abc")).isEqualTo(new byte[] {'a', 'b', 'c'});
        assertThat(values.encode("abc", 2)).isEqualTo(new byte[] {0, 0, 'a', 'b', 'c'});
        assertThat(values.decode(new byte[] {0, 'a', 'b', 0}, 1, 2)).isEqualTo("ab");
    }

    @Test
    void userCodec_notCanonical_matchesByEquals() {
        KeyCodec<Word> keys = Codecs.forKeys(Word.class, new WordCodec(), context);
        byte[] hashed = keys.encodeHashed(new Word("Hello"));
        byte[] stored = keys.encodeHashed(new Word("hELLO"));

        assertThat(keys.isCanonical()).isFalse();
        assertThat(Arrays.copyOf(stored, KeyCodec.HASH_LENGTH)).isEqualTo(Arrays.copyOf(hashed, KeyCodec.HASH_LENGTH));
        assertThat(keys.matchesHashed(new Word("Hello"), hashed, stored)).isTrue();
        assertThat(keys.matchesHashed(new Word("Hello"), hashed, keys.encodeHashed(new Word("other"))))
                .isFalse();
    }

    @Test
    void userCodec_canonical_isFoundByBytes() {
        KeyCodec<String> keys = Codecs.forKeys(String.class, new Ascii(), context);

        assertThat(keys.isCanonical()).isTrue();
        assertThat(keys.isCanonical(new byte[1], 0, 1)).isTrue();
    }

    @Test
    void userCodec_emptyKey_isRefused() {
        KeyCodec<String> keys = Codecs.forKeys(String.class, new Ascii(), context);

        assertThatThrownBy(() -> keys.encode(""))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("codec=ascii");
    }

    @Test
    void userCodec_fails_isCacheExceptionThatNamesIt() {
        ValueCodec<String> values = Codecs.forValues(String.class, new Broken(), context);

        assertThatThrownBy(() -> values.encode("throw"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("codec=broken")
                .hasMessageContaining("class=java.lang.String")
                .hasRootCauseMessage("throw");
        assertThatThrownBy(() -> values.encode("null"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("must not encode to null");
        assertThatThrownBy(() -> values.decode(new byte[7], 2, 0))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("codec=broken, offset=2, length=0")
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> values.decode(new byte[7], 2, 1))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("must not decode to null");
    }

    private record Word(String text) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Word word && text.equalsIgnoreCase(word.text);
        }

        @Override
        public int hashCode() {
            return text.toLowerCase(Locale.ROOT).hashCode();
        }
    }

    private static final class Ascii implements Codec<String> {
        @Override
        public String id() {
            return "ascii";
        }

        @Override
        public byte[] encode(String object) {
            return object.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public String decode(byte[] bytes, int offset, int length) {
            return new String(bytes, offset, length, StandardCharsets.US_ASCII);
        }

        @Override
        public boolean isCanonical() {
            return true;
        }
    }

    private static final class WordCodec implements Codec<Word> {
        @Override
        public String id() {
            return "word";
        }

        @Override
        public byte[] encode(Word object) {
            return object.text().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Word decode(byte[] bytes, int offset, int length) {
            return new Word(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public boolean isCanonical() {
            return false;
        }
    }

    // It breaks the contract on purpose.
    @SuppressWarnings("NullAway")
    private static final class Broken implements Codec<String> {
        @Override
        public String id() {
            return "broken";
        }

        @Override
        public byte[] encode(String object) {
            if (object.equals("throw")) {
                throw new IllegalStateException("throw");
            }
            return null;
        }

        @Override
        public String decode(byte[] bytes, int offset, int length) {
            if (length == 0) {
                throw new IllegalStateException("empty");
            }
            return null;
        }

        @Override
        public boolean isCanonical() {
            return true;
        }
    }
}
