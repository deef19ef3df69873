package io.slabcache.client.connection;

/**
 * CAS tokens as users see them: those of the wire, combined with a mask that is another one for each connection. A server
 * that was restarted counts from 1 again and another node has a count of its own, so a token of the wire could match an
 * item that its user never saw; a masked one cannot.
 */
final class CasTokens {
    /** Odd, so that no two epochs have the same mask; its bits are spread, so that masks differ where counts have no bits. */
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    /** A token that no server has counted up to. */
    private static final long NEVER_MATCHES = 1L << 63;

    private CasTokens() {}

    /** Returns the mask of an epoch. The first has none. */
    static long mask(long epoch) {
        return epoch * SPREAD;
    }

    /** Returns what users see of a token from the wire. 0, which servers without tokens send, stays 0. */
    static long expose(long wireToken, long mask) {
        return wireToken == 0 ? 0 : wireToken ^ mask;
    }

    /** Returns what to send for a token that a user has passed. 0, which stands for any, stays 0. */
    static long unmask(long token, long mask) {
        if (token == 0) {
            return 0;
        }
        long wireToken = token ^ mask;
        return wireToken == 0 ? NEVER_MATCHES : wireToken;
    }
}
