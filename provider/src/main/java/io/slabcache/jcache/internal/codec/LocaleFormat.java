package io.slabcache.jcache.internal.codec;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Locales of a language and a country; those with a script, a variant or extensions are left to serialization. */
final class LocaleFormat implements Format<Locale> {
    static final LocaleFormat INSTANCE = new LocaleFormat();

    private LocaleFormat() {}

    @Override
    public boolean accepts(Locale object) {
        return object.getScript().isEmpty()
                && object.getVariant().isEmpty()
                && !object.hasExtensions()
                && isShortAscii(object.getLanguage())
                && isShortAscii(object.getCountry());
    }

    @Override
    public byte[] encode(Locale object, int headroom) {
        byte[] language = object.getLanguage().getBytes(StandardCharsets.US_ASCII);
        byte[] country = object.getCountry().getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = Format.allocate(headroom, TypeTag.LOCALE, 1 + language.length + country.length);
        int at = headroom + 1;
        bytes[at++] = (byte) language.length;
        System.arraycopy(language, 0, bytes, at, language.length);
        System.arraycopy(country, 0, bytes, at + language.length, country.length);
        return bytes;
    }

    @Override
    public Locale decode(TypeTag tag, byte[] bytes, int offset, int length) {
        if (length < 1) {
            throw new MalformedForm("the length must be at least 1", tag, offset, length, null);
        }
        int languageLength = Byte.toUnsignedInt(bytes[offset]);
        if (languageLength > length - 1) {
            throw new MalformedForm(
                    "the language must end inside: languageLength=" + languageLength, tag, offset, length, null);
        }
        int languageOffset = offset + 1;
        int countryOffset = languageOffset + languageLength;
        return new Locale(
                new String(bytes, languageOffset, languageLength, StandardCharsets.ISO_8859_1),
                new String(bytes, countryOffset, offset + length - countryOffset, StandardCharsets.ISO_8859_1));
    }

    private static boolean isShortAscii(String part) {
        if (part.length() > 0xFF) {
            return false;
        }
        for (int i = 0; i < part.length(); i++) {
            if (part.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }
}
