package io.slabcache.client.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The last requests of one caller on each of several connections, which it waits for together. */
final class SentRequests {
    /* Implementation notes

    The caller leads one connection after the other, each until its request there has ended. The first round stays only for
    a moment with each, so that a node that does not answer does not keep the others' answers in their sockets: what has not
    ended then is led by the I/O thread, or whoever comes, while the caller waits for it in the second round. The I/O thread
    also leads while the caller waits for a connection. */

    /** How long to stay with a connection while others have to be attended to. */
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(2);

    private final List<Sent> all = new ArrayList<>();

    /** A request and the connection that it was appended to. */
    private record Sent(Request request, Connection connection) {}

    /** Takes an appended {@link Request#PENDING} request, in the place of an earlier one on its connection, and sends it. */
    void add(Request request, Connection connection) {
        Sent sent = new Sent(request, connection);
        int index = indexOf(connection);
        if (index < 0) {
            all.add(sent);
        } else {
            all.set(index, sent);
        }
        connection.push(request);
    }

    /** Returns the last request on a connection, null if there is none. */
    @Nullable
    Request on(Connection connection) {
        int index = indexOf(connection);
        return index < 0 ? null : all.get(index).request();
    }

    private int indexOf(Connection connection) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).connection() == connection) {
                return i;
            }
        }
        return -1;
    }

    void clear() {
        all.clear();
    }

    /** Has answers read although the caller goes to wait for something else, perhaps until the deadline. */
    void haveServed() {
        for (Sent sent : all) {
            sent.connection().serveMeanwhile();
        }
    }

    /** Waits until all have ended, or their deadline has passed, or the caller is interrupted. */
    void await(long deadline) {
        if (all.size() > 1) {
            for (Sent sent : all) {
                long until = Math.min(deadline, System.nanoTime() + MOMENT);
                sent.connection().attendBriefly(sent.request(), until);
            }
        }
        for (Sent sent : all) {
            sent.connection().attend(sent.request());
        }
    }
}
