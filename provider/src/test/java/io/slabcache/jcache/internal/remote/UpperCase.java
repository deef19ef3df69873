package io.slabcache.jcache.internal.remote;

import io.slabcache.jcache.Codec;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A codec that a file can name. */
public final class UpperCase implements Codec<String> {
    /** For a file. */
    public UpperCase() {}

    @Override
    public String id() {
        return "upper-case";
    }

    @Override
    public byte[] encode(String object) {
        return object.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String decode(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    @Override
    public boolean isCanonical() {
        return true;
    }
}
