package io.slabcache.annotations.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArgumentsKeyTest {

    @Test
    void equals_arguments_areComparedByContent() {
        ArgumentsKey key = new ArgumentsKey(1L, "a", null, new int[] {1}, new Object[] {new byte[] {2}});

        assertThat(key)
                .isEqualTo(new ArgumentsKey(1L, "a", null, new int[] {1}, new Object[] {new byte[] {2}}))
                .hasSameHashCodeAs(new ArgumentsKey(1L, "a", null, new int[] {1}, new Object[] {new byte[] {2}}))
                .isNotEqualTo(new ArgumentsKey(1L, "a", null, new int[] {1}, new Object[] {new byte[] {3}}))
                .isNotEqualTo(new ArgumentsKey("a", 1L, null, new int[] {1}, new Object[] {new byte[] {2}}))
                .isNotEqualTo(new ArgumentsKey())
                .isNotEqualTo(null);
        assertThat(new ArgumentsKey()).isEqualTo(new ArgumentsKey());
        assertThat(key).hasToString("[1, a, null, [1], [[2]]]");
    }

    @Test
    void arguments_changedLater_areNotTheKeys() {
        byte[] inner = {1};
        Object[] outer = {inner};
        ArgumentsKey key = new ArgumentsKey(outer, inner);

        inner[0] = 2;
        outer[0] = "other";

        assertThat(key).isEqualTo(new ArgumentsKey(new Object[] {new byte[] {1}}, new byte[] {1}));
    }

    @Test
    void serialized_equalArguments_areEqualBytesAndComeBack() throws Exception {
        String one = "same";
        String other = new String(one);

        assertThat(serialized(new ArgumentsKey(one, one, 1, 1)))
                .isEqualTo(serialized(new ArgumentsKey(one, other, 1, 1)));
        ArgumentsKey key = new ArgumentsKey(one, null, TimeUnit.DAYS, new int[][] {{1}, {}}, 2.5);
        Object back = deserialized(serialized(key));
        assertThat(back).isEqualTo(key).hasSameHashCodeAs(key);
    }

    @Test
    void serialized_impossibleLength_isRefused() throws IOException {
        byte[] bytes = serialized(new ArgumentsKey());
        // The length is the last that is written in front of two marks: the end of block data stands behind it.
        int length = bytes.length - 1 - Integer.BYTES;
        bytes[length] = 0x7f;

        assertThatThrownBy(() -> deserialized(bytes))
                .isInstanceOf(InvalidObjectException.class)
                .hasMessageContaining("length=" + 0x7f000000);
    }

    private static byte[] serialized(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Object deserialized(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }
}
