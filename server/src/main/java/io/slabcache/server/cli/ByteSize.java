package io.slabcache.server.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes as memcached does: 1024, 512k, 2m. */
final class ByteSize implements ITypeConverter<Integer> {
    private static final int KIBI = 10;
    private static final int MEBI = 20;

    @Override
    public Integer convert(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int shift = lower.endsWith("k") ? KIBI : lower.endsWith("m") ? MEBI : 0;
        String digits = shift == 0 ? lower : lower.substring(0, lower.length() - 1);
        try {
            return Math.toIntExact(Math.multiplyExact(Long.parseLong(digits), 1L << shift));
        } catch (ArithmeticException | NumberFormatException e) {
            TypeConversionException failure =
                    new TypeConversionException("'" + text + "' is not a number of bytes such as 512k or 2m");
            failure.initCause(e);
            throw failure;
        }
    }
}
