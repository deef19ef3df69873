package io.slabcache.client.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.client.Item;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.rubyeye.xmemcached.transcoders.CompressionMode;
import net.spy.memcached.CachedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The formats of other Java clients, compared with those clients' own transcoders. */
class JavaFormatsTest {
    private static final ObjectInputFilter ALLOWED =
            ObjectInputFilter.Config.createFilter("io.slabcache.**;java.util.*;java.lang.*;java.math.*");

    private final SpymemcachedTranscoder spymemcached = new SpymemcachedTranscoder();
    private final WhalinTranscoder whalin = new WhalinTranscoder();
    private final net.spy.memcached.transcoders.SerializingTranscoder theirs =
            new net.spy.memcached.transcoders.SerializingTranscoder();
    private final net.rubyeye.xmemcached.transcoders.SerializingTranscoder xmemcached =
            new net.rubyeye.xmemcached.transcoders.SerializingTranscoder();
    private final net.spy.memcached.transcoders.WhalinTranscoder theirWhalin =
            new net.spy.memcached.transcoders.WhalinTranscoder();

    /** An object without a form of its own. */
    record Point(int x, int y) implements Serializable {}

    @SuppressWarnings("JavaUtilDate")
    static Stream<Object> values() {
        List<Object> values = new ArrayList<>(List.of(
                "", "text", "straße \uD83D\uDE00", true, false, new byte[0], new byte[] {1, 2, 3}, "a".repeat(40_000)));
        values.add(new byte[100_000]);
        Random random = new Random(3);
        for (long number :
                new long[] {0, 1, -1, 127, 128, 255, 256, 258, 65_535, 1L << 31, Long.MIN_VALUE, random.nextLong()}) {
            values.addAll(List.of((byte) number, (int) number, number, new Date(number)));
        }
        values.addAll(List.of(0f, -0f, 1.5f, Float.NaN, Float.MIN_VALUE, 0d, -0d, 1.5d, Double.NaN, Double.MAX_VALUE));
        return values.stream();
    }

    private static Item item(CachedData data) {
        return new Item(data.getData(), data.getFlags(), 1);
    }

    private static CachedData data(Encoded encoded) {
        return new CachedData(encoded.clientFlags(), encoded.bytes(), CachedData.MAX_SIZE);
    }

    @ParameterizedTest
    @MethodSource("values")
    void spymemcached_everyType_readsAndWritesAsTheOriginal(Object value) {
        CachedData original = theirs.encode(value);
        assertThat(spymemcached.decode(item(original))).isEqualTo(value);
        Encoded ours = spymemcached.encode(value);
        assertThat(theirs.decode(data(ours))).isEqualTo(value);
        if ((original.getFlags() & 2) == 0 && (ours.clientFlags() & 2) == 0) {
            assertThat(ours.clientFlags()).isEqualTo(original.getFlags());
            assertThat(ours.bytes()).isEqualTo(original.getData());
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void spymemcached_everyType_readsAndWritesAsXmemcached(Object value) {
        net.rubyeye.xmemcached.transcoders.CachedData original = xmemcached.encode(value);
        assertThat(spymemcached.decode(new Item(original.getData(), original.getFlag(), 1)))
                .isEqualTo(value);
        Encoded ours = spymemcached.encode(value);
        assertThat(xmemcached.decode(
                        new net.rubyeye.xmemcached.transcoders.CachedData(ours.clientFlags(), ours.bytes())))
                .isEqualTo(value);
    }

    @Test
    void spymemcached_compressedByXmemcachedAsZip_read() {
        xmemcached.setCompressionMode(CompressionMode.ZIP);
        String value = "text ".repeat(10_000);
        net.rubyeye.xmemcached.transcoders.CachedData original = xmemcached.encode(value);
        assertThat(original.getFlag()).isEqualTo(2);
        assertThat(spymemcached.decode(new Item(original.getData(), 2, 1))).isEqualTo(value);
    }

    static Stream<Object> whalinValues() {
        return Stream.concat(
                values(), Stream.of((short) 0, (short) -1, (short) 258, 'a', '\u20ac', '\uD83D', Character.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("whalinValues")
    void whalin_everyType_readsAndWritesAsTheOriginal(Object value) {
        CachedData original = theirWhalin.encode(value);
        assertThat(whalin.decode(item(original))).isEqualTo(value);
        Encoded ours = whalin.encode(value);
        assertThat(theirWhalin.decode(data(ours))).isEqualTo(value);
        if ((original.getFlags() & 2) == 0 && (ours.clientFlags() & 2) == 0) {
            assertThat(ours.clientFlags()).isEqualTo(original.getFlags());
            assertThat(ours.bytes()).isEqualTo(original.getData());
        }
    }

    @Test
    void whalin_builders_readAsWhatTheyWere() {
        Encoded builder = whalin.encode(JavaTypes.builderOf("builder".getBytes(StandardCharsets.UTF_8)));
        assertThat(builder.clientFlags()).isEqualTo(2048);
        assertThat(whalin.decode(item(data(builder))))
                .isInstanceOf(StringBuilder.class)
                .hasToString("builder");
        Object buffer = theirWhalin.decode(new CachedData(64, new byte[] {'b'}, CachedData.MAX_SIZE));
        Encoded encoded = whalin.encode(buffer);
        assertThat(encoded.clientFlags()).isEqualTo(64);
        assertThat(whalin.decode(item(data(encoded))))
                .isInstanceOf(buffer.getClass())
                .hasToString("b");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 0x900, 0x301, 0x10000, 0x80000000, 0x53000001, 0xff00})
    void spymemcached_unknownFlags_undecodable(int clientFlags) {
        assertThatThrownBy(() -> spymemcached.decode(new Item(new byte[] {'1'}, clientFlags, 1)))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("clientFlags=0x" + Integer.toHexString(clientFlags));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 12, 5, 0x300, 0x10000, 0x80000000, 33})
    void whalin_unknownFlags_undecodable(int clientFlags) {
        assertThatThrownBy(() -> whalin.decode(new Item(new byte[] {1}, clientFlags, 1)))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("clientFlags=0x" + Integer.toHexString(clientFlags));
    }

    @Test
    void spymemcached_wrongLengths_undecodable() {
        int[][] cases = {{0x100, 0}, {0x100, 2}, {0x200, 5}, {0x300, 9}, {0x400, 9}, {0x500, 2}, {0x600, 5}, {0x700, 9}
        };
        for (int[] c : cases) {
            byte[] value = new byte[c[1]];
            Arrays.fill(value, (byte) '1');
            assertThatThrownBy(() -> spymemcached.decode(new Item(value, c[0], 1)))
                    .isInstanceOf(UndecodableItemException.class)
                    .hasMessageContaining("valueLength=" + c[1]);
        }
    }

    @Test
    void spymemcached_booleanNeitherZeroNorOne_undecodable() {
        assertThatThrownBy(() -> spymemcached.decode(new Item(new byte[] {'t'}, 0x100, 1)))
                .isInstanceOf(UndecodableItemException.class);
    }

    @Test
    void serialization_notAllowed_namesClassAndOption() {
        Point point = new Point(1, 2);
        assertThatThrownBy(() -> spymemcached.encode(point))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("class=" + Point.class.getName())
                .hasMessageContaining("option=withSerialization");
        assertThatThrownBy(() -> spymemcached.decode(item(theirs.encode(point))))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("class=" + Point.class.getName())
                .hasMessageContaining("option=withSerialization");
        assertThatThrownBy(() -> whalin.decode(item(theirWhalin.encode(point))))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("class=" + Point.class.getName());
        assertThatThrownBy(() -> spymemcached.decode(new Item(new byte[] {1, 2, 3}, 1, 1)))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("class=unknown");
    }

    @Test
    void serialization_allowed_bothWays() {
        SpymemcachedTranscoder transcoder = spymemcached.withSerialization(ALLOWED);
        for (Object value : List.of(
                new Point(1, 2),
                (short) 5,
                'c',
                BigInteger.TEN,
                new ArrayList<>(List.of(1, "b")),
                new HashMap<>(java.util.Map.of("k", 1L)),
                new int[] {1, 2},
                new String[] {"a"})) {
            assertThat(transcoder.decode(item(theirs.encode(value)))).isEqualTo(value);
            Encoded ours = transcoder.encode(value);
            assertThat(ours.clientFlags()).isEqualTo(1);
            assertThat(theirs.decode(data(ours))).isEqualTo(value);
        }
        WhalinTranscoder whalinTranscoder =
                whalin.withSerialization(ALLOWED, getClass().getClassLoader());
        Point point = new Point(3, 4);
        assertThat(whalinTranscoder.decode(item(theirWhalin.encode(point)))).isEqualTo(point);
        assertThat(theirWhalin.decode(data(whalinTranscoder.encode(point)))).isEqualTo(point);
    }

    @Test
    void serialization_classLeftUndecided_refusedByName() {
        SpymemcachedTranscoder transcoder =
                spymemcached.withSerialization(ObjectInputFilter.Config.createFilter("java.util.*"));
        assertThatThrownBy(() -> transcoder.decode(item(theirs.encode(new Point(1, 2)))))
                .isInstanceOf(UndecodableItemException.class)
                .hasMessageContaining("class=" + Point.class.getName())
                .hasMessageContaining("option=withSerialization");
    }

    @Test
    void serialization_notSerializable_namesClass() {
        assertThatThrownBy(() -> spymemcached.withSerialization(ALLOWED).encode(new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("class=java.lang.Object");
    }

    /** The stream claims an array of two thousand million elements. */
    @Test
    void serialization_hugeArrayClaimed_refusedWithoutAllocating() throws IOException {
        byte[] bytes = serialized(new int[] {7});
        assertThat(Arrays.copyOfRange(bytes, bytes.length - 8, bytes.length))
                .isEqualTo(new byte[] {0, 0, 0, 1, 0, 0, 0, 7});
        bytes[bytes.length - 8] = 0x7f;
        assertThatThrownBy(() -> spymemcached.withSerialization(ALLOWED).decode(new Item(bytes, 1, 1)))
                .isInstanceOf(UndecodableItemException.class);
    }

    @Test
    void serialization_deepNesting_undecodable() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] one = serialized(new Object[1]);
        byte[] head = Arrays.copyOf(one, one.length - 1);
        out.write(head);
        // Each array's only element is another array of the class that was described at the beginning.
        byte[] nested = {0x75, 0x71, 0, 0x7e, 0, 0, 0, 0, 0, 1};
        for (int depth = 0; depth < 200_000; depth++) {
            out.write(nested);
        }
        byte[] bytes = out.toByteArray();
        assertThatThrownBy(() -> spymemcached.withSerialization(ALLOWED).decode(new Item(bytes, 1, 1)))
                .isInstanceOf(UndecodableItemException.class);
    }

    private static byte[] serialized(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }
}
