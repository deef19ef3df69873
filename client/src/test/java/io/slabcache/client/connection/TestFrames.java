package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestHeader;
import io.slabcache.protocol.Status;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/** The server's side of the binary protocol, as far as connecting needs it. */
final class TestFrames {
    private TestFrames() {}

    /** A request as it arrived, its bytes as ISO 8859-1. */
    record Request(int opcode, int opaque, String key, String value) {
        boolean is(Opcode expected) {
            return opcode == expected.code();
        }
    }

    static Request read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        byte[] head = new byte[FrameLayout.HEADER_LENGTH];
        data.readFully(head);
        ByteBuffer header = ByteBuffer.wrap(head);
        int keyLength = RequestHeader.keyLength(header, 0);
        int extrasLength = RequestHeader.extrasLength(header, 0);
        byte[] key = new byte[keyLength];
        byte[] value = new byte[(int) RequestHeader.bodyLength(header, 0) - keyLength - extrasLength];
        data.readFully(new byte[extrasLength]);
        data.readFully(key);
        data.readFully(value);
        return new Request(RequestHeader.opcode(header, 0), RequestHeader.opaque(header, 0), text(key), text(value));
    }

    private static byte[] response(Request request, int status, byte[] key, byte[] value) {
        return ByteBuffer.allocate(FrameLayout.HEADER_LENGTH + key.length + value.length)
                .put((byte) 0x81)
                .put((byte) request.opcode())
                .putShort((short) key.length)
                .putShort((short) 0)
                .putShort((short) status)
                .putInt(key.length + value.length)
                .putInt(request.opaque())
                .putLong(0)
                .put(key)
                .put(value)
                .array();
    }

    static byte[] response(Request request, int status, String key, String value) {
        return response(request, status, key.getBytes(ISO_8859_1), value.getBytes(ISO_8859_1));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    /** Answers what a connector asks, and then whatever comes with success, until the client closes. */
    static void serveMemcached(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        try {
            while (true) {
                answer(read(socket.getInputStream()), out);
            }
        } catch (EOFException e) {
            socket.close();
        }
    }

    static void answer(Request request, OutputStream out) throws IOException {
        if (request.is(Opcode.VERSION)) {
            out.write(response(request, 0, "", "1.6.99-test"));
        } else if (request.is(Opcode.STAT)) {
            out.write(response(request, 0, "maxbytes", "67108864"));
            out.write(response(request, 0, "item_size_max", "1048576"));
            out.write(response(request, 0, "", ""));
        } else {
            out.write(response(request, Status.SUCCESS.code(), "", ""));
        }
    }
}
