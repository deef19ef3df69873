package io.slabcache.server.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Reads certificates and private keys as the tools of TLS write them. Errors name the file, and repeat nothing of it. */
final class PemFiles {
    private static final int MAX_LENGTH = 1 << 20;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]*)-----END [A-Z ]*PRIVATE KEY-----");
    private static final Pattern ANY_KEY = Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----");
    private static final String PLAIN_KEY = "PRIVATE KEY";
    private static final String ENCRYPTED_KEY = "ENCRYPTED PRIVATE KEY";

    /** How the encryption of PKCS#5 2.0 is called; what it encrypts with is in its parameters. */
    private static final String PBES2 = "PBES2";

    private static final String PBES2_OID = "1.2.840.113549.1.5.13";
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private PemFiles() {}

    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Certificate certificate : factory.generateCertificates(new ByteArrayInputStream(bytes(file)))) {
                certificates.add((X509Certificate) certificate);
            }
        } catch (CertificateException e) {
            throw new IOException("file must have certificates in PEM: file=" + file, e);
        }
        if (certificates.isEmpty()) {
            throw new IOException("file must have a certificate in PEM: file=" + file);
        }
        return certificates;
    }

    static PrivateKey privateKey(Path file, @Nullable Path passwordFile) throws IOException {
        String text = new String(bytes(file), ISO_8859_1);
        Matcher any = ANY_KEY.matcher(text);
        if (!any.find()) {
            throw new IOException("file must have a private key in PEM: file=" + file);
        }
        String kind = any.group(1);
        if (!kind.equals(PLAIN_KEY) && !kind.equals(ENCRYPTED_KEY)) {
            throw new IOException("private key must be in PKCS#8 (openssl pkcs8 -topk8 -nocrypt -in <old> -out <new>):"
                    + " file=" + file + ", form=" + kind);
        }
        if (kind.equals(ENCRYPTED_KEY) && passwordFile == null) {
            throw new IOException("private key is encrypted: give the file of its password (--tls-key-password-file),"
                    + " or a key that is not: file=" + file);
        }
        Matcher matcher = KEY.matcher(text);
        if (!matcher.find()) {
            throw new IOException("private key must be whole and in Base64: file=" + file);
        }
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(matcher.group(2));
        } catch (IllegalArgumentException e) {
            throw new IOException("private key must be whole and in Base64: file=" + file, e);
        }
        try {
            return privateKey(
                    kind.equals(ENCRYPTED_KEY) && passwordFile != null
                            ? decrypt(encoded, passwordFile)
                            : new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    kind.equals(ENCRYPTED_KEY)
                            ? "private key must be one of RSA, EC or EdDSA, encrypted with the password: file=" + file
                                    + ", passwordFile=" + passwordFile
                            : "private key must be one of RSA, EC or EdDSA: file=" + file,
                    e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static PrivateKey privateKey(PKCS8EncodedKeySpec encoded) throws GeneralSecurityException {
        InvalidKeySpecException last = new InvalidKeySpecException("no algorithm");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                last = e;
            }
        }
        throw last;
    }

    private static PKCS8EncodedKeySpec decrypt(byte[] encoded, Path passwordFile)
            throws IOException, GeneralSecurityException {
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encoded);
        AlgorithmParameters parameters = info.getAlgParameters();
        String name = info.getAlgName();
        String algorithm =
                (name.equals(PBES2) || name.equals(PBES2_OID)) && parameters != null ? parameters.toString() : name;
        byte[] file = bytes(passwordFile);
        int length = 0;
        while (length < file.length && file[length] != '\n' && file[length] != '\r') {
            length++;
        }
        CharBuffer password = ISO_8859_1.decode(ByteBuffer.wrap(file, 0, length));
        PBEKeySpec spec = new PBEKeySpec(Arrays.copyOf(password.array(), password.limit()));
        try {
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE, SecretKeyFactory.getInstance(algorithm).generateSecret(spec), parameters);
            return info.getKeySpec(cipher);
        } finally {
            spec.clearPassword();
            Arrays.fill(password.array(), '\0');
            Arrays.fill(file, (byte) 0);
        }
    }

    /** Tells whether what the one signs the other verifies. */
    static boolean isPair(PrivateKey privateKey, PublicKey publicKey) {
        String algorithm = switch (privateKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
            default -> "";
        };
        if (algorithm.isEmpty()) {
            // of an algorithm for which the handshake itself will tell
            return true;
        }
        byte[] message = algorithm.getBytes(ISO_8859_1);
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(privateKey);
            signer.update(message);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(publicKey);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // the keys are of different kinds
            return false;
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            if (Files.size(file) > MAX_LENGTH) {
                throw new IOException("file of keys must not be longer than 1 MiB: file=" + file);
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException("file does not exist: file=" + file, e);
        }
    }
}
