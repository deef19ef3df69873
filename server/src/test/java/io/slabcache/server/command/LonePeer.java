package io.slabcache.server.command;

/** The other side of a conversation without a connection. */
final class LonePeer implements Peer {
    int wakes;
    boolean mayAdminister = true;

    @Override
    public int number() {
        return 1;
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
