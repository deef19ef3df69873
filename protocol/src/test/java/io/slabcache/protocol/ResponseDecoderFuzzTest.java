package io.slabcache.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

/** Whatever a peer sends, {@link ResponseDecoder} finds frames or throws {@link MalformedFrameException}. */
class ResponseDecoderFuzzTest {
    private static final int MAX_BODY_LENGTH = 4096;

    @FuzzTest
    void decode_anyBytes_framesOrMalformedFrameException(byte[] data) {
        ResponseDecoder decoder = new ResponseDecoder(MAX_BODY_LENGTH);
        ByteBuffer whole = ByteBuffer.wrap(data);
        FrameTrace atOnce = new FrameTrace();
        FrameTrace byteByByte = new FrameTrace();
        atOnce.readAll(decoder, whole);
        for (int limit = 0; limit <= data.length && !byteByByte.isMalformed(); limit++) {
            whole.position(byteByByte.consumed()).limit(limit);
            byteByByte.readAll(decoder, whole);
        }
        atOnce.requireSameAs(byteByByte);
    }
}
