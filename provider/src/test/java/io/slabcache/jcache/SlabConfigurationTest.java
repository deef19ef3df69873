package io.slabcache.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryListener;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class SlabConfigurationTest {
    /** One change for each setting. */
    private static final Map<String, Consumer<SlabConfiguration<String, Long>>> CHANGES = changes();

    @Test
    void getters_nothingSet_empty() {
        var configuration = new SlabConfiguration<String, Long>();

        assertThat(configuration.getCapacity()).isEmpty();
        assertThat(configuration.getMaxItemSize()).isEmpty();
        assertThat(configuration.getKeyCodec()).isEmpty();
        assertThat(configuration.getValueCodec()).isEmpty();
        assertThat(configuration.getAllowedClasses()).isEmpty();
        assertThat(configuration.getExecutorFactory()).isEmpty();
    }

    @Test
    void setters_chained_allKept() {
        var keyCodec = new TestCodec<String>("k");
        var valueCodec = new TestCodec<Long>("v");
        Factory<Executor> executor = new CommonPool();

        var configuration = new SlabConfiguration<String, Long>()
                .setTypes(String.class, Long.class)
                .setStatisticsEnabled(true)
                .setCapacity("1.5 MiB")
                .setMaxItemSize(1000)
                .setCodecs(keyCodec, valueCodec)
                .setAllowedClasses("com.example.User", "com.example.*", "com.example.**")
                .setExecutorFactory(executor);

        assertThat(configuration.getKeyType()).isEqualTo(String.class);
        assertThat(configuration.isStatisticsEnabled()).isTrue();
        assertThat(configuration.getCapacity()).hasValue(3L << 19);
        assertThat(configuration.getMaxItemSize()).hasValue(1000);
        assertThat(configuration.getKeyCodec()).containsSame(keyCodec);
        assertThat(configuration.getValueCodec()).containsSame(valueCodec);
        assertThat(configuration.getAllowedClasses())
                .containsExactly("com.example.User", "com.example.*", "com.example.**");
        assertThat(configuration.getExecutorFactory().orElseThrow()).isSameAs(executor);
    }

    @TestFactory
    Stream<DynamicTest> equals_oneSettingDiffers_unequalUntilBothHaveIt() {
        return CHANGES.entrySet().stream()
                .map(change -> DynamicTest.dynamicTest(change.getKey(), () -> {
                    var plain = new SlabConfiguration<String, Long>();
                    var changed = new SlabConfiguration<String, Long>();
                    change.getValue().accept(changed);
                    var changedToo = new SlabConfiguration<String, Long>();
                    change.getValue().accept(changedToo);

                    assertThat(changed).isNotEqualTo(plain);
                    assertThat(plain).isNotEqualTo(changed);
                    assertThat(changed).isEqualTo(changedToo).hasSameHashCodeAs(changedToo);
                }));
    }

    @TestFactory
    Stream<DynamicTest> copy_oneSettingDiffers_equalAndIndependent() {
        return CHANGES.entrySet().stream()
                .map(change -> DynamicTest.dynamicTest(change.getKey(), () -> {
                    var changed = new SlabConfiguration<String, Long>();
                    change.getValue().accept(changed);

                    var copy = new SlabConfiguration<>((CompleteConfiguration<String, Long>) changed);
                    assertThat(copy).isEqualTo(changed);

                    CHANGES.forEach((name, other) -> {
                        if (!name.equals(change.getKey())) {
                            other.accept(changed);
                        }
                    });
                    assertThat(copy).isNotEqualTo(changed);
                }));
    }

    @TestFactory
    Stream<DynamicTest> serialize_oneSettingDiffers_equalAfterwards() {
        return CHANGES.entrySet().stream()
                .map(change -> DynamicTest.dynamicTest(change.getKey(), () -> {
                    var changed = new SlabConfiguration<String, Long>();
                    change.getValue().accept(changed);

                    assertThat(deserialize(serialize(changed))).isEqualTo(changed);
                }));
    }

    @Test
    void serialize_codecCannotBe_namesItsClass() {
        var configuration = new SlabConfiguration<String, Long>().setKeyCodec(new UnserializableCodec());

        assertThatThrownBy(() -> serialize(configuration))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining(UnserializableCodec.class.getName());
    }

    @Test
    void equals_plainMutableConfiguration_symmetricWhileNothingIsAdded() {
        var plain = new MutableConfiguration<String, Long>().setTypes(String.class, Long.class);
        var copy = new SlabConfiguration<>(plain);

        assertThat(copy).isEqualTo(plain).hasSameHashCodeAs(plain);
        assertThat(plain).isEqualTo(copy);
        assertThat(copy.setCapacity(1 << 20)).isNotEqualTo(plain);
    }

    @Test
    void setCapacity_belowMinimum_namesBoth() {
        assertThatThrownBy(() -> new SlabConfiguration<>().setCapacity((1 << 20) - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity must be at least 1 MiB: capacity=1048575, minimum=1048576");
    }

    @Test
    void setCapacity_notASize_namesIt() {
        for (String text : new String[] {"", "64 Mib", "lots", "-64 MiB", "64 MiB 2", "99999999999 TiB"}) {
            assertThatThrownBy(() -> new SlabConfiguration<>().setCapacity(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("size must be a number with a unit such as \"64 MiB\": size=" + text);
        }
    }

    @Test
    void setMaxItemSize_zero_refused() {
        assertThatThrownBy(() -> new SlabConfiguration<>().setMaxItemSize(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maximum item size must be at least 1 byte: maxItemSize=0");
    }

    @Test
    void setAllowedClasses_notAPattern_namesIt() {
        for (String pattern : new String[] {"", "*", "**", "com..User", "com.example.User*", "!com.Bad", "a;b"}) {
            assertThatThrownBy(() -> new SlabConfiguration<>().setAllowedClasses(pattern))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("class pattern must be a class name, or a package name followed by .* or .**: pattern="
                            + pattern);
        }
    }

    private static Map<String, Consumer<SlabConfiguration<String, Long>>> changes() {
        Map<String, Consumer<SlabConfiguration<String, Long>>> changes = new LinkedHashMap<>();
        changes.put("types", it -> it.setTypes(String.class, Long.class));
        changes.put(
                "listener",
                it -> it.addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                        new NoFactory<CacheEntryListener<String, Long>>(), null, true, true)));
        changes.put("loader", it -> it.setCacheLoaderFactory(new NoFactory<CacheLoader<String, Long>>()));
        changes.put("writer", it -> it.setCacheWriterFactory(new NoFactory<CacheWriter<String, Long>>()));
        changes.put("expiry", it -> it.setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_DAY)));
        changes.put("readThrough", it -> it.setReadThrough(true));
        changes.put("writeThrough", it -> it.setWriteThrough(true));
        changes.put("storeByValue", it -> it.setStoreByValue(false));
        changes.put("statistics", it -> it.setStatisticsEnabled(true));
        changes.put("management", it -> it.setManagementEnabled(true));
        changes.put("capacity", it -> it.setCapacity(1 << 20));
        changes.put("maxItemSize", it -> it.setMaxItemSize(1));
        changes.put("keyCodec", it -> it.setKeyCodec(new TestCodec<>("k")));
        changes.put("valueCodec", it -> it.setValueCodec(new TestCodec<>("v")));
        changes.put("allowedClasses", it -> it.setAllowedClasses("com.example.**"));
        changes.put("executor", it -> it.setExecutorFactory(new CommonPool()));
        return changes;
    }

    private static byte[] serialize(Object object) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Object deserialize(byte[] bytes) throws IOException, ClassNotFoundException {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }

    private record NoFactory<T>() implements Factory<T> {
        private static final long serialVersionUID = 1L;

        @Override
        public T create() {
            throw new AssertionError("no cache is running");
        }
    }

    private record CommonPool() implements Factory<Executor> {
        private static final long serialVersionUID = 1L;

        @Override
        public Executor create() {
            return ForkJoinPool.commonPool();
        }
    }

    private record TestCodec<T>(String id) implements Codec<T>, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public byte[] encode(T object) {
            throw new AssertionError("no cache is running");
        }

        @Override
        public T decode(byte[] bytes, int offset, int length) {
            throw new AssertionError("no cache is running");
        }

        @Override
        public boolean isCanonical() {
            return true;
        }
    }

    private static final class UnserializableCodec implements Codec<String> {
        @Override
        public String id() {
            return "unserializable";
        }

        @Override
        public byte[] encode(String object) {
            throw new AssertionError("no cache is running");
        }

        @Override
        public String decode(byte[] bytes, int offset, int length) {
            throw new AssertionError("no cache is running");
        }

        @Override
        public boolean isCanonical() {
            return true;
        }
    }
}
