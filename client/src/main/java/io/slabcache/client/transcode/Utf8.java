package io.slabcache.client.transcode;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text as UTF-8, in which nothing is ever replaced: what has no exact form is refused. */
final class Utf8 {
    /** What the JDK puts in the place of bytes that are no text. It may stand in a text of itself. */
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    static byte[] encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                i = skipPair(text, i);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int skipPair(String text, int index) {
        if (index + 1 == text.length() || !Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1))) {
            throw new IllegalArgumentException("text must have no unpaired surrogate: index=" + index);
        }
        return index + 1;
    }

    static String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireText(bytes);
        }
        return text;
    }

    private static void requireText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new UndecodableItemException("text must be UTF-8: valueLength=" + bytes.length, e);
        }
    }
}
