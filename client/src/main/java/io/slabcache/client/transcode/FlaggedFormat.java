package io.slabcache.client.transcode;

import io.slabcache.client.Item;
import java.util.List;
import java.util.stream.Collectors;

/** A format in which client flags say the type of a value, one bit that it is compressed, and one that it is an object. */
final class FlaggedFormat {
    /** Scanned one by one: there are few, and looking a number up in a map would make an object of it. */
    private final ValueType[] types;

    private final String knownFlags;
    private final int objectFlag;
    private final int compressedFlag;
    private final ObjectFormat objects;
    private final Compressor compressor;

    FlaggedFormat(
            List<ValueType> types, int objectFlag, ObjectFormat objects, int compressedFlag, Compressor compressor) {
        this.types = types.toArray(ValueType[]::new);
        this.objectFlag = objectFlag;
        this.objects = objects;
        this.compressedFlag = compressedFlag;
        this.compressor = compressor;
        this.knownFlags = types.stream()
                .map(type -> "0x" + Integer.toHexString(type.clientFlags()))
                .distinct()
                .collect(Collectors.joining(
                        " ", "one of ", ", with or without 0x" + Integer.toHexString(compressedFlag)));
    }

    Encoded encode(Object value) {
        for (ValueType type : types) {
            if (type.javaType().isInstance(value)) {
                return compressor.encode(type.encoder().apply(value), type.clientFlags(), compressedFlag);
            }
        }
        return compressor.encode(objects.encode(value), objectFlag, compressedFlag);
    }

    Object decode(Item item) {
        int typeFlags = item.clientFlags() & ~compressedFlag;
        if (typeFlags == objectFlag) {
            return objects.decode(plain(item));
        }
        for (ValueType type : types) {
            if (type.clientFlags() == typeFlags) {
                return type.decoder().apply(plain(item));
            }
        }
        throw FlagCheck.unknown(knownFlags, item);
    }

    private byte[] plain(Item item) {
        return (item.clientFlags() & compressedFlag) == 0 ? item.value() : compressor.inflate(item.value());
    }
}
