package io.slabcache.server;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys of TLS are. The files are read when the server starts, and again when they have changed. Immutable.
 *
 * @param certificateChain a PEM file with the server's certificate and then those between it and a root
 * @param privateKey a PEM file with the certificate's key in PKCS#8
 * @param privateKeyPassword a file whose first line is the key's password; null if the key is not encrypted
 * @param clientAuthorities a PEM file with the certificates that sign those of clients, which every client must then have; null to ask
 *     clients for none
 */
public record TlsSettings(
        Path certificateChain,
        Path privateKey,
        @Nullable Path privateKeyPassword,
        @Nullable Path clientAuthorities) {
    /**
     * Returns the files that there are.
     *
     * @return two to four paths
     */
    public Stream<Path> files() {
        return Stream.of(certificateChain, privateKey, privateKeyPassword, clientAuthorities)
                .filter(path -> path != null);
    }
}
