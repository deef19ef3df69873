package io.slabcache.client.transcode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.slabcache.client.Item;
import java.io.ObjectInputFilter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Whatever is stored, with whatever flags, transcoders find a value or throw {@link UndecodableItemException}. */
class TranscodersFuzzTest {
    private static final Compression SMALL = new Compression(100, 4096);
    private static final ObjectInputFilter FILTER =
            ObjectInputFilter.Config.createFilter("java.util.*;java.lang.Number;java.lang.Integer;java.lang.Object");

    private static final List<Transcoder<?>> TRANSCODERS = List.of(
            new BytesTranscoder(),
            new StringTranscoder(),
            new CounterTranscoder(),
            new CompressingTranscoder<>(new StringTranscoder(), CompressionFormat.ZLIB, 2, SMALL),
            new SpymemcachedTranscoder().withCompression(SMALL),
            new SpymemcachedTranscoder().withCompression(SMALL).withSerialization(FILTER),
            new WhalinTranscoder().withCompression(SMALL),
            new PythonTranscoder().withCompression(SMALL));

    /** The first four bytes are the flags. */
    @FuzzTest
    void decode_anyFlagsAndBytes_valueOrUndecodableItemException(byte[] data) {
        if (data.length < Integer.BYTES) {
            return;
        }
        int clientFlags = ByteBuffer.wrap(data).getInt();
        byte[] value = Arrays.copyOfRange(data, Integer.BYTES, data.length);
        for (Transcoder<?> transcoder : TRANSCODERS) {
            decode(transcoder, new Item(value, clientFlags, 1));
        }
    }

    private static <V> void decode(Transcoder<V> transcoder, Item item) {
        V value;
        try {
            value = transcoder.decode(item);
        } catch (UndecodableItemException e) {
            if (e.getMessage() == null || !e.getMessage().contains("=")) {
                throw new AssertionError("message must carry values", e);
            }
            return;
        }
        boolean serialized = transcoder instanceof SpymemcachedTranscoder && (item.clientFlags() & 1) != 0;
        if (!serialized && !(value instanceof CharSequence text && !(text instanceof String))) {
            Encoded again = transcoder.encode(value);
            V second = transcoder.decode(new Item(again.bytes(), again.clientFlags(), 1));
            if (!Objects.deepEquals(value, second)) {
                throw new AssertionError("value must survive: transcoder=" + transcoder.getClass());
            }
        }
    }
}
