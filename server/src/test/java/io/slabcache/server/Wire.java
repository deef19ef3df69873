package io.slabcache.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;

/** A connection whose bytes a test writes and reads itself. */
public final class Wire implements AutoCloseable {
    /** Longer than anything takes that is not stuck. */
    static final int PATIENCE_MILLIS = 20_000;

    private static final HexFormat HEX = HexFormat.of();
    private static final String END_OPAQUE = "0e0d0e0d";
    private static final byte[] END = bytes("800a0000" + "00000000" + "00000000" + END_OPAQUE + "0000000000000000");
    private static final byte[] END_ANSWER =
            bytes("810a0000" + "00000000" + "00000000" + END_OPAQUE + "0000000000000000");

    final Socket socket;
    private final OutputStream out;
    private final InputStream in;

    Wire(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** A connection that speaks TLS. */
    Wire(int port, SSLContext tls) throws IOException {
        this(tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port));
    }

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        out = socket.getOutputStream();
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    /**
     * Returns the bytes that hexadecimal digits stand for.
     *
     * @param hex digits, with blanks
     * @return the bytes
     */
    public static byte[] bytes(String hex) {
        return HEX.parseHex(hex.replace(" ", ""));
    }

    /**
     * Returns the hexadecimal digits of bytes.
     *
     * @param bytes the bytes
     * @return the digits
     */
    public static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    /** The hexadecimal digits of a text. */
    static String text(String text) {
        return HEX.formatHex(text.getBytes(ISO_8859_1));
    }

    /**
     * Returns a request.
     *
     * @param opcode the opcode
     * @param casToken the CAS token
     * @param extras hexadecimal digits
     * @param key a text
     * @param value a text
     * @return hexadecimal digits
     */
    public static String request(int opcode, long casToken, String extras, String key, String value) {
        return frame(0x80, opcode, 0, casToken, extras, key, value);
    }

    /** A response as hexadecimal digits; extras are digits, key and value texts. */
    static String response(int opcode, int status, long casToken, String extras, String key, String value) {
        return frame(0x81, opcode, status, casToken, extras, key, value);
    }

    private static String frame(
            int magic, int opcode, int status, long casToken, String extras, String key, String value) {
        String body = extras + text(key) + text(value);
        return HEX.toHexDigits((byte) magic)
                + HEX.toHexDigits((byte) opcode)
                + HEX.toHexDigits((short) key.length())
                + HEX.toHexDigits((byte) (extras.length() / 2))
                + "00"
                + HEX.toHexDigits((short) status)
                + HEX.toHexDigits(body.length() / 2)
                + "deadbeef"
                + HEX.toHexDigits(casToken)
                + body;
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void send(String hex) throws IOException {
        send(bytes(hex));
    }

    /** Everything that the server has answered until now: a request is sent that is always answered, and its answer is waited for. */
    String answers() throws IOException {
        send(END);
        byte[] read = new byte[1024];
        int length = 0;
        while (!endsWithAnswer(read, length)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection must stay open: read=" + hex(Arrays.copyOf(read, length)));
            }
            if (length == read.length) {
                read = Arrays.copyOf(read, 2 * length);
            }
            read[length++] = (byte) next;
        }
        return hex(Arrays.copyOf(read, length - END_ANSWER.length));
    }

    private static boolean endsWithAnswer(byte[] read, int length) {
        int start = length - END_ANSWER.length;
        return start >= 0 && Arrays.equals(read, start, length, END_ANSWER, 0, END_ANSWER.length);
    }

    /** Sends something and returns everything that is answered to it, up to the connection's end where there is to be one. */
    String say(String hex, boolean ends) throws IOException {
        send(hex);
        return ends ? readToEnd() : answers();
    }

    byte[] read(int length) throws IOException {
        return in.readNBytes(length);
    }

    /** Everything up to a text that ends it. */
    String readTo(String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end, Math.max(0, read.length() - end.length())) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection must stay open: read=" + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    /** Everything until the server ends the connection. */
    String readToEnd() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                read.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("the server must end the connection: read=" + hex(read.toByteArray()), e);
        }
        return hex(read.toByteArray());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
