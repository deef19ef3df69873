package io.slabcache.client.locator;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * How keys are distributed over nodes: one constant per client whose distribution is copied.
 *
 * <p>Names of nodes on a continuum, where S is what the points of a node are made of:
 *
 * <pre>
 *  LIBMEMCACHED_WEIGHTED, TWEMPROXY      host if the port is 11211, else host:port
 *  LIBMEMCACHED_UNWEIGHTED               the same
 *  LIBMEMCACHED_SPY                      /host:port
 *  SPYMEMCACHED_KETAMA                   host/address:port, address:port if the host is an address
 *  XMEMCACHED_KETAMA                     host/address:port
 * </pre>
 *
 * <p>The last two contain the address that a name resolved to, so their keys move when it changes; use them only to share nodes with
 * such a client.
 */
public enum Placement {
    /**
     * libmemcached's weighted ketama, the default. PHP's {@code OPT_LIBKETAMA_COMPATIBLE}, twemproxy's ketama with {@code hash: md5},
     * spymemcached's {@code Format.LIBMEMCACHED} and xmemcached's {@code cwNginxUpstream} with equal weights agree with it.
     */
    LIBMEMCACHED_WEIGHTED(true) {
        @Override
        NodeLocator create(List<NodeLocation> nodes) {
            return md5Weighted(KeyHash::md5, nodes);
        }
    },
    /** libmemcached's ketama without weights (pylibmc's {@code ketama}) and xmemcached's libmemcached locator. */
    LIBMEMCACHED_UNWEIGHTED(false) {
        @Override
        NodeLocator create(List<NodeLocation> nodes) {
            KetamaContinuum.Builder continuum = new KetamaContinuum.Builder(KeyHash::oneAtATime, nodes.size());
            for (int node = 0; node < nodes.size(); node++) {
                String name = portUnlessDefault(nodes.get(node));
                for (int i = 0; i < UNWEIGHTED_POINTS; i++) {
                    continuum.add(KeyHash.oneAtATime(bytes(name + "-" + i)), node);
                }
            }
            return continuum.build();
        }
    },
    /** libmemcached's {@code KETAMA_SPY}, made after an old spymemcached. */
    LIBMEMCACHED_SPY(false) {
        @Override
        NodeLocator create(List<NodeLocation> nodes) {
            return md5Unweighted(nodes, node -> "/" + node.host() + ":" + node.port());
        }
    },
    /** libmemcached's default: one-at-a-time modulo the number of nodes. */
    LIBMEMCACHED_MODULA(false) {
        @Override
        NodeLocator create(List<NodeLocation> nodes) {
            return new ModulaLocator(KeyHash::oneAtATime, nodes.size());
        }
    },
    /** spymemcached's {@code KetamaConnectionFactory}; xmemcached's gwhalin mode agrees with it for addresses. */
    SPYMEMCACHED_KETAMA(false) {
        @Override
        NodeLocator create(List<NodeLocation> nodes) {
            return md5Unweighted(nodes, Placement::socketAddressText);
        }
    },
    /** spymemcached's default: {@link String#hashCode} modulo the number of nodes. */
    SPYMEMCACHED_MODULA(false) {
        @Override
        NodeLocator create(List<NodeLocation> nodes) {
            return new ModulaLocator(KeyHash::stringHashCode, nodes.size());
        }
    },
    /** xmemcached's ketama. A node's weight multiplies its points. The addresses must be known. */
    XMEMCACHED_KETAMA(true) {
        @Override
        NodeLocator create(List<NodeLocation> nodes) {
            KetamaContinuum.Builder continuum = new KetamaContinuum.Builder(KeyHash::md5, nodes.size());
            for (int i = 0; i < nodes.size(); i++) {
                NodeLocation node = nodes.get(i);
                if (node.ipAddress().isEmpty()) {
                    throw new IllegalArgumentException(
                            "ipAddress must be known: placement=" + this + ", host=" + node.host());
                }
                String name = node.host() + "/" + node.ipAddress() + ":" + node.port();
                addMd5Points(continuum, i, name, Math.multiplyExact(MD5_ROUNDS, node.weight()));
            }
            return continuum.build();
        }
    },
    /** twemproxy's ketama with its default hash of keys, {@code fnv1a_64}, for servers without a name of their own. */
    TWEMPROXY(true) {
        @Override
        NodeLocator create(List<NodeLocation> nodes) {
            return md5Weighted(KeyHash::fnv1a64Truncated, nodes);
        }
    };

    private static final int POINTS_PER_DIGEST = Md5.DIGEST_WORDS;
    private static final int MD5_POINTS = 160;
    private static final int MD5_ROUNDS = MD5_POINTS / POINTS_PER_DIGEST;
    private static final int UNWEIGHTED_POINTS = 100;

    /** What libmemcached adds before it rounds down. */
    private static final double ROUNDING_GUARD = 0.0000000001;

    private final boolean weighted;

    Placement(boolean weighted) {
        this.weighted = weighted;
    }

    /**
     * Tells whether nodes may have different weights.
     *
     * @return true if they may
     */
    public boolean isWeighted() {
        return weighted;
    }

    /**
     * Makes a locator.
     *
     * @param nodes the nodes; their order counts where keys are distributed by a modulus
     * @return the locator, whose answers are places in this list
     * @throws IllegalArgumentException if there is no node, or a node has another weight than the default and the placement knows no
     *     weights, or an address that the placement needs is not known
     */
    public NodeLocator locator(List<NodeLocation> nodes) {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one node: nodeCount=0");
        }
        for (NodeLocation node : nodes) {
            if (!weighted && node.weight() != NodeLocation.DEFAULT_WEIGHT) {
                throw new IllegalArgumentException(
                        "weight must be the default where the placement knows none: placement=" + this + ", host="
                                + node.host() + ", weight=" + node.weight());
            }
        }
        return create(List.copyOf(nodes));
    }

    abstract NodeLocator create(List<NodeLocation> nodes);

    private static NodeLocator md5Unweighted(List<NodeLocation> nodes, Function<NodeLocation, String> name) {
        KetamaContinuum.Builder continuum = new KetamaContinuum.Builder(KeyHash::md5, nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            addMd5Points(continuum, i, name.apply(nodes.get(i)), MD5_ROUNDS);
        }
        return continuum.build();
    }

    private static NodeLocator md5Weighted(KeyHash keyHash, List<NodeLocation> nodes) {
        KetamaContinuum.Builder continuum = new KetamaContinuum.Builder(keyHash, nodes.size());
        long totalWeight = nodes.stream().mapToLong(NodeLocation::weight).sum();
        for (int i = 0; i < nodes.size(); i++) {
            NodeLocation node = nodes.get(i);
            addMd5Points(
                    continuum, i, portUnlessDefault(node), weightedRounds(node.weight(), totalWeight, nodes.size()));
        }
        return continuum.build();
    }

    /** libmemcached computes in floats, and a node's share depends on how they round. */
    private static int weightedRounds(int weight, long totalWeight, int nodeCount) {
        float share = (float) weight / (float) totalWeight;
        float rounds = share * MD5_POINTS / POINTS_PER_DIGEST * (float) nodeCount;
        return (int) Math.floor((float) (rounds + ROUNDING_GUARD));
    }

    private static void addMd5Points(KetamaContinuum.Builder continuum, int node, String name, int rounds) {
        for (int i = 0; i < rounds; i++) {
            for (int point : Md5.words(bytes(name + "-" + i))) {
                continuum.add(point, node);
            }
        }
    }

    private static String portUnlessDefault(NodeLocation node) {
        return node.port() == NodeLocation.DEFAULT_PORT ? node.host() : node.host() + ":" + node.port();
    }

    /** What {@code InetSocketAddress.toString()} says, without a slash at the start. */
    private static String socketAddressText(NodeLocation node) {
        if (node.host().equals(node.ipAddress())) {
            return node.ipAddress() + ":" + node.port();
        }
        String address = node.ipAddress().isEmpty() ? "<unresolved>" : node.ipAddress();
        return node.host() + "/" + address + ":" + node.port();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
