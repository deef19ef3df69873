package io.slabcache.client.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.slabcache.client.Credentials;
import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestEncoder;
import io.slabcache.protocol.ResponseDecoder;
import io.slabcache.protocol.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/**
 * Authenticates a new connection. It is a part of connecting and has no deadline but that of connecting: if it fails, the
 * connection is closed, and the next attempt tries again.
 *
 * @param credentials who the client is
 * @param allowPlainWithoutTls whether the password may be sent in the clear
 * @param allowMissing whether a server without authentication will do
 * @param nonces makes a new nonce each time
 */
record SaslAuthentication(
        Credentials credentials, boolean allowPlainWithoutTls, boolean allowMissing, Supplier<String> nonces) {
    private static final String PLAIN = "PLAIN";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_LENGTH = 24;

    /** Bytes that a char takes in UTF-8. */
    private static final int MAX_UTF8_LENGTH = 3;

    /** Nonces of 192 random bits. */
    static String randomNonce() {
        byte[] bytes = new byte[NONCE_LENGTH];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Authenticates.
     *
     * @param conversation with the server
     * @param encrypted whether nobody else can listen
     * @throws IOException if the server refuses the credentials, or knows no mechanism that may be used
     */
    void authenticate(BinaryConversation conversation, boolean encrypted) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(FrameLayout.HEADER_LENGTH);
        int opaque = conversation.nextOpaque();
        RequestEncoder.bare(out, Opcode.SASL_LIST_MECHANISMS, opaque);
        conversation.send(out);
        ResponseDecoder response = conversation.receive(Opcode.SASL_LIST_MECHANISMS, opaque);
        Status status = response.status();
        if (status == Status.UNKNOWN_COMMAND || status == Status.NOT_SUPPORTED) {
            if (allowMissing) {
                return;
            }
            throw new IOException("server must have authentication where there are credentials: user="
                    + credentials.user() + ", allowMissingAuthentication=false, " + describe(response));
        }
        if (status != Status.SUCCESS) {
            throw new IOException("server must tell its mechanisms: " + describe(response));
        }
        String offered = response.valueText();
        List<String> mechanisms = List.of(offered.trim().split(" +"));
        if (mechanisms.contains(ScramSha256.NAME)) {
            scram(conversation);
        } else if (mechanisms.contains(PLAIN) && (encrypted || allowPlainWithoutTls)) {
            plain(conversation);
        } else {
            throw new IOException("server must offer " + ScramSha256.NAME + ", or " + PLAIN
                    + " where the password may be sent: mechanisms=" + offered + ", tls=" + encrypted
                    + ", allowPlainWithoutTls=" + allowPlainWithoutTls);
        }
    }

    private void plain(BinaryConversation conversation) throws IOException {
        char[] password = credentials.password();
        byte[] user = credentials.user().getBytes(UTF_8);
        byte[] room = new byte[1 + user.length + 1 + MAX_UTF8_LENGTH * password.length];
        byte[] message = room;
        try {
            ByteBuffer out = ByteBuffer.wrap(room).put((byte) 0).put(user).put((byte) 0);
            if (UTF_8.newEncoder().encode(CharBuffer.wrap(password), out, true).isError()) {
                throw new IOException("password must be well-formed text");
            }
            message = Arrays.copyOf(room, out.position());
            requireNoNul(message, user.length + 1);
            ResponseDecoder response = exchange(conversation, Opcode.SASL_AUTH, PLAIN, message);
            requireStatus(response, Status.SUCCESS, PLAIN);
        } finally {
            Arrays.fill(password, '\0');
            Arrays.fill(room, (byte) 0);
            Arrays.fill(message, (byte) 0);
        }
    }

    /** A NUL separates the parts of the message, so none may contain one. */
    private static void requireNoNul(byte[] message, int separator) throws IOException {
        for (int i = 1; i < message.length; i++) {
            if (message[i] == 0 && i != separator) {
                throw new IOException("user and password must not contain a NUL");
            }
        }
    }

    private void scram(BinaryConversation conversation) throws IOException {
        ScramSha256 scram = new ScramSha256(credentials.user(), nonces.get());
        ResponseDecoder response = exchange(conversation, Opcode.SASL_AUTH, ScramSha256.NAME, scram.clientFirst());
        requireStatus(response, Status.AUTH_CONTINUE, ScramSha256.NAME);
        byte[] challenge = response.copyValue();
        char[] password = credentials.password();
        byte[] last;
        try {
            last = scram.clientFinal(challenge, password);
        } finally {
            Arrays.fill(password, '\0');
        }
        response = exchange(conversation, Opcode.SASL_STEP, ScramSha256.NAME, last);
        if (response.status() != Status.AUTH_CONTINUE) {
            requireStatus(response, Status.SUCCESS, ScramSha256.NAME);
            scram.verify(response.copyValue());
            return;
        }
        // Memcached does not send its proof together with the success: an empty step asks for that.
        scram.verify(response.copyValue());
        response = exchange(conversation, Opcode.SASL_STEP, ScramSha256.NAME, new byte[0]);
        requireStatus(response, Status.SUCCESS, ScramSha256.NAME);
    }

    private static ResponseDecoder exchange(
            BinaryConversation conversation, Opcode opcode, String mechanism, byte[] message) throws IOException {
        int opaque = conversation.nextOpaque();
        ByteBuffer out = ByteBuffer.allocate(FrameLayout.frameLength(0, mechanism.length(), message.length));
        RequestEncoder.sasl(out, opcode, opaque, mechanism.getBytes(US_ASCII), message);
        try {
            conversation.send(out);
        } finally {
            Arrays.fill(out.array(), (byte) 0);
        }
        return conversation.receive(opcode, opaque);
    }

    private void requireStatus(ResponseDecoder response, Status expected, String mechanism) throws IOException {
        if (response.status() == Status.AUTH_ERROR) {
            throw new IOException("server must accept the credentials: user=" + credentials.user() + ", mechanism="
                    + mechanism + ", " + describe(response));
        }
        if (response.status() != expected) {
            throw new IOException("server must go on with the authentication: user=" + credentials.user()
                    + ", mechanism=" + mechanism + ", expected=" + expected + ", " + describe(response));
        }
    }

    private static String describe(ResponseDecoder response) {
        return "status=0x" + Integer.toHexString(response.statusCode());
    }
}
