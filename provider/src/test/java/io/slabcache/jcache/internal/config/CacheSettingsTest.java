package io.slabcache.jcache.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.slabcache.jcache.Codec;
import io.slabcache.jcache.SlabConfiguration;
import io.slabcache.jcache.SlabConfigurationException;
import io.slabcache.store.CapacityException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CacheSettingsTest {
    private static final ClassLoader LOADER = CacheSettingsTest.class.getClassLoader();
    private static final String HERE = CacheSettingsTest.class.getName() + "$";

    @Test
    void defaults_asInTheKeyTable() {
        SlabConfiguration<?, ?> configuration = CacheSettings.DEFAULT.toConfiguration(LOADER);

        assertThat(configuration)
                .isEqualTo(new SlabConfiguration<>()
                        .setStatisticsEnabled(true)
                        .setCapacity(64 << 20)
                        .setMaxItemSize(8 << 20));
    }

    @Test
    void declared_everyKey_completeConfiguration() {
        SlabConfiguration<?, ?> configuration = declared("""
                slabcache {
                  serialization.allowed-classes = ["com.example.**"]
                  caches.users {
                    capacity = 16 MiB
                    key-type = java.lang.String
                    value-type = java.util.Locale
                    expiry { policy = touched, duration = 90 s }
                    codec { key = "%1$sNoCodec", value = "%1$sNoCodecFactory" }
                    allowed-classes = [com.acme.Order]
                    statistics = false
                    management = true
                    read-through = true
                    loader = "%1$sNoLoader"
                    write-through = true
                    writer = "%1$sNoWriter"
                    listeners = [{ class = "%1$sListener", filter = "%1$sFilter", synchronous = true, old-value = true }]
                  }
                }
                """);

        assertThat(configuration.getKeyType()).isEqualTo(String.class);
        assertThat(configuration.getValueType()).isEqualTo(Locale.class);
        assertThat(configuration.isStoreByValue()).isTrue();
        assertThat(configuration.isStatisticsEnabled()).isFalse();
        assertThat(configuration.isManagementEnabled()).isTrue();
        assertThat(configuration.isReadThrough()).isTrue();
        assertThat(configuration.isWriteThrough()).isTrue();
        assertThat(configuration.getCapacity()).hasValue(16 << 20);
        assertThat(configuration.getMaxItemSize()).hasValue(2 << 20);
        assertThat(configuration.getAllowedClasses()).containsExactly("com.example.**", "com.acme.Order");
        assertThat(configuration.getExpiryPolicyFactory())
                .isEqualTo(TouchedExpiryPolicy.factoryOf(new Duration(TimeUnit.MILLISECONDS, 90_000)));
        assertThat(configuration.getKeyCodec().orElseThrow()).isInstanceOf(NoCodec.class);
        assertThat(configuration.getValueCodec().orElseThrow()).isInstanceOf(NoCodec.class);
        assertThat(configuration.getCacheLoaderFactory().create()).isInstanceOf(NoLoader.class);
        assertThat(configuration.getCacheWriterFactory().create()).isInstanceOf(NoWriter.class);
        assertThat(configuration.getCacheEntryListenerConfigurations()).hasSize(1);
        CacheEntryListenerConfiguration<?, ?> listener =
                configuration.getCacheEntryListenerConfigurations().iterator().next();
        assertThat(listener.isSynchronous()).isTrue();
        assertThat(listener.isOldValueRequired()).isTrue();
        assertThat(listener.getCacheEntryListenerFactory().create()).isInstanceOf(Listener.class);
        assertThat(listener.getCacheEntryEventFilterFactory().create()).isInstanceOf(Filter.class);
    }

    @Test
    void declared_twice_equalConfigurations() {
        String text = "slabcache.caches.users { loader = \"%1$sNoLoader\", expiry.class = \"%1$sWeekends\""
                + ", listeners = [{ class = \"%1$sListener\" }] }";

        assertThat(declared(text)).isEqualTo(declared(text)).hasSameHashCodeAs(declared(text));
    }

    @Test
    void declared_eachPolicy_itsFactory() {
        var second = new Duration(TimeUnit.MILLISECONDS, 1000);
        Map<String, Factory<? extends ExpiryPolicy>> factories = Map.of(
                "policy = eternal", EternalExpiryPolicy.factoryOf(),
                "policy = created, duration = 1 s", CreatedExpiryPolicy.factoryOf(second),
                "policy = accessed, duration = 1 s", AccessedExpiryPolicy.factoryOf(second),
                "policy = modified, duration = 1 s", ModifiedExpiryPolicy.factoryOf(second),
                "policy = touched, duration = 1 s", TouchedExpiryPolicy.factoryOf(second));

        factories.forEach((text, factory) -> assertThat(declared("slabcache.caches.users.expiry { " + text + " }")
                        .getExpiryPolicyFactory())
                .as(text)
                .isEqualTo(factory));
        assertThat(declared("slabcache.caches.users.expiry.class = \"%1$sWeekends\"")
                        .getExpiryPolicyFactory()
                        .create())
                .isInstanceOf(Weekends.class);
    }

    @Test
    void declared_classOnlyInContextLoader_found() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(LOADER);
        try {
            assertThat(users(settings("slabcache.caches.users.value-type = \"%1$sWeekends\""))
                            .toConfiguration(ClassLoader.getPlatformClassLoader())
                            .getValueType())
                    .isEqualTo(Weekends.class);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void declared_classThatDoesNotFit_saysWhereAndWhat() {
        Map<String, String> messages = Map.of(
                "value-type = com.example.Missing",
                "class must be visible to the manager's class loader: value-type=com.example.Missing, loader=" + LOADER,
                "loader = \"%1$sNoWriter\", read-through = true",
                "class must be a javax.cache.integration.CacheLoader or a javax.cache.configuration.Factory:"
                        + " loader=" + HERE + "NoWriter",
                "loader = \"%1$sNeedsArgument\"",
                "class must have a public constructor without parameters: loader=" + HERE + "NeedsArgument",
                "loader = \"%1$sAbstractLoader\"",
                "class must be public and not abstract: loader=" + HERE + "AbstractLoader",
                "loader = \"%1$sHiddenLoader\"",
                "class must be public and not abstract: loader=" + HERE + "HiddenLoader");

        messages.forEach(
                (text, message) -> assertThatThrownBy(() -> declared("slabcache.caches.users {\n" + text + "\n}"))
                        .as(text)
                        .isInstanceOf(SlabConfigurationException.class)
                        .hasMessage("test.conf: 2: " + message));
    }

    @Test
    void factory_makesSomethingElse_saysWhat() {
        SlabConfiguration<?, ?> configuration = declared("slabcache.caches.users.loader = \"%1$sNoCodecFactory\"");

        assertThatThrownBy(() -> configuration.getCacheLoaderFactory().create())
                .isInstanceOf(CacheException.class)
                .hasMessage("factory must make a javax.cache.integration.CacheLoader: class=" + HERE
                        + "NoCodecFactory, made=" + HERE + "NoCodec");
    }

    @Test
    void factory_constructorFails_itsExceptionIsTheCause() {
        SlabConfiguration<?, ?> configuration = declared("slabcache.caches.users.loader = \"%1$sFailing\"");

        assertThatThrownBy(() -> configuration.getCacheLoaderFactory().create())
                .isInstanceOf(CacheException.class)
                .hasMessage("constructor failed: class=" + HERE + "Failing")
                .hasRootCauseMessage("no database");
    }

    @Test
    void complete_plainConfigurationAndNoFile_keepsItAndAddsStorage() {
        var given = new MutableConfiguration<String, Long>()
                .setTypes(String.class, Long.class)
                .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_DAY));

        SlabConfiguration<String, Long> completed = ManagerSettings.defaults().complete(given, LOADER);

        assertThat(given).isEqualTo(completed);
        assertThat(completed.isStatisticsEnabled()).isFalse();
        assertThat(completed.getCapacity()).hasValue(SlabConfiguration.DEFAULT_CAPACITY);
        assertThat(completed.getMaxItemSize()).hasValue(8 << 20);
        assertThat(completed.isManagementEnabled()).isFalse();
    }

    @Test
    void complete_configurationChangedAfterwards_notAffected() {
        var given = new MutableConfiguration<String, Long>().setTypes(String.class, Long.class);

        SlabConfiguration<String, Long> completed = ManagerSettings.defaults().complete(given, LOADER);
        given.setStatisticsEnabled(true).setReadThrough(true);

        assertThat(completed.isStatisticsEnabled()).isFalse();
        assertThat(completed.isReadThrough()).isFalse();
    }

    @Test
    void complete_plainConfiguration_getsWhatTheTemplateSets() {
        ManagerSettings settings = settings("""
                slabcache {
                  serialization.allowed-classes = [com.example.User]
                  default {
                    capacity = 4 MiB
                    statistics = true
                    management = true
                    expiry { policy = created, duration = 1 s }
                    codec.value = "%1$sNoCodec"
                    listeners = [{ class = "%1$sListener" }]
                    loader = "%1$sNoLoader"
                    read-through = true
                  }
                }
                """);

        SlabConfiguration<String, Long> completed =
                settings.complete(new MutableConfiguration<String, Long>().setTypes(String.class, Long.class), LOADER);

        assertThat(completed.getKeyType()).isEqualTo(String.class);
        assertThat(completed.getCapacity()).hasValue(4 << 20);
        assertThat(completed.isStatisticsEnabled()).isTrue();
        assertThat(completed.isManagementEnabled()).isTrue();
        assertThat(completed.getExpiryPolicyFactory())
                .isEqualTo(CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.MILLISECONDS, 1000)));
        assertThat(completed.getValueCodec().orElseThrow()).isInstanceOf(NoCodec.class);
        assertThat(completed.getCacheEntryListenerConfigurations()).hasSize(1);
        assertThat(completed.getCacheLoaderFactory().create()).isInstanceOf(NoLoader.class);
        assertThat(completed.isReadThrough()).isTrue();
        assertThat(completed.getAllowedClasses()).containsExactly("com.example.User");
    }

    @Test
    void complete_plainConfigurationWithItsOwn_templateDoesNotOverride() {
        ManagerSettings settings = settings("slabcache.default { expiry { policy = created, duration = 1 s },"
                + " statistics = false, loader = \"%1$sNoLoader\" }");
        var given = new MutableConfiguration<String, Long>()
                .setExpiryPolicyFactory(TouchedExpiryPolicy.factoryOf(Duration.ONE_DAY))
                .setCacheLoaderFactory(new OwnLoaderFactory())
                .setStatisticsEnabled(true);

        SlabConfiguration<String, Long> completed = settings.complete(given, LOADER);

        assertThat(given).isEqualTo(completed);
    }

    @Test
    void complete_slabConfiguration_getsStorageOnly() {
        ManagerSettings settings = settings("slabcache.default { capacity = 4 MiB, max-item-size = 1 MiB,"
                + " statistics = true, expiry { policy = created, duration = 1 s } }");

        SlabConfiguration<String, Long> completed = settings.complete(
                new SlabConfiguration<String, Long>().setCapacity(1 << 20).setAllowedClasses("com.acme.*"), LOADER);

        assertThat(completed)
                .isEqualTo(new SlabConfiguration<String, Long>()
                        .setCapacity(1 << 20)
                        .setMaxItemSize(1 << 19)
                        .setAllowedClasses("com.acme.*"));
        assertThat(settings.complete(new SlabConfiguration<>(), LOADER).getCapacity())
                .hasValue(4 << 20);
        assertThat(settings.complete(new SlabConfiguration<>(), LOADER).getMaxItemSize())
                .hasValue(1 << 20);
    }

    @Test
    void complete_configurationThatIsNotComplete_typesTaken() {
        Configuration<String, Long> given = new Configuration<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public Class<String> getKeyType() {
                return String.class;
            }

            @Override
            public Class<Long> getValueType() {
                return Long.class;
            }

            @Override
            public boolean isStoreByValue() {
                return false;
            }
        };

        SlabConfiguration<String, Long> completed = ManagerSettings.defaults().complete(given, LOADER);

        assertThat(completed.getKeyType()).isEqualTo(String.class);
        assertThat(completed.getValueType()).isEqualTo(Long.class);
        assertThat(completed.isStoreByValue()).isFalse();
    }

    @Test
    void complete_itemLimitOverHalfOfCapacity_refused() {
        var given = new SlabConfiguration<String, Long>().setCapacity(1 << 20).setMaxItemSize((1 << 19) + 1);

        assertThatThrownBy(() -> ManagerSettings.defaults().complete(given, LOADER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maximum item size must be at least 1 and at most half of the capacity:"
                        + " maxItemSize=524289, capacity=1048576");
    }

    @Test
    void complete_hugeCapacity_itemLimitBounded() {
        var given = new SlabConfiguration<String, Long>().setCapacity(1L << 40);

        assertThat(ManagerSettings.defaults().complete(given, LOADER).getMaxItemSize())
                .hasValue(CacheSettings.MAX_DEFAULT_ITEM_SIZE);
    }

    @Test
    void located_storeRefusesCapacity_placeAdded() {
        CacheSettings users = settings("slabcache {\n caches.users {\n  capacity = 2 MiB\n}}")
                .caches()
                .getOrDefault("users", CacheSettings.DEFAULT);
        var complaint = new CapacityException("capacity must be at most what the machine has: capacity=2097152");

        assertThat(users.located(complaint))
                .hasMessage("test.conf: 3: capacity must be at most what the machine has: capacity=2097152")
                .hasCause(complaint);
        assertThat(CacheSettings.DEFAULT.located(complaint))
                .hasMessage("built-in defaults: capacity must be at most what the machine has: capacity=2097152");
    }

    @Test
    void constructor_valuesThatDoNotFit_refused() {
        assertThatThrownBy(() -> settingsOf(1000, OptionalInt.empty(), false, null, false, null))
                .hasMessage("capacity must be at least 1 MiB: capacity=1000, minimum=1048576");
        assertThatThrownBy(() -> settingsOf(1 << 20, OptionalInt.of(0), false, null, false, null))
                .hasMessage("maximum item size must be at least 1 and at most half of the capacity:"
                        + " maxItemSize=0, capacity=1048576");
        assertThatThrownBy(() -> settingsOf(1 << 20, OptionalInt.empty(), true, null, false, null))
                .hasMessage("read-through must come with a loader: readThrough=true, loader=null");
        assertThatThrownBy(() -> settingsOf(1 << 20, OptionalInt.empty(), false, null, true, null))
                .hasMessage("write-through must come with a writer: writeThrough=true, writer=null");
        assertThatThrownBy(() -> new ExpirySettings(ExpirySettings.Policy.CREATED, java.time.Duration.ZERO, null))
                .hasMessage("expiry duration must be at least 1 ms: duration=PT0S");
        assertThatThrownBy(() -> new ExpirySettings(ExpirySettings.Policy.CREATED, null, null))
                .hasMessage("expiry duration must be given with created, accessed, modified and touched only:"
                        + " policy=CREATED, duration=null");
        assertThatThrownBy(() -> new ExpirySettings(ExpirySettings.Policy.CUSTOM, null, null))
                .hasMessage("expiry class must be given with a custom policy only: policy=CUSTOM, className=null");
    }

    private static CacheSettings settingsOf(
            long capacity,
            OptionalInt maxItemSize,
            boolean readThrough,
            @Nullable String loader,
            boolean writeThrough,
            @Nullable String writer) {
        return new CacheSettings(
                capacity,
                maxItemSize,
                CacheSettings.DEFAULT_TYPE,
                CacheSettings.DEFAULT_TYPE,
                ExpirySettings.ETERNAL,
                null,
                null,
                List.of(),
                true,
                false,
                readThrough,
                loader,
                writeThrough,
                writer,
                List.of(),
                null,
                Origins.NONE);
    }

    private static SlabConfiguration<?, ?> declared(String text) {
        return users(settings(text)).toConfiguration(LOADER);
    }

    private static CacheSettings users(ManagerSettings settings) {
        return Objects.requireNonNull(settings.caches().get("users"));
    }

    /** Reads a file in which {@code %1$s} stands for the classes below. */
    private static ManagerSettings settings(String text) {
        ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription("test.conf");
        Config config = ConfigFactory.parseString(text.replace("%1$s", HERE), options);
        return new ConfigReader(config, Places.of("test.conf", config), () -> 1L << 40).read();
    }

    /** Is made, never used. */
    public static final class NoCodec implements Codec<Object> {
        @Override
        public String id() {
            return "none";
        }

        @Override
        public byte[] encode(Object object) {
            throw new AssertionError("no cache is running");
        }

        @Override
        public Object decode(byte[] bytes, int offset, int length) {
            throw new AssertionError("no cache is running");
        }

        @Override
        public boolean isCanonical() {
            return false;
        }
    }

    /** A factory in the place of what it makes. */
    public static final class NoCodecFactory implements Factory<NoCodec> {
        private static final long serialVersionUID = 1L;

        @Override
        public NoCodec create() {
            return new NoCodec();
        }
    }

    /** Is made, never used. */
    public static class NoLoader implements CacheLoader<String, Long> {
        @Override
        public Long load(String key) {
            throw new AssertionError("no cache is running");
        }

        @Override
        public Map<String, Long> loadAll(Iterable<? extends String> keys) {
            throw new AssertionError("no cache is running");
        }
    }

    /** Has no constructor that could be called. */
    public static final class NeedsArgument extends NoLoader {
        /**
         * Needs an argument.
         *
         * @param table a table
         */
        public NeedsArgument(String table) {
            throw new AssertionError("must not be made: table=" + table);
        }
    }

    /** Cannot be made. */
    public abstract static class AbstractLoader extends NoLoader {
        /** Is called by nobody. */
        public AbstractLoader() {}
    }

    static final class HiddenLoader extends NoLoader {
        public HiddenLoader() {}
    }

    /** Cannot be made today. */
    public static final class Failing extends NoLoader {
        /** Fails. */
        public Failing() {
            throw new IllegalStateException("no database");
        }
    }

    /** Is made, never used. */
    public static final class NoWriter implements CacheWriter<String, Long> {
        @Override
        public void write(Cache.Entry<? extends String, ? extends Long> entry) {
            throw new AssertionError("no cache is running");
        }

        @Override
        public void writeAll(Collection<Cache.Entry<? extends String, ? extends Long>> entries) {
            throw new AssertionError("no cache is running");
        }

        @Override
        public void delete(Object key) {
            throw new AssertionError("no cache is running");
        }

        @Override
        public void deleteAll(Collection<?> keys) {
            throw new AssertionError("no cache is running");
        }
    }

    /** Is made, never used. */
    public static final class Listener implements CacheEntryCreatedListener<String, Long> {
        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends Long>> events) {
            throw new AssertionError("no cache is running");
        }
    }

    /** Is made, never used. */
    public static final class Filter implements CacheEntryEventFilter<String, Long> {
        @Override
        public boolean evaluate(CacheEntryEvent<? extends String, ? extends Long> event) {
            throw new AssertionError("no cache is running");
        }
    }

    /** Is made, never used. */
    public static final class Weekends implements ExpiryPolicy {
        @Override
        public Duration getExpiryForCreation() {
            return Duration.ONE_DAY;
        }

        @Override
        public @Nullable Duration getExpiryForAccess() {
            return null;
        }

        @Override
        public @Nullable Duration getExpiryForUpdate() {
            return null;
        }
    }

    private record OwnLoaderFactory() implements Factory<CacheLoader<String, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public CacheLoader<String, Long> create() {
            return new NoLoader();
        }
    }
}
