package io.slabcache.jcache.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slabcache.jcache.RefusedClassException;
import io.slabcache.jcache.internal.codec.TestTypes.Animal;
import io.slabcache.jcache.internal.codec.TestTypes.Box;
import io.slabcache.jcache.internal.codec.TestTypes.Dog;
import io.slabcache.jcache.internal.codec.TestTypes.Failing;
import io.slabcache.jcache.internal.codec.TestTypes.Greeter;
import io.slabcache.jcache.internal.codec.TestTypes.Greeting;
import io.slabcache.jcache.internal.codec.TestTypes.Link;
import io.slabcache.jcache.internal.codec.TestTypes.NotSerializable;
import io.slabcache.jcache.internal.codec.TestTypes.Point;
import io.slabcache.jcache.internal.codec.TestTypes.Replaced;
import io.slabcache.jcache.internal.codec.TestTypes.Swallowing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;

class SerializationTest {
    private final ValueCodec<Object> strict = codec(false);
    private final ValueCodec<Object> learning = codec(true);

    @Test
    void decode_classNotAllowed_isRefusedByNameWithTheSetting() {
        byte[] bytes = strict.encode(new Point(1, 2));

        assertThatExceptionOfType(RefusedClassException.class)
                .isThrownBy(() -> strict.decode(bytes))
                .withMessageContaining(Point.class.getName())
                .withMessageContaining("slabcache.serialization.allowed-classes")
                .satisfies(e -> assertThat(e.refusedClass()).isEqualTo(Point.class.getName()));
    }

    @Test
    void decode_classAllowed_comesBack() {
        for (String pattern : List.of(
                Point.class.getName(),
                "io.slabcache.jcache.internal.codec.*",
                "io.slabcache.**",
                "io.slabcache.jcache.internal.codec.**")) {
            ValueCodec<Object> codec = codec(false, pattern);

            assertThat(codec.decode(codec.encode(new Point(1, 2)))).as(pattern).isEqualTo(new Point(1, 2));
        }
    }

    @Test
    void decode_patternOfOtherClasses_isRefused() {
        for (String pattern : List.of(
                Point.class.getName() + "2",
                "io.slabcache.jcache.internal.*",
                "io.slabcache.jcache.internal.codec.x.**",
                "io.slabcache.*")) {
            ValueCodec<Object> codec = codec(false, pattern);
            byte[] bytes = codec.encode(new Point(1, 2));

            assertRefused(codec, bytes, Point.class);
        }
    }

    @Test
    void decode_refusedClassInsideAllowedCollection_isRefused() {
        for (Object object : List.of(
                List.of("a", new Point(1, 2)),
                Map.of("a", List.of(new Point(1, 2))),
                new Object[] {"a", new Point(1, 2)},
                new Point[0],
                new Point[0][0],
                new HashSet<>(Set.of(new Point(1, 2))))) {
            assertRefused(strict, strict.encode(object), Point.class);
        }
    }

    @Test
    void decode_subclassOrSuperclassAlone_isRefused() {
        ValueCodec<Object> onlySuperclass = codec(false, Animal.class.getName());
        ValueCodec<Object> onlySubclass = codec(false, Dog.class.getName());
        byte[] bytes = strict.encode(new Dog("rex", List.of()));

        assertRefused(onlySuperclass, bytes, Dog.class);
        assertRefused(onlySubclass, bytes, Animal.class);
    }

    @Test
    void decode_urlAsKeyOfMap_isRefusedBeforeItIsHashed() throws MalformedURLException {
        var map = new HashMap<Object, String>();
        var url = new URL("http://refused.invalid/");
        map.put(new Object[0], "");
        byte[] bytes = strict.encode(List.of(map, url));

        assertRefused(strict, bytes, URL.class);
    }

    @Test
    void decode_classObject_needsTheClassAllowed() {
        assertThat(learning.decode(learning.encode(List.of(Point.class, int.class, String.class, int[].class))))
                .isEqualTo(List.of(Point.class, int.class, String.class, int[].class));
        assertRefused(strict, strict.encode(Point.class), Point.class);
        assertThat(strict.decode(strict.encode(int.class))).isEqualTo(int.class);
    }

    @Test
    void decode_enumAndRecordNestedInAllowedClass_areAllowed() {
        ValueCodec<Object> codec = codec(false, Box.class.getName());
        List<Object> contents = List.of(Box.Size.SMALL, Box.Size.LARGE, new Box.Label("a"));

        for (Object content : contents) {
            assertThat(codec.decode(codec.encode(new Box(content)))).isEqualTo(new Box(content));
            assertThat(codec.decode(codec.encode(content))).isEqualTo(content);
        }
        assertRefused(codec, codec.encode(new Box.Lid()), Box.Lid.class);
    }

    @Test
    void decode_enumNotAllowed_isRefused() {
        assertRefused(strict, strict.encode(Box.Size.LARGE), Box.Size.class);
    }

    @Test
    void decode_learned_needsNoConfiguration() {
        var dog = new Dog("rex", List.of(new Animal("tom"), new Dog("tim", List.of())));
        for (Object object : List.of(
                dog,
                List.of(dog, Map.of(new Point(1, 2), TimeUnit.DAYS)),
                new Point[] {new Point(1, 2)},
                new Box(Box.Size.LARGE),
                Box.Size.SMALL,
                new Box(new Replaced(3)),
                new Replaced(3))) {
            assertThat(learning.decode(learning.encode(object))).isEqualTo(object);
        }
        var decoded = (Dog) learning.decode(learning.encode(dog));
        assertThat(decoded.friends).isEqualTo(dog.friends);
    }

    @Test
    void decode_writtenByAnotherContext_isRefused() {
        byte[] bytes = codec(true).encode(new Point(1, 2));

        assertRefused(learning, bytes, Point.class);
    }

    @Test
    void decode_formOfAllowedClass_mayBeReplacedByItsObject() {
        ValueCodec<Object> codec = codec(false, Replaced.class.getName());

        assertThat(codec.decode(codec.encode(List.of(new Replaced(7))))).isEqualTo(List.of(new Replaced(7)));
    }

    @Test
    void decode_proxy_needsInterfacesAndHandler() {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Greeter.class}, new Greeting("hello"));
        byte[] bytes = strict.encode(proxy);

        assertRefused(strict, bytes, Greeter.class);
        assertRefused(codec(false, Greeter.class.getName()), bytes, Greeting.class);
        ValueCodec<Object> allowed = codec(false, Greeter.class.getName(), Greeting.class.getName());
        assertThat(((Greeter) allowed.decode(bytes)).greet()).isEqualTo("hello");
        assertThat(((Greeter) learning.decode(learning.encode(proxy))).greet()).isEqualTo("hello");
    }

    @Test
    void decode_lambda_isRefusedUnlessLearned() {
        byte[] bytes = strict.encode((Greeter & Serializable) () -> "hello");

        assertThatExceptionOfType(RefusedClassException.class)
                .isThrownBy(() -> strict.decode(bytes))
                .withMessageContaining("java.lang.invoke.SerializedLambda");
    }

    @Test
    void decode_refusalSwallowedByReadObject_isStillThrown() {
        ValueCodec<Object> codec = codec(false, Swallowing.class.getName());

        assertRefused(codec, codec.encode(new Swallowing(new Point(1, 2))), Point.class);
    }

    @Test
    void decode_readObjectFails_isCacheException() {
        byte[] bytes = learning.encode(new Failing());

        assertThatThrownBy(() -> learning.decode(bytes))
                .isExactlyInstanceOf(CacheException.class)
                .hasMessageContaining("lastClass=" + Failing.class.getName())
                .hasRootCauseMessage("cannot be read");
    }

    @Test
    void encode_notSerializable_namesBothClasses() {
        assertThatThrownBy(() -> learning.encode(new Box(new NotSerializable())))
                .isExactlyInstanceOf(CacheException.class)
                .hasMessageContaining("class=" + Box.class.getName())
                .hasMessageContaining("notSerializable=" + NotSerializable.class.getName())
                .hasCauseInstanceOf(NotSerializableException.class);
    }

    @Test
    void encode_nestedTooDeeply_isCacheException() {
        var chain = Link.chain(1_000_000);

        assertThatThrownBy(() -> learning.encode(chain))
                .isExactlyInstanceOf(CacheException.class)
                .hasMessageContaining(Link.class.getName())
                .hasCauseInstanceOf(StackOverflowError.class);
        assertThat(learning.decode(learning.encode(new Point(1, 2)))).isEqualTo(new Point(1, 2));
    }

    @Test
    void decode_depth_isLimited() throws Exception {
        onLargeStack(() -> {
            byte[] deepest = learning.encode(Link.chain(GraphLimits.MAX_DEPTH));
            byte[] tooDeep = learning.encode(Link.chain(GraphLimits.MAX_DEPTH + 1));

            assertThat(((Link) learning.decode(deepest)).length()).isEqualTo(GraphLimits.MAX_DEPTH);
            assertThatThrownBy(() -> learning.decode(tooDeep))
                    .isInstanceOf(CacheException.class)
                    .isNotInstanceOf(RefusedClassException.class)
                    .hasMessageContaining("nested too deeply")
                    .hasMessageContaining("maxDepth=" + GraphLimits.MAX_DEPTH);
        });
    }

    @Test
    void decode_stackTooSmall_isCacheException() throws Exception {
        var bytes = new byte[1][];
        onLargeStack(() -> bytes[0] = learning.encode(Link.chain(GraphLimits.MAX_DEPTH)));

        onStack(
                160 * 1024,
                () -> assertThatThrownBy(() -> learning.decode(bytes[0]))
                        .isExactlyInstanceOf(CacheException.class)
                        .hasCauseInstanceOf(StackOverflowError.class));
    }

    @Test
    void decode_arrayLargerThanItsBytes_isRefusedBeforeItIsAllocated() {
        for (Object array : List.of(new int[1], new long[1], new Object[1], new String[1][1])) {
            byte[] bytes = strict.encode(array);
            // The length of the outermost array follows its class description, which ends in 'x' (end of block) 'p'.
            int length = lengthOffset(bytes);
            BigEndian.putInt(bytes, length, Integer.MAX_VALUE);

            assertThatThrownBy(() -> strict.decode(bytes))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("arrays are larger than the bytes")
                    .hasMessageContaining("arrayLength=" + Integer.MAX_VALUE);
        }
    }

    @Test
    void decode_collectionLargerThanItsBytes_isRefusedBeforeItIsAllocated() throws IOException {
        for (Object collection :
                List.of(new ArrayList<>(List.of(1)), new HashMap<>(Map.of(1, 1)), new HashSet<>(Set.of(1)))) {
            byte[] bytes = strict.encode(collection);
            for (int i = 1; i + Integer.BYTES <= bytes.length; i++) {
                byte[] forged = bytes.clone();
                BigEndian.putInt(forged, i, 0x3FFF_FFFF);
                decodeOrFailOrderly(strict, forged);
            }
        }
    }

    @Test
    void decode_manyArraysEachAsLargeAsTheBytes_areRefused() throws IOException {
        // Each array claims as many elements as there are bytes and holds the next one.
        int depth = 500;
        int claim = 5_000;
        var out = new ByteArrayOutputStream();
        out.write(TypeTag.JAVA_SERIALIZED.code());
        byte[] description = strict.encode(new Object[1]);
        int length = lengthOffset(description);
        out.write(description, 1, length - 1);
        writeInt(out, claim);
        for (int i = 1; i < depth; i++) {
            out.write('u');
            out.write('q');
            writeInt(out, 0x7E_0000);
            writeInt(out, claim);
        }
        out.write(new byte[5_000]);

        assertThatThrownBy(() -> strict.decode(out.toByteArray()))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("arrays are larger than the bytes");
    }

    @Test
    void decode_bytesAfterTheObject_areMalformed() {
        byte[] bytes = strict.encode(List.of(1));
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 3);

        assertThatThrownBy(() -> strict.decode(longer))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("left=3");
    }

    @Test
    void decode_nullObject_isMalformed() {
        assertThatThrownBy(() -> strict.decode(new byte[] {(byte) TypeTag.JAVA_SERIALIZED.code(), 'p'}))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("must not be null");
    }

    @Test
    void decode_unknownClass_namesIt() {
        ValueCodec<Object> codec = codec(false, "io.slabcache.**");
        byte[] bytes = codec.encode(new Point(1, 2));
        byte[] name = "TestTypes$Point".getBytes(StandardCharsets.UTF_8);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("TestTypes$Point");
        bytes[at + name.length - 1] = 'X';

        assertThatThrownBy(() -> codec.decode(bytes))
                .isExactlyInstanceOf(CacheException.class)
                .hasCauseInstanceOf(ClassNotFoundException.class)
                .hasMessageContaining("TestTypes$PoinX");
    }

    @Test
    void encode_largeThenSmall_keepsNoLargeBuffer() {
        var pool = new BufferPool();
        BufferPool.Buffer buffer = pool.acquire();
        buffer.begin(0, TypeTag.BYTES);
        buffer.writeBytes(new byte[BufferPool.MAX_KEPT_LENGTH + 1]);
        pool.release(buffer);

        BufferPool.Buffer next = pool.acquire();

        assertThat(next).isNotSameAs(buffer);
        pool.release(next);
        assertThat(pool.acquire()).isSameAs(next);
    }

    static void assertRefused(ValueCodec<Object> codec, byte[] bytes, Class<?> type) {
        assertThatExceptionOfType(RefusedClassException.class)
                .isThrownBy(() -> codec.decode(bytes))
                .satisfies(e -> assertThat(e.refusedClass()).isEqualTo(type.getName()));
    }

    private static void decodeOrFailOrderly(ValueCodec<Object> codec, byte[] bytes) {
        try {
            assertThat(codec.decode(bytes)).isNotNull();
        } catch (CacheException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static ValueCodec<Object> codec(boolean learn, String... allowed) {
        return Codecs.forValues(
                Object.class,
                null,
                CodecContext.builder(SerializationTest.class.getClassLoader())
                        .allowedClasses(List.of(allowed))
                        .learnWritten(learn)
                        .build());
    }

    private static void onLargeStack(Runnable action) throws Exception {
        onStack(64L * 1024 * 1024, action);
    }

    private static void onStack(long size, Runnable action) throws Exception {
        var task = new FutureTask<>(action, null);
        var thread = new Thread(null, task, "stack of " + size, size);
        thread.start();
        task.get();
    }

    private static int lengthOffset(byte[] bytes) {
        for (int i = 1; i < bytes.length; i++) {
            if (bytes[i - 1] == 'x' && bytes[i] == 'p') {
                return i + 1;
            }
        }
        throw new AssertionError("no array: bytes=" + HexFormat.of().formatHex(bytes));
    }

    private static void writeInt(ByteArrayOutputStream out, int value) throws IOException {
        var bytes = new byte[Integer.BYTES];
        BigEndian.putInt(bytes, 0, value);
        out.write(bytes);
    }
}
