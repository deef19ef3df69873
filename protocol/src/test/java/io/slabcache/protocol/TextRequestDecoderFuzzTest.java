package io.slabcache.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Whatever a client sends, {@link TextRequestDecoder} finds commands or throws {@link MalformedFrameException}, however it is cut. */
class TextRequestDecoderFuzzTest {
    @FuzzTest
    void decode_anyBytes_commandsOrMalformedFrameException(byte[] data) {
        String atOnce = trace(data, data.length);
        for (int piece = 1; piece <= 7; piece += 3) {
            String inPieces = trace(data, piece);
            if (!atOnce.equals(inPieces)) {
                throw new AssertionError("a cut stream must give the same commands: piece=" + piece + ", atOnce="
                        + atOnce + ", inPieces=" + inPieces);
            }
        }
    }

    /** Reads every field of every command and adds it up. */
    private static String trace(byte[] data, int piece) {
        TextRequestDecoder decoder = new TextRequestDecoder();
        CRC32 sum = new CRC32();
        ByteBuffer in = ByteBuffer.wrap(data).limit(0);
        int events = 0;
        try {
            while (true) {
                int before = in.position();
                TextRequestState state = decoder.decode(in);
                if (in.position() < before || in.position() > in.limit()) {
                    throw new AssertionError("position must go on inside the buffer: position=" + in.position());
                }
                if (state == TextRequestState.DATA) {
                    sum.update(data, decoder.pieceOffset(), decoder.pieceLength());
                } else if (state != TextRequestState.INCOMPLETE) {
                    events++;
                    add(sum, decoder);
                    if (state == TextRequestState.DATA_HEAD && decoder.keyLength() % 4 == 3) {
                        decoder.skipData();
                    }
                } else if (in.limit() == data.length) {
                    return events + "/" + sum.getValue();
                } else {
                    in.limit(Math.min(data.length, in.limit() + Math.max(1, piece)));
                }
            }
        } catch (MalformedFrameException e) {
            FrameTrace.requireMessage(e);
            return events + "/" + sum.getValue() + "/malformed";
        }
    }

    private static void add(CRC32 sum, TextRequestDecoder decoder) {
        TextRequestState state = decoder.state();
        StringBuilder fields = new StringBuilder().append(state);
        if (state == TextRequestState.REFUSED) {
            fields.append(decoder.error()).append(decoder.noreply());
        } else {
            fields.append(decoder.command())
                    .append(decoder.noreply())
                    .append(decoder.exptime())
                    .append(decoder.clientFlags())
                    .append(decoder.dataLength())
                    .append(decoder.casToken())
                    .append(decoder.delta());
            addMeta(fields, decoder.meta());
        }
        if (state == TextRequestState.COMMAND) {
            for (int i = 0; i < decoder.wordCount(); i++) {
                fields.append(decoder.word(i)).append(' ');
            }
        }
        if (state == TextRequestState.KEY || state == TextRequestState.DATA_HEAD) {
            sum.update(decoder.copyKey());
        }
        sum.update(fields.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static void addMeta(StringBuilder fields, MetaFlags meta) {
        for (int i = 0; i < meta.count(); i++) {
            if (!meta.has(meta.letter(i))) {
                throw new AssertionError("a flag must be known to have been sent: letter=" + meta.letter(i));
            }
            fields.append(meta.letter(i)).append(meta.tokenLength(i));
        }
        fields.append(meta.exptime())
                .append(meta.vivifyExptime())
                .append(meta.recacheTime())
                .append(meta.clientFlags())
                .append(meta.casToken())
                .append(meta.initial())
                .append(meta.delta())
                .append(meta.mode());
    }
}
