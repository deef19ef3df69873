package io.slabcache.jcache.internal.config;

/**
 * Who the client says it is.
 *
 * @param user the name
 * @param password the password
 * @param allowPlainWithoutTls whether the password may be sent in the clear
 * @param allowMissingAuthentication whether a server that knows no authentication is good enough
 */
public record SaslSettings(
        String user, Secret password, boolean allowPlainWithoutTls, boolean allowMissingAuthentication) {}
