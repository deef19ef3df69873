package io.slabcache.concurrency;

import io.slabcache.store.RemovalCause;
import io.slabcache.store.Reservation;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.WriteMode;
import io.slabcache.store.engine.SlabEngine;
import io.slabcache.store.engine.SmallEngines;
import io.slabcache.store.testing.ForwardingStore;
import io.slabcache.store.testing.HeapMemory;
import java.nio.ByteBuffer;

/** Stores with one fault each, which Lincheck must find. */
public final class FaultyOperations {
    private FaultyOperations() {}

    /** Memory in which the version of a bucket never changes, so that no reader notices a change. */
    private static final class UnversionedMemory extends HeapMemory {
        private static final int LINE_SIZE = 64;

        UnversionedMemory(long capacity) {
            super(capacity);
        }

        private boolean isNextVersion(long offset, long value) {
            return offset % LINE_SIZE == 0 && value == getLong(offset) + 1;
        }

        @Override
        public void putLong(long base, int displacement, long value) {
            if (!isNextVersion(base + displacement, value)) {
                super.putLong(base, displacement, value);
            }
        }

        @Override
        public void putLongRelease(long offset, long value) {
            if (!isNextVersion(offset, value)) {
                super.putLongRelease(offset, value);
            }
        }
    }

    /** Readers do not see that an item changes under their hands. */
    public static final class ChangesUnseen extends EvictingOperations.InHeap {
        public ChangesUnseen() {
            super(UnversionedMemory::new);
        }
    }

    /** Nobody is told what was evicted, as if the items had been lost. */
    public static final class EvictionsUntold extends EvictingOperations.InHeap {
        @Override
        boolean hears(RemovalCause cause) {
            return cause != RemovalCause.EVICTED;
        }
    }

    /** The same over memory outside of the heap. */
    public static final class EvictionsUntoldOutsideHeap extends EvictingOperations {
        public EvictionsUntoldOutsideHeap() {
            super(SmallEngines::memory);
        }

        @Override
        boolean hears(RemovalCause cause) {
            return cause != RemovalCause.EVICTED;
        }
    }

    /** Two adds of one key may both be done. */
    public static final class AddInTwoSteps extends EvictingOperations.InHeap {
        @Override
        SlabStore wrap(SlabEngine opened) {
            return new TwoStepAdds(opened);
        }
    }

    /** The chunk of a reservation that is given up is never given back. */
    public static final class ReservationsLeaked extends EvictingOperations.InHeap {
        @Override
        SlabStore wrap(SlabEngine opened) {
            return new LeakyReservations(opened);
        }
    }

    private static final class TwoStepAdds extends ForwardingStore {
        TwoStepAdds(SlabStore store) {
            super(store);
        }

        @Override
        public StoreOutcome write(
                WriteMode mode,
                long casToken,
                byte[] key,
                int keyOffset,
                int keyLength,
                byte[] value,
                int valueOffset,
                int valueLength,
                long expiryMillis,
                int clientFlags) {
            boolean adds = mode == WriteMode.ADD;
            if (adds && contains(key, keyOffset, keyLength)) {
                return StoreOutcome.EXISTS;
            }
            return super.write(
                    adds ? WriteMode.SET : mode,
                    casToken,
                    key,
                    keyOffset,
                    keyLength,
                    value,
                    valueOffset,
                    valueLength,
                    expiryMillis,
                    clientFlags);
        }
    }

    private static final class LeakyReservations extends ForwardingStore {
        LeakyReservations(SlabStore store) {
            super(store);
        }

        @Override
        public Reservation reserve(
                byte[] key, int keyOffset, int keyLength, int valueLength, long expiryMillis, int clientFlags) {
            Reservation reservation = super.reserve(key, keyOffset, keyLength, valueLength, expiryMillis, clientFlags);
            return new Reservation() {
                @Override
                public int remaining() {
                    return reservation.remaining();
                }

                @Override
                public void fill(byte[] source, int offset, int length) {
                    reservation.fill(source, offset, length);
                }

                @Override
                public void fill(ByteBuffer source) {
                    reservation.fill(source);
                }

                @Override
                public StoreOutcome commit(WriteMode mode, long expectedToken) {
                    return reservation.commit(mode, expectedToken);
                }

                @Override
                public long casToken() {
                    return reservation.casToken();
                }

                @Override
                public void abort() {}
            };
        }
    }
}
