package io.slabcache.store;

import java.nio.ByteBuffer;

/**
 * Room for one item whose value arrives in pieces. Nobody sees the item before {@link #commit}. Not safe for use by
 * several threads at once; a reservation left open holds its memory, so close it.
 */
public interface Reservation extends AutoCloseable {
    /**
     * Returns how many bytes of the value are still to come.
     *
     * @return bytes, 0 when the item is ready to be committed
     */
    int remaining();

    /**
     * Appends a piece of the value.
     *
     * @param source holds the piece
     * @param offset where the piece starts
     * @param length the piece's length in bytes
     * @throws IndexOutOfBoundsException if the range is not inside {@code source}
     * @throws ValueLengthException if the piece is longer than {@link #remaining()}
     * @throws IllegalStateException if the reservation was committed or aborted
     */
    void fill(byte[] source, int offset, int length);

    /**
     * Appends a piece of the value: the bytes between the buffer's position and limit, which are consumed.
     *
     * @param source a heap or direct buffer
     * @throws ValueLengthException if the piece is longer than {@link #remaining()}
     * @throws IllegalStateException if the reservation was committed or aborted
     */
    void fill(ByteBuffer source);

    /**
     * Makes the item visible under the given condition and ends the reservation, whatever the outcome. With
     * {@link WriteMode#APPEND} or {@link WriteMode#PREPEND} the value is added to that of the present item, which keeps its expiry time
     * and its client flags.
     *
     * @param mode the condition on the key's presence
     * @param casToken the CAS token the present item must have, or 0 for any
     * @return {@link StoreOutcome#DONE}, {@link StoreOutcome#EXISTS}, {@link StoreOutcome#NOT_FOUND},
     *     {@link StoreOutcome#TOO_LARGE} or {@link StoreOutcome#OUT_OF_MEMORY}
     * @throws ValueLengthException if bytes of the value are missing; the reservation stays open
     * @throws IllegalStateException if the reservation was committed or aborted before
     */
    StoreOutcome commit(WriteMode mode, long casToken);

    /**
     * Returns the token that a successful {@link #commit} gave to the item.
     *
     * @return the token, or 0 if the item was not stored
     */
    long casToken();

    /** Gives the memory back; does nothing after {@link #commit} or an earlier abort. */
    void abort();

    /** Same as {@link #abort()}. */
    @Override
    default void close() {
        abort();
    }
}
