package io.slabcache.jcache.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.slabcache.jcache.RefusedClassException;
import io.slabcache.jcache.internal.codec.TestTypes.Animal;
import io.slabcache.jcache.internal.codec.TestTypes.Box;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClassLoaderTest {
    private static final String ANIMAL = Animal.class.getName();
    private static final String SIZE = Box.Size.class.getName();

    @Test
    void decode_classOfManagersLoader_isThatClass() throws Exception {
        try (var child = new ChildFirstLoader()) {
            ValueCodec<Object> codec = codec(child, false, ANIMAL, SIZE);
            Object animal = animal(child);
            Object size = child.loadClass(SIZE).getEnumConstants()[0];

            assertThat(codec.decode(codec.encode(animal)))
                    .isNotInstanceOf(Animal.class)
                    .hasSameClassAs(animal);
            assertThat(codec.decode(codec.encode(size))).isSameAs(size);
        }
    }

    @Test
    void decode_classOnlyTheThreadsLoaderKnows_isFound() throws Exception {
        try (var child = new ChildFirstLoader()) {
            ValueCodec<Object> codec = codec(ClassLoader.getPlatformClassLoader(), true);
            byte[] bytes = codec.encode(animal(child));

            Object decoded = withContextLoader(child, () -> codec.decode(bytes));

            assertThat(decoded.getClass().getClassLoader()).isSameAs(child);
            withContextLoader(null, () -> {
                assertThatThrownBy(() -> codec.decode(bytes))
                        .isInstanceOf(CacheException.class)
                        .hasCauseInstanceOf(ClassNotFoundException.class)
                        .hasMessageContaining(ANIMAL);
                return "";
            });
        }
    }

    @Test
    void decode_learnedFromAnotherLoader_isRefused() throws Exception {
        try (var child = new ChildFirstLoader()) {
            ValueCodec<Object> codec = codec(ClassLoaderTest.class.getClassLoader(), true);
            byte[] bytes = codec.encode(animal(child));

            assertThatExceptionOfType(RefusedClassException.class)
                    .isThrownBy(() -> codec.decode(bytes))
                    .satisfies(e -> assertThat(e.refusedClass()).isEqualTo(ANIMAL));
        }
    }

    @Test
    void decode_intoTypeOfAnotherLoader_namesBothLoaders() throws Exception {
        try (var child = new ChildFirstLoader()) {
            CodecContext context = context(child, false, ANIMAL);
            ValueCodec<Animal> codec = Codecs.forValues(Animal.class, null, context);
            byte[] bytes = codec.encode(new Animal("a"));

            assertThatThrownBy(() -> codec.decode(bytes))
                    .isInstanceOf(CacheException.class)
                    .hasMessageContaining("declaredLoader=" + Animal.class.getClassLoader())
                    .hasMessageContaining(", loader=the child");
        }
    }

    @Test
    void encodeAndDecode_classesOfUnloadedLoader_leaveNothingBehind() throws Exception {
        ValueCodec<Object> codec = codec(ClassLoader.getPlatformClassLoader(), true);
        WeakReference<ClassLoader> child = useChildLoader(codec);

        awaitCollected(child);
        assertThat(codec.decode(codec.encode("still usable"))).isEqualTo("still usable");
    }

    @Test
    void managersLoader_isHeldWeakly() throws Exception {
        var codecOfChild = new Object[1];
        WeakReference<ClassLoader> child = makeCodecOfChildLoader(codecOfChild);

        awaitCollected(child);
        @SuppressWarnings("unchecked")
        var codec = (ValueCodec<Object>) codecOfChild[0];
        assertThat(codec.decode(codec.encode(List.of(1)))).isEqualTo(List.of(1));
    }

    private static WeakReference<ClassLoader> useChildLoader(ValueCodec<Object> codec) throws Exception {
        try (var child = new ChildFirstLoader()) {
            Object animal = animal(child);
            Object size = child.loadClass(SIZE).getEnumConstants()[1];
            withContextLoader(child, () -> {
                assertThat(codec.decode(codec.encode(animal))).isEqualTo(animal);
                assertThat(codec.decode(codec.encode(size))).isSameAs(size);
                return "";
            });
            return new WeakReference<>(child);
        }
    }

    private static WeakReference<ClassLoader> makeCodecOfChildLoader(Object[] result) throws Exception {
        try (var child = new ChildFirstLoader()) {
            ValueCodec<Object> codec = codec(child, true);
            Object animal = animal(child);
            assertThat(codec.decode(codec.encode(animal))).isEqualTo(animal);
            result[0] = codec;
            return new WeakReference<>(child);
        }
    }

    private static void awaitCollected(WeakReference<ClassLoader> loader) {
        await("class loader collected").atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return loader.refersTo(null);
        });
    }

    private static Object animal(ClassLoader loader) throws ReflectiveOperationException {
        Constructor<?> constructor = loader.loadClass(ANIMAL).getDeclaredConstructor(String.class);
        constructor.setAccessible(true);
        return constructor.newInstance("tom");
    }

    private static <T> T withContextLoader(@Nullable ClassLoader loader, Supplier<T> action) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static ValueCodec<Object> codec(ClassLoader loader, boolean learn, String... allowed) {
        return Codecs.forValues(Object.class, null, context(loader, learn, allowed));
    }

    private static CodecContext context(ClassLoader loader, boolean learn, String... allowed) {
        return CodecContext.builder(loader)
                .allowedClasses(List.of(allowed))
                .learnWritten(learn)
                .build();
    }

    /** Defines the classes of {@link TestTypes} anew. */
    private static final class ChildFirstLoader extends URLClassLoader {
        ChildFirstLoader() {
            super(
                    new URL[] {
                        TestTypes.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    TestTypes.class.getClassLoader());
        }

        @Override
        public String toString() {
            return "the child";
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) {
                    return loaded;
                }
                return name.startsWith(TestTypes.class.getName()) ? findClass(name) : super.loadClass(name, resolve);
            }
        }
    }
}
