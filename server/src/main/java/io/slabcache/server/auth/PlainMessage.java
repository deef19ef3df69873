package io.slabcache.server.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a client sends by SASL's PLAIN (RFC 4616): {@code acts-as NUL user NUL password}. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record PlainMessage(String user, char[] password) {
    static final String MECHANISM = "PLAIN";

    private static final int MAX_LENGTH = 1024;

    /** Reads a message; returns null if it is not understood, or the client wants to act as somebody else. */
    static @Nullable PlainMessage parse(byte[] message) {
        int first = indexOfNul(message, 0);
        int second = first < 0 ? -1 : indexOfNul(message, first + 1);
        if (second < 0 || message.length > MAX_LENGTH || indexOfNul(message, second + 1) >= 0) {
            return null;
        }
        String actsAs = new String(message, 0, first, ISO_8859_1);
        String user = new String(message, first + 1, second - first - 1, ISO_8859_1);
        if (user.isEmpty() || !(actsAs.isEmpty() || actsAs.equals(user))) {
            return null;
        }
        return new PlainMessage(user, chars(message, second + 1));
    }

    static char[] chars(byte[] message, int start) {
        CharBuffer decoded = UTF_8.decode(ByteBuffer.wrap(message, start, message.length - start));
        char[] chars = Arrays.copyOf(decoded.array(), decoded.limit());
        Arrays.fill(decoded.array(), '\0');
        return chars;
    }

    private static int indexOfNul(byte[] message, int from) {
        for (int i = from; i < message.length; i++) {
            if (message[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Names the user alone: the password is a secret. */
    @Override
    public String toString() {
        return "PlainMessage[user=" + Audit.printable(user) + "]";
    }
}
