package io.slabcache.client.connection;

import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Magic;
import io.slabcache.protocol.RequestHeader;
import java.nio.ByteBuffer;

/**
 * Decides which requests go into one TLS record: whole ones, or a part of one that is longer than a record.
 *
 * <p>Memcached (seen with 1.6.18) forgets what it has decrypted and not yet read: it reads the rest of a value to the byte, and
 * if the record goes on behind it, waits for the socket to become readable, which it does not if that was all. A record that
 * ends with the value leaves nothing behind. Bytes that are not requests of the binary protocol are taken as they come.
 */
final class RecordCutter {
    /** Fits into any record and into memcached's input buffer of 16 KiB. */
    static final int MAX_LENGTH = 15 * 1024;

    private final ByteBuffer header = ByteBuffer.allocate(FrameLayout.HEADER_LENGTH);

    /** How many bytes there are to the next place where a record has to end, 0 if that is not decided. */
    private long remaining;

    /**
     * Tells how long the next record may be.
     *
     * @param sources the bytes to be sent
     * @param count how many of the array's elements count
     * @return at least 1 if there is a byte
     */
    int next(ByteBuffer[] sources, int count) {
        long available = 0;
        for (int i = 0; i < count; i++) {
            available += sources[i].remaining();
        }
        if (remaining == 0) {
            remaining = unit(sources, available);
        }
        return (int) Math.min(Math.min(remaining, MAX_LENGTH), available);
    }

    /** Takes note that bytes were put into records. */
    void taken(int length) {
        remaining -= length;
    }

    /** Returns the length of as many whole requests as a record holds, or of one that no record holds. */
    private long unit(ByteBuffer[] sources, long available) {
        long length = 0;
        int index = 0;
        int offset = 0;
        while (length < available) {
            while (sources[index].remaining() <= offset) {
                offset -= sources[index].remaining();
                index++;
            }
            if (available - length < FrameLayout.HEADER_LENGTH) {
                return length == 0 ? available : length;
            }
            long frame = frameLength(sources, index, offset);
            if (frame == 0) {
                return length == 0 ? available : length;
            }
            if (length + frame > MAX_LENGTH) {
                return length == 0 ? frame : length;
            }
            length += frame;
            offset += (int) frame;
        }
        return Math.min(length, available);
    }

    /** Returns the length of the request that begins there, 0 if none does. */
    private long frameLength(ByteBuffer[] sources, int index, int offset) {
        ByteBuffer source = sources[index];
        int begin = source.position() + offset;
        if (Byte.toUnsignedInt(source.get(begin)) != Magic.REQUEST.code()) {
            return 0;
        }
        if (source.limit() - begin >= FrameLayout.HEADER_LENGTH) {
            return FrameLayout.HEADER_LENGTH + RequestHeader.bodyLength(source, begin);
        }
        header.clear();
        int from = begin;
        for (int i = index; header.hasRemaining(); i++) {
            if (i > index) {
                from = sources[i].position();
            }
            while (header.hasRemaining() && from < sources[i].limit()) {
                header.put(sources[i].get(from++));
            }
        }
        return FrameLayout.HEADER_LENGTH + RequestHeader.bodyLength(header, 0);
    }
}
