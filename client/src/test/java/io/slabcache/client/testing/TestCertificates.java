package io.slabcache.client.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A key pair and its self-signed certificate, made for the occasion and gone afterwards. */
public final class TestCertificates {
    private static final String ALIAS = "node";
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final KeyStore keys;

    private TestCertificates(KeyStore keys) {
        this.keys = keys;
    }

    /**
     * Makes a pair.
     *
     * @param names whose certificate it is: {@code dns:localhost,ip:127.0.0.1}
     * @return the pair
     */
    public static TestCertificates create(String names) {
        try {
            return new TestCertificates(SelfSigned.newStore("EC", "test", names, ALIAS, PASSWORD));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns a context for a server that has the key.
     *
     * @return a new context
     */
    public SSLContext server() {
        try {
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns a context for a client that trusts the certificate and no other.
     *
     * @return a new context
     */
    public SSLContext client() {
        return client(null);
    }

    /**
     * Returns a context for a client that trusts the certificate and shows it too.
     *
     * @return a new context
     */
    public SSLContext clientWithKey() {
        try {
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            return client(managers.getKeyManagers());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLContext client(KeyManager @Nullable [] own) {
        try {
            KeyStore trusted = trusting("PKCS12");
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Writes a store that trusts the certificate.
     *
     * @param file is written
     * @param type of the store, PKCS12 or JKS
     * @param password protects it
     */
    public void writeTrustStore(Path file, String type, String password) {
        try (OutputStream out = Files.newOutputStream(file)) {
            trusting(type).store(out, password.toCharArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Writes a PKCS12 store of the key and its certificate.
     *
     * @param file is written
     * @param password protects it
     */
    public void writeKeyStore(Path file, String password) {
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    ALIAS, keys.getKey(ALIAS, PASSWORD), password.toCharArray(), keys.getCertificateChain(ALIAS));
            store.store(out, password.toCharArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore trusting(String type) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(type);
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
        return trusted;
    }

    /**
     * Writes key and certificate for a server that reads PEM.
     *
     * @param keyFile is written
     * @param certificateFile is written
     */
    public void writePem(Path keyFile, Path certificateFile) {
        try {
            Files.writeString(
                    keyFile, pem("PRIVATE KEY", keys.getKey(ALIAS, PASSWORD).getEncoded()));
            Files.writeString(
                    certificateFile,
                    pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
                + "\n-----END " + kind + "-----\n";
    }
}
