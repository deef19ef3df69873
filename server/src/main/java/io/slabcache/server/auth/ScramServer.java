package io.slabcache.server.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of SCRAM-SHA-256 without channel binding. One object is one conversation.
 *
 * <pre>
 *   first message ──► challenge ──► client's proof ──► server's signature ──► empty message ──► done
 * </pre>
 *
 * The empty message at the end is how memcached's SASL library has it: the signature is not sent together with the success.
 */
final class ScramServer {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_LENGTH = 24;
    private static final int MAX_MESSAGE_LENGTH = 1024;

    private final Users users;
    private final String nonceSuffix;
    private String firstBare = "";
    private String gs2Header = "";
    private String nonce = "";
    private String serverFirst = "";
    private String user = "";
    private @Nullable ScramCredential credential;
    private boolean proven;

    ScramServer(Users users) {
        this(users, randomNonce());
    }

    ScramServer(Users users, String nonceSuffix) {
        this.users = users;
        this.nonceSuffix = nonceSuffix;
    }

    private static String randomNonce() {
        byte[] bytes = new byte[NONCE_LENGTH];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Returns who the client says it is; empty before the first message was understood. */
    String user() {
        return user;
    }

    /** Returns the challenge for a client's first message, or null if that is not understood. */
    byte @Nullable [] challenge(byte[] clientFirst) {
        String message = text(clientFirst);
        // no binding, or one that the client has and believes the server has not
        if (message == null || !(message.startsWith("n,") || message.startsWith("y,"))) {
            return null;
        }
        int headerEnd = message.indexOf(',', 2) + 1;
        if (headerEnd == 0) {
            return null;
        }
        gs2Header = message.substring(0, headerEnd);
        firstBare = message.substring(headerEnd);
        String[] attributes = firstBare.split(",", -1);
        if (attributes.length < 2 || !attributes[0].startsWith("n=") || !attributes[1].startsWith("r=")) {
            return null;
        }
        String name = unescape(attributes[0].substring(2));
        String clientNonce = attributes[1].substring(2);
        String actsAs = gs2Header.substring(2, headerEnd - 1);
        boolean actsAsItself = actsAs.isEmpty()
                || (actsAs.startsWith("a=") && unescape(actsAs.substring(2)).equals(name));
        if (name.isEmpty() || clientNonce.isEmpty() || !actsAsItself) {
            return null;
        }
        user = name;
        nonce = clientNonce + nonceSuffix;
        ScramCredential found = users.credential(name);
        credential = found;
        serverFirst = "r=" + nonce + ",s=" + found.saltBase64() + ",i=" + found.iterations();
        return serverFirst.getBytes(US_ASCII);
    }

    /** Returns the server's signature for a client's proof, or null if the proof is none. */
    byte @Nullable [] verify(byte[] clientFinal) {
        String message = text(clientFinal);
        ScramCredential checked = credential;
        credential = null;
        int proofStart = message == null ? -1 : message.lastIndexOf(",p=");
        if (message == null || checked == null || proofStart < 0) {
            return null;
        }
        String withoutProof = message.substring(0, proofStart);
        String binding = Base64.getEncoder().encodeToString(gs2Header.getBytes(US_ASCII));
        if (!withoutProof.equals("c=" + binding + ",r=" + nonce)
                && !withoutProof.startsWith("c=" + binding + ",r=" + nonce + ",")) {
            return null;
        }
        byte[] proof;
        try {
            proof = Base64.getDecoder().decode(message.substring(proofStart + ",p=".length()));
        } catch (IllegalArgumentException e) {
            return null;
        }
        String authMessage = firstBare + "," + serverFirst + "," + withoutProof;
        if (!checked.provenBy(proof, authMessage)) {
            return null;
        }
        proven = true;
        return ("v=" + Base64.getEncoder().encodeToString(checked.serverSignature(authMessage))).getBytes(US_ASCII);
    }

    boolean isProven() {
        return proven;
    }

    /** Returns a message of printable ASCII, null for another. */
    private static @Nullable String text(byte[] message) {
        if (message.length > MAX_MESSAGE_LENGTH) {
            return null;
        }
        for (byte b : message) {
            if (b < ' ' || b > '~') {
                return null;
            }
        }
        return new String(message, US_ASCII);
    }

    /** Returns a name as it is meant, empty if it is not well-formed. */
    private static String unescape(String name) {
        String plain = name.replace("=2C", ",").replace("=3D", "\0");
        return plain.contains("=") ? "" : plain.replace('\0', '=');
    }
}
