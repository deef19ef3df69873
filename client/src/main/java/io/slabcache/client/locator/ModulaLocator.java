package io.slabcache.client.locator;

import java.util.function.IntPredicate;

/** The key's hash modulo the number of nodes. A change of the nodes moves nearly all keys. */
final class ModulaLocator implements NodeLocator {
    private final KeyHash keyHash;
    private final int nodeCount;

    ModulaLocator(KeyHash keyHash, int nodeCount) {
        this.keyHash = keyHash;
        this.nodeCount = nodeCount;
    }

    @Override
    public int nodeCount() {
        return nodeCount;
    }

    @Override
    public int locate(byte[] key) {
        return Integer.remainderUnsigned(keyHash.hash(key), nodeCount);
    }

    @Override
    public int locate(byte[] key, IntPredicate usable) {
        int first = locate(key);
        for (int i = 0; i < nodeCount; i++) {
            int node = (int) (((long) first + i) % nodeCount);
            if (usable.test(node)) {
                return node;
            }
        }
        return NONE;
    }
}
