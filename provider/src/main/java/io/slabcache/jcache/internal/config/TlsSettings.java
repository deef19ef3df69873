package io.slabcache.jcache.internal.config;

import org.jspecify.annotations.Nullable;

/**
 * How connections to the servers are encrypted.
 *
 * @param trustStore the file of the certificates that are trusted; null for those that the JVM trusts
 * @param trustStorePassword opens it, null for none
 * @param keyStore the file of the client's own certificate and key, null for none
 * @param keyStorePassword opens it, null for none
 * @param verifyHostName whether a certificate must be for the server's configured name
 */
public record TlsSettings(
        @Nullable String trustStore,
        @Nullable Secret trustStorePassword,
        @Nullable String keyStore,
        @Nullable Secret keyStorePassword,
        boolean verifyHostName) {}
