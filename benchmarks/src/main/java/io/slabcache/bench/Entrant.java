package io.slabcache.bench;

import java.net.InetSocketAddress;
import java.util.List;

/** Who takes part. */
enum Entrant {
    SLABCACHE("slabcache", false) {
        @Override
        Contestant open(List<InetSocketAddress> nodes) {
            return SlabcacheContestant.withItems(nodes, SlabcacheContestant.DEFAULT_CONNECTIONS);
        }
    },
    SLABCACHE_2("slabcache, 2 connections", false) {
        @Override
        Contestant open(List<InetSocketAddress> nodes) {
            return SlabcacheContestant.withItems(nodes, 2);
        }
    },
    SPYMEMCACHED("spymemcached", true) {
        @Override
        Contestant open(List<InetSocketAddress> nodes) throws Exception {
            return new SpymemcachedContestant(nodes);
        }
    },
    XMEMCACHED("xmemcached", true) {
        @Override
        Contestant open(List<InetSocketAddress> nodes) throws Exception {
            return new XmemcachedContestant(nodes);
        }
    },
    FOLSOM("folsom", true) {
        @Override
        Contestant open(List<InetSocketAddress> nodes) throws Exception {
            return new FolsomContestant(nodes);
        }
    },
    RAW("raw socket", false) {
        @Override
        Contestant open(List<InetSocketAddress> nodes) throws Exception {
            return new RawContestant(nodes, Keys.startingWith('r').names(), true);
        }
    },
    /** Before those that read its items. */
    JCACHE("JCache", false) {
        @Override
        Contestant open(List<InetSocketAddress> nodes) {
            return new JCacheContestant(nodes, false);
        }
    },
    JCACHE_CACHED("JCache, generation cached", false) {
        @Override
        Contestant open(List<InetSocketAddress> nodes) {
            return new JCacheContestant(nodes, true);
        }
    },
    CACHE_CLIENT("slabcache, the cache's items", false) {
        @Override
        Contestant open(List<InetSocketAddress> nodes) {
            return SlabcacheContestant.ofCache(nodes);
        }
    },
    CACHE_RAW("raw socket, the cache's items", false) {
        @Override
        Contestant open(List<InetSocketAddress> nodes) throws Exception {
            return new RawContestant(nodes, SlabcacheContestant.cacheKeys(nodes), false);
        }
    };

    private final String label;
    private final boolean peer;

    Entrant(String label, boolean peer) {
        this.label = label;
        this.peer = peer;
    }

    /** Returns the name, as tables have it. */
    String label() {
        return label;
    }

    /** Returns whether it is somebody else's client. */
    boolean isPeer() {
        return peer;
    }

    /** Connects to the servers. */
    abstract Contestant open(List<InetSocketAddress> nodes) throws Exception;
}
