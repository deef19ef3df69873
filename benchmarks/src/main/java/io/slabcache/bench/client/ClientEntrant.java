package io.slabcache.bench.client;

import io.slabcache.bench.harness.Entrant;
import io.slabcache.bench.harness.Session;
import java.net.InetSocketAddress;
import java.util.List;

/** Who takes part. */
enum ClientEntrant implements Entrant {
    SLABCACHE("slabcache", false) {
        @Override
        Contestant connect(List<InetSocketAddress> nodes) {
            return SlabcacheContestant.withItems(nodes, SlabcacheContestant.DEFAULT_CONNECTIONS);
        }
    },
    SLABCACHE_2("slabcache, 2 connections", false) {
        @Override
        Contestant connect(List<InetSocketAddress> nodes) {
            return SlabcacheContestant.withItems(nodes, 2);
        }
    },
    SPYMEMCACHED("spymemcached", true) {
        @Override
        Contestant connect(List<InetSocketAddress> nodes) throws Exception {
            return new SpymemcachedContestant(nodes);
        }
    },
    XMEMCACHED("xmemcached", true) {
        @Override
        Contestant connect(List<InetSocketAddress> nodes) throws Exception {
            return new XmemcachedContestant(nodes);
        }
    },
    FOLSOM("folsom", true) {
        @Override
        Contestant connect(List<InetSocketAddress> nodes) throws Exception {
            return new FolsomContestant(nodes);
        }
    },
    RAW("raw socket", false) {
        @Override
        Contestant connect(List<InetSocketAddress> nodes) throws Exception {
            return new RawContestant(nodes, Keys.startingWith('r').names(), true);
        }
    },
    /** Before those that read its items. */
    JCACHE("JCache", false) {
        @Override
        Contestant connect(List<InetSocketAddress> nodes) {
            return new JCacheContestant(nodes, false);
        }
    },
    JCACHE_CACHED("JCache, generation cached", false) {
        @Override
        Contestant connect(List<InetSocketAddress> nodes) {
            return new JCacheContestant(nodes, true);
        }
    },
    CACHE_CLIENT("slabcache, the cache's items", false) {
        @Override
        Contestant connect(List<InetSocketAddress> nodes) {
            return SlabcacheContestant.ofCache(nodes);
        }
    },
    CACHE_RAW("raw socket, the cache's items", false) {
        @Override
        Contestant connect(List<InetSocketAddress> nodes) throws Exception {
            return new RawContestant(nodes, SlabcacheContestant.cacheKeys(nodes), false);
        }
    };

    private final String label;
    private final boolean peer;

    ClientEntrant(String label, boolean peer) {
        this.label = label;
        this.peer = peer;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public boolean isPeer() {
        return peer;
    }

    @Override
    public Session open(List<String> surroundings) {
        return new ClientSession(this, Servers.addresses(surroundings));
    }

    /** Connects to the servers. */
    abstract Contestant connect(List<InetSocketAddress> nodes) throws Exception;
}
