package io.slabcache.jcache.internal.codec;

/** What happens to a stored value that cannot be decoded, for instance one of another version of its class. */
public enum Undecodable {
    /** The operation fails with the exception that tells why. */
    THROW,
    /** The value is treated as absent, and counted. */
    MISS
}
