package io.slabcache.server.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.slabcache.server.TlsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of TLS, from files that can be read again while connections are open: those keep what they have, new ones get the
 * new. Safe for use by any number of threads.
 */
public final class TlsContext {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContext.class);
    private static final String COMMON_NAME = "CN";

    private final TlsSettings settings;
    private volatile SslContext context;

    private TlsContext(TlsSettings settings) throws IOException {
        this.settings = settings;
        this.context = read();
    }

    /**
     * Reads the keys.
     *
     * @param settings where they are
     * @return the server's end of TLS
     * @throws IOException if a file cannot be read or understood, or the key is not the certificate's
     */
    public static TlsContext open(TlsSettings settings) throws IOException {
        return new TlsContext(settings);
    }

    /**
     * Reads the keys again. If that fails, the old ones stay.
     *
     * @throws IOException if a file cannot be read or understood, or the key is not the certificate's
     */
    public void reload() throws IOException {
        context = read();
    }

    private SslContext read() throws IOException {
        List<X509Certificate> chain = PemFiles.certificates(settings.certificateChain());
        PrivateKey key = PemFiles.privateKey(settings.privateKey(), settings.privateKeyPassword());
        X509Certificate certificate = chain.get(0);
        if (!PemFiles.isPair(key, certificate.getPublicKey())) {
            throw new IOException("private key must be that of the first certificate: keyFile=" + settings.privateKey()
                    + ", certificateFile=" + settings.certificateChain());
        }
        SslContextBuilder builder = SslContextBuilder.forServer(key, chain.toArray(new X509Certificate[0]))
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2");
        Path authorities = settings.clientAuthorities();
        if (authorities != null) {
            builder.trustManager(PemFiles.certificates(authorities).toArray(new X509Certificate[0]))
                    .clientAuth(ClientAuth.REQUIRE);
        }
        SslContext built = builder.build();
        LOG.info(
                "TLS keys read: certificate={}, notAfter={}, clientCertificates={}",
                certificate.getSubjectX500Principal(),
                certificate.getNotAfter().toInstant(),
                authorities == null ? "none" : "required");
        return built;
    }

    /** Returns the first handler of a new connection. */
    SslHandler newHandler(ByteBufAllocator allocator) {
        return context.newHandler(allocator);
    }

    /** Returns the common name in a client's certificate; null if it has none, or has no certificate. */
    static @Nullable String certificateName(SslHandler handler) {
        try {
            Certificate[] chain = handler.engine().getSession().getPeerCertificates();
            if (chain[0] instanceof X509Certificate certificate) {
                LdapName name =
                        new LdapName(certificate.getSubjectX500Principal().getName());
                for (Rdn part : name.getRdns()) {
                    if (part.getType().equalsIgnoreCase(COMMON_NAME)) {
                        return part.getValue().toString();
                    }
                }
            }
            return null;
        } catch (SSLPeerUnverifiedException | InvalidNameException e) {
            return null;
        }
    }
}
