package io.slabcache.client.connection;

import io.slabcache.client.ClientSettings;
import io.slabcache.client.KeyCursor;
import io.slabcache.client.NodeAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The walks over keys that a client's callers have begun. Thread-safe. */
final class KeyWalks {
    private final Dialer dialer;
    private final MetadumpCursor.Pauses pauses;
    private final Set<KeyCursor> open = ConcurrentHashMap.newKeySet();

    /** Set once, before the open walks are ended. */
    private volatile boolean closed;

    KeyWalks(ClientSettings settings, HostResolver resolver, MetadumpCursor.Pauses pauses) {
        this.dialer = new Dialer(settings.connectTimeout(), resolver, TlsClient.of(settings));
        this.pauses = pauses;
    }

    /**
     * Begins a walk. Nothing is connected before it advances.
     *
     * @param nodes whose keys
     * @return a cursor, to be closed
     */
    KeyCursor walk(List<NodeAddress> nodes) {
        KeyCursor cursor = new Tracked(new MetadumpCursor(nodes, dialer, pauses));
        open.add(cursor);
        if (closed) {
            cursor.close();
            throw new IllegalStateException("client must not be closed: nodes=" + nodes);
        }
        return cursor;
    }

    /** Ends all walks. */
    void close() {
        closed = true;
        dialer.close();
        open.forEach(KeyCursor::close);
    }

    /** Forgets a cursor that is closed. */
    private final class Tracked implements KeyCursor {
        private final KeyCursor cursor;

        Tracked(KeyCursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public boolean advance() {
            return cursor.advance();
        }

        @Override
        public byte[] key() {
            return cursor.key();
        }

        @Override
        public NodeAddress node() {
            return cursor.node();
        }

        @Override
        public void close() {
            open.remove(this);
            cursor.close();
        }
    }
}
