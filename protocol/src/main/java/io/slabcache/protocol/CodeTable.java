package io.slabcache.protocol;

import java.lang.reflect.Array;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Tables from an unsigned byte to an enum constant, filled once, duplicates refused. */
final class CodeTable {
    static final int SIZE = 256;

    private CodeTable() {}

    static <T extends Enum<T>> @Nullable T[] of(Class<T> type, T[] constants, ToIntFunction<T> code) {
        @SuppressWarnings("unchecked") // an array made for this very type
        @Nullable
        T[] table = (T[]) Array.newInstance(type, SIZE);
        for (T constant : constants) {
            put(table, code.applyAsInt(constant), constant);
        }
        return table;
    }

    static <T extends Enum<T>> void put(@Nullable T[] table, int code, T constant) {
        if (code < 0 || code >= SIZE) {
            throw new IllegalStateException("code must be an unsigned byte: constant=" + constant + ", code=" + code);
        }
        T present = table[code];
        if (present != null) {
            throw new IllegalStateException("code must be unique: code=0x" + Integer.toHexString(code) + ", first="
                    + present + ", second=" + constant);
        }
        table[code] = constant;
    }

    static <T extends Enum<T>> @Nullable T lookup(@Nullable T[] table, int code) {
        return code >= 0 && code < SIZE ? table[code] : null;
    }
}
