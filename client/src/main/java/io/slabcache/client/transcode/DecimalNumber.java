package io.slabcache.client.transcode;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A signed number of 64 bits as decimal digits. */
final class DecimalNumber {
    /** Twenty characters, and as many blanks as memcached may leave behind a number that became shorter. */
    private static final int MAX_LENGTH = 40;

    private DecimalNumber() {}

    static byte[] encode(long number) {
        return Long.toString(number).getBytes(StandardCharsets.ISO_8859_1);
    }

    static Long decode(byte[] bytes) {
        if (bytes.length <= MAX_LENGTH) {
            try {
                return Long.parseLong(new String(bytes, StandardCharsets.ISO_8859_1).trim());
            } catch (NumberFormatException e) {
                throw notDecimal(bytes, e);
            }
        }
        throw notDecimal(bytes, null);
    }

    private static UndecodableItemException notDecimal(byte[] bytes, @Nullable NumberFormatException cause) {
        return new UndecodableItemException(
                "number must be decimal digits of a signed number of 64 bits: valueLength=" + bytes.length, cause);
    }
}
