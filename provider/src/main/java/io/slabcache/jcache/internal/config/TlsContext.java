package io.slabcache.jcache.internal.config;

import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the context of encrypted connections. */
final class TlsContext {
    private TlsContext() {}

    /**
     * Opens the stores.
     *
     * @param settings names them
     * @return a new context
     * @throws IllegalArgumentException if a store cannot be opened; the message names its file and no password
     */
    static SSLContext create(TlsSettings settings) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(settings), trustManagers(settings), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("encryption must be available: settings=" + settings, e);
        }
    }

    private static KeyManager @Nullable [] keyManagers(TlsSettings settings) throws GeneralSecurityException {
        String file = settings.keyStore();
        if (file == null) {
            return null;
        }
        char[] password = chars(settings.keyStorePassword());
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(open(file, password), password);
            return factory.getKeyManagers();
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    /** Null stands for what the JVM trusts. */
    private static TrustManager @Nullable [] trustManagers(TlsSettings settings) throws GeneralSecurityException {
        String file = settings.trustStore();
        if (file == null) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore store = openTrusted(file, settings.trustStorePassword());
        if (store.size() == 0) {
            throw new IllegalArgumentException("store must have an entry that its password opens: file=" + file);
        }
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Certificates are no secret, so a store may be read without the password that protects it from change. */
    private static KeyStore openTrusted(String file, @Nullable Secret secret) throws GeneralSecurityException {
        if (secret == null) {
            KeyStore store = open(file, null);
            // Null does not open what is encrypted with an empty password, it leaves that out.
            return store.size() > 0 ? store : open(file, new char[0]);
        }
        char[] password = secret.chars();
        try {
            return open(file, password);
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    private static KeyStore open(String file, char @Nullable [] password) throws GeneralSecurityException {
        try {
            return KeyStore.getInstance(new File(file), password);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("store must be readable with its password: file=" + file, e);
        }
    }

    private static char[] chars(@Nullable Secret password) {
        return password == null ? new char[0] : password.chars();
    }
}
