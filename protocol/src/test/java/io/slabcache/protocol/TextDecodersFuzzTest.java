package io.slabcache.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whatever a server sends, the text decoders find answers or throw {@link MalformedFrameException}. */
class TextDecodersFuzzTest {
    private static final int MAX_CONFIGURATION_LENGTH = 4096;

    @FuzzTest
    void metadump_anyBytes_itemsOrMalformedFrameException(byte[] data) {
        String atOnce = metadump(data, data.length);
        for (int piece = 1; piece <= 7; piece += 3) {
            String inPieces = metadump(data, piece);
            if (!atOnce.equals(inPieces)) {
                throw new AssertionError("a cut answer must give the same items: piece=" + piece);
            }
        }
    }

    private static String metadump(byte[] data, int piece) {
        MetadumpDecoder decoder = new MetadumpDecoder();
        StringBuilder trace = new StringBuilder();
        ByteBuffer in = ByteBuffer.wrap(data).limit(0);
        try {
            while (true) {
                MetadumpState state = decoder.decode(in);
                if (state == MetadumpState.ITEM) {
                    trace.append(decoder.keyLength())
                            .append(java.util.Arrays.hashCode(decoder.copyKey()))
                            .append(decoder.casToken())
                            .append(decoder.expirySeconds())
                            .append(decoder.size())
                            .append(decoder.isFetched());
                } else if (state != MetadumpState.INCOMPLETE) {
                    trace.append(state);
                } else if (in.limit() == data.length) {
                    return trace.append(in.remaining()).toString();
                } else {
                    in.limit(Math.min(data.length, in.limit() + piece));
                }
            }
        } catch (MalformedFrameException e) {
            FrameTrace.requireMessage(e);
            return trace.append("malformed").toString();
        }
    }

    @FuzzTest
    void configuration_anyBytes_answerOrMalformedFrameException(byte[] data) {
        ClusterConfigurationDecoder decoder = new ClusterConfigurationDecoder(MAX_CONFIGURATION_LENGTH);
        Object atOnce = configuration(decoder, ByteBuffer.wrap(data));
        Object inPieces = null;
        for (int limit = 0; limit <= data.length && inPieces == null; limit++) {
            inPieces = configuration(decoder, ByteBuffer.wrap(data).limit(limit));
        }
        if (!Objects.equals(atOnce, inPieces)) {
            throw new AssertionError("a cut answer must give the same: atOnce=" + atOnce + ", inPieces=" + inPieces);
        }
    }

    private static @Nullable Object configuration(ClusterConfigurationDecoder decoder, ByteBuffer in) {
        try {
            ClusterAnswer answer = decoder.decode(in);
            if (answer == null && in.position() != 0) {
                throw new AssertionError("nothing must be consumed of half an answer: position=" + in.position());
            }
            return answer;
        } catch (MalformedFrameException e) {
            FrameTrace.requireMessage(e);
            return "malformed";
        }
    }

    @FuzzTest
    void lines_anyBytes_linesOrMalformedFrameException(byte[] data) {
        TextAnswerDecoder decoder = new TextAnswerDecoder(512);
        ByteBuffer in = ByteBuffer.wrap(data);
        try {
            while (decoder.decode(in)) {
                if (decoder.text().length() > TextAnswerDecoder.MAX_TEXT_LENGTH
                        || !decoder.text().matches("[ -~]*")) {
                    throw new AssertionError("text must be short and printable: answer=" + decoder.answer());
                }
            }
        } catch (MalformedFrameException e) {
            FrameTrace.requireMessage(e);
        }
        CounterText.isCounter(data);
    }
}
