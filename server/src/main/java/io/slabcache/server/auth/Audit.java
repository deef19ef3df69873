package io.slabcache.server.auth;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log lines, under a logger of their own, about who was let in and who administered. Never a password, nothing unprintable. */
final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger("io.slabcache.server.audit");
    private static final int MAX_LENGTH = 64;

    private Audit() {}

    static void authentication(boolean accepted, String user, String mechanism, String remote) {
        if (accepted) {
            LOG.info(
                    "authentication accepted: user={}, mechanism={}, remote={}",
                    printable(user),
                    printable(mechanism),
                    remote);
        } else {
            LOG.warn(
                    "authentication refused: user={}, mechanism={}, remote={}",
                    printable(user),
                    printable(mechanism),
                    remote);
        }
    }

    static void administration(boolean allowed, String command, String user, String remote) {
        if (allowed) {
            LOG.info("administration: command={}, user={}, remote={}", printable(command), printable(user), remote);
        } else {
            LOG.warn(
                    "administration refused: command={}, user={}, remote={}",
                    printable(command),
                    printable(user),
                    remote);
        }
    }

    /** What a client sends must not be able to look like another line of the log. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MAX_LENGTH); i++) {
            char c = text.charAt(i);
            printable.append(c > ' ' && c <= '~' && c != ',' ? c : '?');
        }
        return printable.append(text.length() > MAX_LENGTH ? "..." : "").toString();
    }
}
