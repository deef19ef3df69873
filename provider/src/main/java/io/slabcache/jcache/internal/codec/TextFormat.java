package io.slabcache.jcache.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * A format for objects that are known by a name of theirs, in UTF-8.
 *
 * @param <T> the class
 */
final class TextFormat<T> implements Format<T> {
    private final TypeTag tag;
    private final Function<T, String> name;
    private final Function<String, T> parser;

    /**
     * Creates a format.
     *
     * @param tag its tag
     * @param name gives an object's name
     * @param parser gives the object of a name, or throws one of the exceptions of {@link Format#decode}
     */
    TextFormat(TypeTag tag, Function<T, String> name, Function<String, T> parser) {
        this.tag = tag;
        this.name = name;
        this.parser = parser;
    }

    @Override
    public byte[] encode(T object, int headroom) {
        byte[] text = name.apply(object).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Format.allocate(headroom, tag, text.length);
        System.arraycopy(text, 0, bytes, headroom + 1, text.length);
        return bytes;
    }

    @Override
    public T decode(TypeTag tag, byte[] bytes, int offset, int length) {
        return parser.apply(StringFormat.decodeUtf8(tag, bytes, offset, length));
    }
}
