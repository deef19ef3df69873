package io.slabcache.client.locator;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyHashTest {
    @Test
    void md5_everyLengthOverFiveBlocks_isThatOfTheJdk() throws NoSuchAlgorithmException {
        long seed = 1321;
        Random random = new Random(seed);
        MessageDigest digest = MessageDigest.getInstance("MD5");
        for (int length = 0; length <= 320; length++) {
            byte[] message = new byte[length];
            random.nextBytes(message);
            ByteBuffer expected = ByteBuffer.wrap(digest.digest(message)).order(ByteOrder.LITTLE_ENDIAN);
            int[] words = Md5.words(message);
            for (int word : words) {
                assertThat(word).as("seed=%d, length=%d", seed, length).isEqualTo(expected.getInt());
            }
            assertThat(Md5.firstWord(message)).isEqualTo(words[0]);
        }
    }

    /** Published values of Jenkins' function, and one with a byte that is negative as libmemcached reads it. */
    @ParameterizedTest
    @CsvSource({"'', 0", "a, ca2e9442", "The quick brown fox jumps over the lazy dog, 519e91f5"})
    void oneAtATime_publishedValues(String key, String hash) {
        assertThat(Integer.toHexString(KeyHash.oneAtATime(key.getBytes(UTF_8)))).isEqualTo(hash);
    }

    @Test
    void oneAtATime_highBytes_areSigned() {
        int hash = 0xffffffff;
        hash += hash << 10;
        hash ^= hash >>> 6;
        hash += hash << 3;
        hash ^= hash >>> 11;
        hash += hash << 15;
        assertThat(KeyHash.oneAtATime(new byte[] {(byte) 0xff})).isEqualTo(hash);
    }

    /** The low halves of 64-bit FNV-1a, which for ASCII depend on nothing but the low halves of its constants. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "foobar", "key-0", "some:longer:key:with:parts"})
    void fnv1a64Truncated_ascii_isTheLowHalfOfTheWholeHash(String key) {
        long whole = 0xcbf29ce484222325L;
        for (byte b : key.getBytes(UTF_8)) {
            whole = (whole ^ b) * 0x100000001b3L;
        }
        assertThat(KeyHash.fnv1a64Truncated(key.getBytes(UTF_8))).isEqualTo((int) whole);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "key-4711",
                "caf\u00e9",
                "\u07ff\u0800\uffff",
                "\u20ac uro",
                "\ud83d\ude00!",
                "\0\u007f\u0080"
            })
    void stringHashCode_utf8_isThatOfTheString(String key) {
        assertThat(KeyHash.stringHashCode(key.getBytes(UTF_8))).isEqualTo(key.hashCode());
    }

    @Test
    void stringHashCode_anyCodePoint_isThatOfTheString() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint += 7) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                String key = "k" + Character.toString(codePoint) + "y";
                assertThat(KeyHash.stringHashCode(key.getBytes(UTF_8))).isEqualTo(key.hashCode());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00ff", "\u00c3", "\u00e2\u0082", "\u00f0\u009f\u0098", "\u0080\u0080", "a\u00c3"})
    void stringHashCode_notUtf8_isSomeHash(String latin1) {
        byte[] key = latin1.getBytes(ISO_8859_1);
        assertThat(KeyHash.stringHashCode(key)).isEqualTo(latin1.hashCode());
    }
}
