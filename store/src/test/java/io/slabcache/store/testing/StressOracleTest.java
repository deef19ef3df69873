package io.slabcache.store.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.RemovalCause;
import io.slabcache.store.RemovalListener;
import io.slabcache.store.Reservation;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreClock;
import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import io.slabcache.store.StoreOutcome;
import io.slabcache.store.WriteMode;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stress test's oracle accepts a right store that evicts at will, and finds out every wrong one. */
class StressOracleTest {
    private static final int KEYS = 300;
    private static final long SEED = 42;

    @Test
    void rightStore_evictsAtWill_noViolation() throws InterruptedException {
        for (StressRun.End end : StressRun.End.values()) {
            StressRun.Result result = new StressRun(SEED, KEYS, 200_000, end, EvictingStore::new).run();
            assertThat(result.violations()).isEmpty();
            if (result.statistics() != null) {
                assertThat(result.statistics().evicted()).isPositive();
                assertThat(result.statistics().expired()).isPositive();
                assertThat(result.statistics().cleared()).isPositive();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void wrongStore_anyFault_isFoundOut(Fault fault) throws InterruptedException {
        StressRun run = new StressRun(SEED, KEYS, 300_000, StressRun.End.AT_REST, fault::open);
        assertThat(run.run().violations())
                .as("violations of a store with %s", fault)
                .isNotEmpty();
    }

    private static boolean oneIn(int chances) {
        return ThreadLocalRandom.current().nextInt(chances) == 0;
    }

    /** What a store may do wrong. */
    enum Fault {
        TORN_VALUE {
            @Override
            SlabStore open(StoreSpec spec) {
                Map<ByteBuffer, byte[]> earlier = new ConcurrentHashMap<>();
                return new EvictingStore(spec) {
                    @Override
                    public @Nullable StoreItem get(byte[] key, int offset, int length) {
                        StoreItem item = super.get(key, offset, length);
                        if (item != null) {
                            byte[] value = item.value();
                            byte[] other = earlier.put(ByteBuffer.wrap(key), value.clone());
                            if (other != null && other.length == value.length && oneIn(20)) {
                                System.arraycopy(other, 0, value, 0, value.length / 2);
                            }
                        }
                        return item;
                    }
                };
            }
        },
        LOST_UPDATE {
            @Override
            SlabStore open(StoreSpec spec) {
                return new FaultyWrites(spec) {
                    @Override
                    StoreOutcome write(WriteMode mode, long token, byte[] key, byte[] value, long expiry, int flags) {
                        return mode == WriteMode.SET && token == 0 && oneIn(500)
                                ? StoreOutcome.DONE
                                : super.write(mode, token, key, value, expiry, flags);
                    }
                };
            }
        },
        LOST_ENTRY {
            @Override
            SlabStore open(StoreSpec spec) {
                return new FaultyWrites(spec) {
                    @Override
                    StoreOutcome write(WriteMode mode, long token, byte[] key, byte[] value, long expiry, int flags) {
                        StoreOutcome outcome = super.write(mode, token, key, value, expiry, flags);
                        if (oneIn(500)) {
                            delete(key);
                        }
                        return outcome;
                    }
                };
            }
        },
        LEAK_OF_A_REFUSED_WRITE {
            @Override
            SlabStore open(StoreSpec spec) {
                return new FaultyWrites(spec) {
                    @Override
                    StoreOutcome write(WriteMode mode, long token, byte[] key, byte[] value, long expiry, int flags) {
                        StoreOutcome outcome = super.write(mode, token, key, value, expiry, flags);
                        if (outcome == StoreOutcome.EXISTS && oneIn(50)) {
                            super.write(WriteMode.SET, 0, key, value, expiry, flags);
                        }
                        return outcome;
                    }
                };
            }
        },
        TOKEN_IGNORED {
            @Override
            SlabStore open(StoreSpec spec) {
                return new FaultyWrites(spec) {
                    @Override
                    StoreOutcome write(WriteMode mode, long token, byte[] key, byte[] value, long expiry, int flags) {
                        return super.write(mode, 0, key, value, expiry, flags);
                    }
                };
            }
        },
        RESURRECTED_ENTRY {
            @Override
            SlabStore open(StoreSpec spec) {
                return new EvictingStore(spec) {
                    @Override
                    public StoreOutcome delete(byte[] key, int offset, int length, long token) {
                        StoreItem item = get(key, offset, length);
                        StoreOutcome outcome = super.delete(key, offset, length, token);
                        if (item != null && oneIn(100)) {
                            write(
                                    WriteMode.ADD,
                                    0,
                                    ByteBuffer.wrap(key),
                                    ByteBuffer.wrap(item.value()),
                                    item.expiryMillis(),
                                    item.clientFlags());
                        }
                        return outcome;
                    }
                };
            }
        },
        STALE_READ {
            @Override
            SlabStore open(StoreSpec spec) {
                Map<ByteBuffer, StoreItem> earlier = new ConcurrentHashMap<>();
                return new EvictingStore(spec) {
                    @Override
                    public @Nullable StoreItem get(byte[] key, int offset, int length) {
                        StoreItem item = super.get(key, offset, length);
                        StoreItem other = item == null ? null : earlier.put(ByteBuffer.wrap(key), item);
                        return other != null && oneIn(500) ? other : item;
                    }
                };
            }
        },
        EXPIRED_ENTRY {
            @Override
            SlabStore open(StoreSpec spec) {
                StoreClock late = () -> spec.clock().millis() - 2;
                return new EvictingStore(new StoreSpec(late, 0, 0, spec.listener(), spec.causes()));
            }
        },
        DUPLICATE_ENTRY {
            @Override
            SlabStore open(StoreSpec spec) {
                return new EvictingStore(spec) {
                    @Override
                    public StoreCursor entries() {
                        return new RepeatingCursor(super.entries());
                    }
                };
            }
        },
        SURVIVOR_OF_A_CLEAR {
            @Override
            SlabStore open(StoreSpec spec) {
                return new EvictingStore(spec) {
                    @Override
                    public void clear() {
                        for (int i = 0; i < 20; i++) {
                            byte[] key = StressValue.keyOf(i);
                            StoreItem item = get(key);
                            if (item != null) {
                                super.clear();
                                add(key, item.value(), item.expiryMillis());
                                return;
                            }
                        }
                        super.clear();
                    }
                };
            }
        },
        COMMIT_OF_AN_ABORTED_RESERVATION {
            @Override
            SlabStore open(StoreSpec spec) {
                return new EvictingStore(spec) {
                    @Override
                    public Reservation reserve(
                            byte[] key, int offset, int length, int valueLength, long expiry, int flags) {
                        Reservation reservation =
                                Objects.requireNonNull(super.reserve(key, offset, length, valueLength, expiry, flags));
                        return new CommittingReservation(reservation);
                    }
                };
            }
        },
        REMOVAL_TOLD_TWICE {
            @Override
            SlabStore open(StoreSpec spec) {
                return withListener(spec, (listener, removal) -> {
                    removal.run();
                    if (oneIn(100)) {
                        removal.run();
                    }
                });
            }
        },
        REMOVAL_NOT_TOLD {
            @Override
            SlabStore open(StoreSpec spec) {
                return withListener(spec, (listener, removal) -> {
                    if (!oneIn(100)) {
                        removal.run();
                    }
                });
            }
        },
        DELETED_TOLD_AS_EVICTED {
            @Override
            SlabStore open(StoreSpec spec) {
                RemovalListener listener = Objects.requireNonNull(spec.listener());
                return new EvictingStore(spec) {
                    @Override
                    public StoreOutcome delete(byte[] key, int offset, int length, long token) {
                        StoreItem item = get(key, offset, length);
                        StoreOutcome outcome = super.delete(key, offset, length, token);
                        if (item != null && outcome == StoreOutcome.DONE) {
                            listener.onRemoval(key, item, RemovalCause.EVICTED);
                        }
                        return outcome;
                    }
                };
            }
        },
        MISCOUNT {
            @Override
            SlabStore open(StoreSpec spec) {
                return new EvictingStore(spec) {
                    @Override
                    public long size() {
                        return super.size() + 1;
                    }
                };
            }
        };

        abstract SlabStore open(StoreSpec spec);

        private static SlabStore withListener(StoreSpec spec, Telling telling) {
            RemovalListener listener = Objects.requireNonNull(spec.listener());
            RemovalListener faulty =
                    (key, item, cause) -> telling.tell(listener, () -> listener.onRemoval(key.clone(), item, cause));
            return new EvictingStore(new StoreSpec(spec.clock(), 0, 0, faulty, spec.causes()));
        }
    }

    /** How a removal is told. */
    private interface Telling {
        void tell(RemovalListener listener, Runnable removal);
    }

    /** A right store that pushes items out without need. */
    private static class EvictingStore extends ForwardingStore {
        private final HeapStore heap;

        EvictingStore(StoreSpec spec) {
            this(new HeapStore(spec));
        }

        private EvictingStore(HeapStore heap) {
            super(heap);
            this.heap = heap;
        }

        @Override
        public void maintain() {
            for (int i = 0; i < KEYS / 4; i++) {
                heap.evict(StressValue.keyOf(ThreadLocalRandom.current().nextInt(KEYS)));
            }
            super.maintain();
        }
    }

    /** Leads both forms of a write through one. */
    private static class FaultyWrites extends EvictingStore {
        FaultyWrites(StoreSpec spec) {
            super(spec);
        }

        StoreOutcome write(WriteMode mode, long token, byte[] key, byte[] value, long expiry, int flags) {
            return super.write(mode, token, ByteBuffer.wrap(key), ByteBuffer.wrap(value), expiry, flags);
        }

        @Override
        public StoreOutcome write(
                WriteMode mode, long token, ByteBuffer key, ByteBuffer value, long expiry, int flags) {
            byte[] keyBytes = new byte[key.remaining()];
            byte[] valueBytes = new byte[value.remaining()];
            key.duplicate().get(keyBytes);
            value.duplicate().get(valueBytes);
            return write(mode, token, keyBytes, valueBytes, expiry, flags);
        }
    }

    /** Comes back to its first item when it is through. */
    private static final class RepeatingCursor implements StoreCursor {
        private final StoreCursor cursor;
        private byte @Nullable [] firstKey;
        private @Nullable StoreItem firstItem;
        private boolean repeating;

        RepeatingCursor(StoreCursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public boolean advance() {
            if (cursor.advance()) {
                if (firstKey == null) {
                    firstKey = cursor.key();
                    firstItem = cursor.item();
                }
                return true;
            }
            boolean again = !repeating && firstKey != null;
            repeating = true;
            return again;
        }

        @Override
        public byte[] key() {
            return repeating ? Objects.requireNonNull(firstKey) : cursor.key();
        }

        @Override
        public StoreItem item() {
            return repeating ? Objects.requireNonNull(firstItem) : cursor.item();
        }
    }

    /** Commits when it is told to abort. */
    private static final class CommittingReservation implements Reservation {
        private final Reservation reservation;
        private boolean ended;

        CommittingReservation(Reservation reservation) {
            this.reservation = reservation;
        }

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
        public StoreOutcome commit(WriteMode mode, long casToken) {
            ended = true;
            return reservation.commit(mode, casToken);
        }

        @Override
        public long casToken() {
            return reservation.casToken();
        }

        @Override
        public void abort() {
            if (!ended && reservation.remaining() == 0) {
                ended = true;
                reservation.commit(WriteMode.SET, 0);
            }
        }
    }
}
