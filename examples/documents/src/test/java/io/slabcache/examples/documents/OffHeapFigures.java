package io.slabcache.examples.documents;

import io.slabcache.jcache.SlabCache;
import io.slabcache.jcache.SlabCacheStatistics;
import io.slabcache.jcache.SlabConfiguration;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * A program that creates a cache, fills it, clears it and closes it, and prints after each step what the operating system and
 * the JVM say about memory, as {@code step.figure=value} in MiB. To be run with {@code -XX:NativeMemoryTracking=summary}.
 */
final class OffHeapFigures {
    static final long CAPACITY_MIB = 128;

    private static final long MIB = 1 << 20;
    private static final long KIB_PER_MIB = 1 << 10;
    private static final int VALUE_LENGTH = 32 * 1024;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern OTHER = Pattern.compile("Other \\(reserved=(\\d+)KB, committed=(\\d+)KB\\)");

    private OffHeapFigures() {}

    @SuppressWarnings("SystemOut") // A program whose output is its result.
    public static void main(String[] arguments) throws IOException, JMException {
        print("start");
        try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
            Cache<Integer, byte[]> cache = manager.createCache(
                    "big",
                    new SlabConfiguration<Integer, byte[]>()
                            .setCapacity(CAPACITY_MIB * MIB)
                            .setTypes(Integer.class, byte[].class));
            print("created");
            for (int i = 0; i < 2 * CAPACITY_MIB * MIB / VALUE_LENGTH; i++) {
                cache.put(i, new byte[VALUE_LENGTH]);
            }
            print("filled");
            SlabCacheStatistics statistics = cache.unwrap(SlabCache.class).statistics();
            System.out.println("filled.used=" + statistics.usedBytes() / MIB);
            System.out.println("filled.evictions=" + statistics.evictions());
            cache.clear();
            print("cleared");
        }
        print("closed");
    }

    private static void print(String step) throws IOException, JMException {
        System.gc();
        System.out.println(step + ".resident=" + first(RESIDENT, Files.readString(Path.of("/proc/self/status"))));
        System.out.println(step + ".nmt-other=" + first(OTHER, nativeMemory()));
        System.out.println(step + ".direct-pool=" + directPool());
    }

    private static long first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Long.parseLong(matcher.group(1)) / KIB_PER_MIB : 0;
    }

    private static String nativeMemory() throws JMException {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "vmNativeMemory",
                        new Object[] {new String[] {"summary"}},
                        new String[] {String[].class.getName()});
    }

    private static long directPool() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(pool -> pool.getMemoryUsed() / MIB)
                .sum();
    }
}
