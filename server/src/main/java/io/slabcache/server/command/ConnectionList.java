package io.slabcache.server.command;

import io.slabcache.protocol.TextReply;
import io.slabcache.protocol.TextResponseEncoder;
import io.slabcache.server.stats.ConnectionFigure;
import java.nio.ByteBuffer;
import java.util.Iterator;

/** What {@code stats conns} answers: some lines for each open connection, of which there may be very many. */
final class ConnectionList implements LongAnswer {
    /** So many connections are told before other connections of the thread have their turn. */
    private static final int CONNECTIONS_PER_TURN = 128;

    private static final int MAX_LINE_LENGTH = 512;

    private final Iterator<ConnectionFigure> connections;
    private boolean done;

    /**
     * Begins a list.
     *
     * @param connections the connections, which may come and go meanwhile
     */
    ConnectionList(Iterator<ConnectionFigure> connections) {
        this.connections = connections;
    }

    @Override
    public Progress proceed(ByteBuffer in, Output out) {
        for (int told = 0; told < CONNECTIONS_PER_TURN; told++) {
            if (out.isFull()) {
                return Progress.BLOCKED;
            }
            if (!connections.hasNext()) {
                done = true;
                TextCommands.answer(TextReply.END, out);
                return Progress.MORE;
            }
            connections
                    .next()
                    .tell((name, value) -> TextResponseEncoder.statistic(out.room(MAX_LINE_LENGTH), name, value));
        }
        return Progress.PAUSED;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public void close() {
        // an iterator holds nothing
    }
}
