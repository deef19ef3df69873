package io.slabcache.store.memory;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The implementations of {@link Memory}, the preferred one first. */
enum MemoryVariant {
    /**
     * Through {@code java.lang.foreign} and the C library, in the part of the jar that only Java 22 and later see. It is
     * there if native access is enabled: else the JVM would warn of it.
     */
    NATIVE(isNativeAccessEnabled() ? partFor22("AddressMemory$Allocator") : null),

    /** Through {@code java.lang.foreign} alone, in the same part of the jar. */
    SEGMENTS(partFor22("SegmentMemory$Allocator")),

    /** Through chronicle-core: on every JVM that lets it use {@code sun.misc.Unsafe}. */
    CHRONICLE((capacity, pageSize) -> new ChronicleMemory(capacity)),

    /** As {@link #NATIVE}, and asks the machine for huge pages. The last one, so nobody has it who does not ask for it. */
    NATIVE_HUGE(isNativeAccessEnabled() ? partFor22("AddressMemory$HugeAllocator") : null);

    /** The first feature release whose {@code java.lang.foreign} is final. */
    private static final int SEGMENTS_SINCE = 22;

    /** The first feature release that warns of {@code sun.misc.Unsafe}, and refuses it when told. */
    private static final int UNSAFE_WARNED_OF_SINCE = 24;

    private static final Logger LOGGER = LoggerFactory.getLogger(MemoryVariant.class);

    static {
        if (!SEGMENTS.isAvailable() && Runtime.version().feature() >= UNSAFE_WARNED_OF_SINCE) {
            LOGGER.warn(
                    "memory goes through sun.misc.Unsafe, of which this JVM warns: the jar lacks its part for Java {}"
                            + " and later, or was packed anew without 'Multi-Release: true' in its manifest",
                    SEGMENTS_SINCE);
        }
    }

    /** Has no state, but an interface cannot say so. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final @Nullable MemoryFactory factory;

    MemoryVariant(@Nullable MemoryFactory factory) {
        this.factory = factory;
    }

    /** Tells whether this JVM and this jar have it. */
    boolean isAvailable() {
        return factory != null;
    }

    /** Reserves a region; see {@link Memory#allocate}. */
    Memory allocate(long capacity, int pageSize) {
        if (factory == null) {
            throw new IllegalArgumentException("this implementation of memory needs Java " + SEGMENTS_SINCE
                    + " and the jar's part for it" + (this == SEGMENTS ? "" : ", and native access") + ": "
                    + Memory.VARIANT_PROPERTY + "=" + label() + ", java="
                    + Runtime.version().feature());
        }
        return factory.allocate(capacity, pageSize);
    }

    /** Returns the name that the system property has for it. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the one to be used.
     *
     * @param label which one is asked for, or null for the first that is available
     */
    static MemoryVariant chosen(@Nullable String label) {
        if (label == null) {
            return Arrays.stream(values())
                    .filter(MemoryVariant::isAvailable)
                    .findFirst()
                    .orElse(CHRONICLE);
        }
        for (MemoryVariant variant : values()) {
            if (variant.label().equals(label)) {
                return variant;
            }
        }
        throw new IllegalArgumentException(
                "there is no such implementation of memory: " + Memory.VARIANT_PROPERTY + "=" + label + ", valid="
                        + Arrays.stream(values()).map(MemoryVariant::label).toList());
    }

    /**
     * Tells whether this part of the program may call restricted methods without a warning. Asked by reflection, since
     * Java 17 does not know the question.
     */
    private static boolean isNativeAccessEnabled() {
        if (Runtime.version().feature() < SEGMENTS_SINCE) {
            return false;
        }
        try {
            return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(MemoryVariant.class.getModule());
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * Looks for a class by its name and not by replacing a class of the older part, so that it is found wherever it
     * stands on the class path: a directory of classes has no versions.
     */
    private static @Nullable MemoryFactory partFor22(String name) {
        if (Runtime.version().feature() < SEGMENTS_SINCE) {
            return null;
        }
        try {
            return Class.forName("io.slabcache.store.memory." + name)
                    .asSubclass(MemoryFactory.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ClassNotFoundException e) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
