package io.slabcache.server;

import io.slabcache.client.testing.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A key pair and its self-signed certificate, made for the occasion. */
public final class TestKeys {
    private static final String ALIAS = "key";
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final KeyStore store;

    private TestKeys(KeyStore store) {
        this.store = store;
    }

    public static TestKeys create(String commonName, String algorithm) throws Exception {
        return new TestKeys(SelfSigned.newStore(algorithm, commonName, "dns:localhost,ip:127.0.0.1", ALIAS, PASSWORD));
    }

    private PrivateKey key() throws GeneralSecurityException {
        return (PrivateKey) Objects.requireNonNull(store.getKey(ALIAS, PASSWORD));
    }

    /** Writes both files for a server. */
    public TlsSettings write(Path directory) throws Exception {
        Path certificate = directory.resolve("server.crt");
        Path key = directory.resolve("server.key");
        writeCertificate(certificate);
        writeKey(key);
        return new TlsSettings(certificate, key, null, null);
    }

    public void writeCertificate(Path file) throws Exception {
        Files.writeString(file, pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()));
    }

    public void writeKey(Path file) throws Exception {
        Files.writeString(file, pem("PRIVATE KEY", key().getEncoded()));
    }

    public static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
    }

    /** A client that trusts this certificate and shows another, or none. */
    public SSLContext client(@Nullable TestKeys own) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManager[] keys = null;
        if (own != null) {
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(own.store, PASSWORD);
            keys = managers.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }
}
