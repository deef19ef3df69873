package io.slabcache.client.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
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
     * @param directory for a file that is deleted again
     * @param names whose certificate it is, as keytool writes them: {@code dns:localhost,ip:127.0.0.1}
     * @return the pair
     */
    public static TestCertificates create(Path directory, String names) {
        try {
            Path file = directory.resolve("keys-" + Integer.toHexString(names.hashCode()) + ".p12");
            Path output = directory.resolve("keytool.txt");
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            ALIAS,
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=test",
                            "-ext",
                            "san=" + names,
                            "-validity",
                            "2",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            new String(PASSWORD))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IllegalStateException("keytool must make a key: output=" + Files.readString(output));
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                keys.load(in, PASSWORD);
            }
            Files.delete(file);
            Files.delete(output);
            return new TestCertificates(keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
