package io.slabcache.server.command;

import io.slabcache.server.auth.AccessRules;
import io.slabcache.server.auth.Session;

/** The other side of a conversation without a connection. */
final class LonePeer implements Peer {
    int wakes;
    boolean mayAdminister = true;
    private final Session session = new Session(AccessRules.everybody(), "nowhere", "nowhere", true, null);

    @Override
    public int number() {
        return 1;
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public boolean mayAdminister(String command) {
        return mayAdminister;
    }

    @Override
    public void wake() {
        wakes++;
    }
}
