package io.slabcache.store.memory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The functions of the C library that {@link AddressMemory} calls; addresses are numbers. */
final class CLibrary {
    /** The size of a huge page on x86-64, and on ARM with small pages of 4 KiB. */
    static final long HUGE_PAGE_SIZE = 2L << 20;

    private static final Logger LOGGER = LoggerFactory.getLogger(CLibrary.class);

    /** Linux's MADV_HUGEPAGE. */
    private static final int ADVICE_HUGE_PAGES = 14;

    private static final boolean LINUX = System.getProperty("os.name", "").startsWith("Linux");

    private static final MethodHandle MALLOC =
            required("malloc", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle FREE = required("free", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));
    private static final @Nullable MethodHandle MADVISE = function(
            "madvise",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));

    private CLibrary() {}

    @SuppressWarnings("restricted")
    private static @Nullable MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find(name)
                .map(symbol -> linker.downcallHandle(symbol, descriptor))
                .orElse(null);
    }

    private static MethodHandle required(String name, FunctionDescriptor descriptor) {
        return Optional.ofNullable(function(name, descriptor))
                .orElseThrow(() -> new UnsupportedOperationException("the C library lacks a function: name=" + name));
    }

    /**
     * Reserves memory; the machine gives it as it is touched.
     *
     * @throws OutOfMemoryError if the machine refuses to reserve that much
     */
    static long allocate(long size) {
        long address;
        try {
            address = (long) MALLOC.invokeExact(size);
        } catch (Throwable e) {
            throw failed(e);
        }
        if (address == 0) {
            throw new OutOfMemoryError("the machine refused to reserve memory: size=" + size);
        }
        return address;
    }

    static void free(long address) {
        try {
            FREE.invokeExact(address);
        } catch (Throwable e) {
            throw failed(e);
        }
    }

    /** Asks for huge pages in a range; where they are not to be had, a log line says so, and nothing is lost. */
    static void adviseHugePages(long address, long size) {
        if (!LINUX || MADVISE == null) {
            LOGGER.warn("huge pages can be asked for on Linux only");
            return;
        }
        int result;
        try {
            result = (int) MADVISE.invokeExact(address, size, ADVICE_HUGE_PAGES);
        } catch (Throwable e) {
            throw failed(e);
        }
        if (result != 0) {
            LOGGER.warn("the machine refused huge pages: see /sys/kernel/mm/transparent_hugepage/enabled");
        }
    }

    /** A handle of a function declares everything and throws nothing. */
    private static AssertionError failed(Throwable cause) {
        return new AssertionError("a function of the C library cannot fail this way", cause);
    }
}
