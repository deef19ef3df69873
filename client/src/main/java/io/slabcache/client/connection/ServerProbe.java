package io.slabcache.client.connection;

import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestEncoder;
import io.slabcache.protocol.ResponseDecoder;
import io.slabcache.protocol.Status;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Asks a server for its version and its greatest item, in one round trip.
 *
 * <p>A server may refuse to tell its settings. The request that follows shows whether it goes on afterwards: one that wants
 * authentication first closes the connection, and then it is no use.
 *
 * @param version what the server calls itself, printable
 * @param maxItemSize in bytes, 0 if the server did not tell
 */
record ServerProbe(String version, long maxItemSize) {
    private static final byte[] SETTINGS = ascii("settings");
    private static final byte[] ITEM_SIZE_MAX = ascii("item_size_max");
    private static final int MAX_DIGITS = 18;

    static ServerProbe ask(BinaryConversation conversation) throws IOException {
        int versionOpaque = conversation.nextOpaque();
        int settingsOpaque = conversation.nextOpaque();
        int noopOpaque = conversation.nextOpaque();
        ByteBuffer out = ByteBuffer.allocate(3 * FrameLayout.HEADER_LENGTH + SETTINGS.length);
        RequestEncoder.bare(out, Opcode.VERSION, versionOpaque);
        RequestEncoder.stat(out, settingsOpaque, SETTINGS);
        RequestEncoder.bare(out, Opcode.NOOP, noopOpaque);
        conversation.send(out);

        ResponseDecoder response = conversation.receive(Opcode.VERSION, versionOpaque);
        if (response.status() != Status.SUCCESS) {
            throw new IOException("server must tell its version: " + describe(response));
        }
        String version = response.valueText();
        long maxItemSize = 0;
        response = conversation.receive(Opcode.STAT, settingsOpaque);
        while (response.status() == Status.SUCCESS && !response.endsStatistics()) {
            if (response.keyEquals(ITEM_SIZE_MAX)) {
                maxItemSize = number(response.valueText());
            }
            response = conversation.receive(Opcode.STAT, settingsOpaque);
        }
        expectNoop(conversation, noopOpaque, response.status() == Status.AUTH_ERROR);
        return new ServerProbe(version, maxItemSize);
    }

    private static void expectNoop(BinaryConversation conversation, int opaque, boolean refused) throws IOException {
        try {
            ResponseDecoder response = conversation.receive(Opcode.NOOP, opaque);
            if (response.status() != Status.SUCCESS) {
                throw new IOException("server must take requests: " + describe(response));
            }
            conversation.end();
        } catch (EOFException e) {
            if (!refused) {
                throw e;
            }
            throw new IOException("server must not require authentication that the client has no credentials for", e);
        }
    }

    private static long number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= MAX_DIGITS;
        for (int i = 0; i < text.length(); i++) {
            digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return digits ? Long.parseLong(text) : 0;
    }

    private static String describe(ResponseDecoder response) {
        return "status=0x" + Integer.toHexString(response.statusCode()) + ", text=" + response.valueText();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
