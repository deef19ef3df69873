package io.slabcache.jcache.internal.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;

/** Numbers of bytes as people write them. */
public final class Sizes {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

    private Sizes() {}

    /**
     * Reads a number of bytes with an optional unit, as in configuration files.
     *
     * @param text such as {@code "64 MiB"}
     * @return the number of bytes
     * @throws IllegalArgumentException if it is not a size, is negative or more than a long can hold
     */
    public static long parse(String text) {
        try {
            return ConfigValueFactory.fromAnyRef(text)
                    .atKey("size")
                    .getMemorySize("size")
                    .toBytes();
        } catch (ConfigException | IllegalArgumentException e) {
            throw new IllegalArgumentException("size must be a number with a unit such as \"64 MiB\": size=" + text, e);
        }
    }

    /**
     * Writes a number of bytes in the largest binary unit that leaves no rest.
     *
     * @param bytes the number
     * @return such as {@code 64 MiB}
     */
    static String format(long bytes) {
        long rest = bytes;
        int unit = -1;
        while (rest != 0 && rest % 1024 == 0 && unit < UNITS.length - 1) {
            rest /= 1024;
            unit++;
        }
        return unit < 0 ? rest + " B" : rest + " " + UNITS[unit];
    }
}
