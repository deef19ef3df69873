package io.slabcache.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.store.SlabStore;
import io.slabcache.store.testing.EngineStores;
import io.slabcache.store.testing.ManualClock;
import io.slabcache.store.testing.StoreSpec;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The audit agrees with an engine in which everything has happened, and finds out every count that is off. */
final class EngineAuditTest {
    private final ManualClock clock = new ManualClock();
    private final SlabEngine engine = (SlabEngine) EngineStores.open(new StoreSpec(clock), 2 << 20);

    @AfterEach
    void close() {
        engine.close();
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    /** Fills the store until it evicts, moves pages, chains, expires and clears. */
    private void live() {
        set(0, 6000, 150);
        engine.clear();
        set(3000, 9000, 120);
        set(0, 600, 9000);
        for (int number = 0; number < 9000; number += 7) {
            engine.delete(key(number));
            engine.getValue(key(number + 1));
        }
        clock.advance(20);
        engine.maintain();
        set(10_000, 10_060, 70_000);
        set(9000, 9900, 400);
    }

    private void set(int from, int to, int length) {
        for (int number = from; number < to; number++) {
            long expiry = number % 5 == 0 ? clock.in(number % 3 == 0 ? 10 : 1000) : SlabStore.NO_EXPIRY;
            engine.set(key(number), new byte[length + number % 90], expiry);
        }
    }

    @Test
    void liveEngine_nothingOff_noDrift() {
        assertThat(EngineAudit.drifts(engine)).as("of an empty engine").isEmpty();
        live();
        assertThat(engine.statistics().evicted()).isPositive();
        assertThat(engine.statistics().expired()).isPositive();
        assertThat(engine.statistics().cleared()).isPositive();
        assertThat(engine.statistics().pagesMoved()).isPositive();
        assertThat(EngineAudit.drifts(engine)).isEmpty();
    }

    @Test
    void openReservation_isFoundAsALeak_untilItIsAborted() {
        live();
        var reservation = engine.reserve(key(1), 0, 4, 100, SlabStore.NO_EXPIRY, 0);
        assertThat(EngineAudit.drifts(engine)).isNotEmpty();
        assertThat(reservation).isNotNull();
        reservation.abort();
        assertThat(EngineAudit.drifts(engine)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Drift.class)
    void driftedEngine_anyDrift_isFoundOut(Drift drift) {
        live();
        engine.inspect(drift::cause);
        assertThat(EngineAudit.drifts(engine)).as("drifts after %s", drift).isNotEmpty();
    }

    /** What may go wrong with an engine's accounts. */
    enum Drift {
        ITEM_COUNTED_TWICE {
            @Override
            void cause(EngineContext context) {
                context.stripes[0].items++;
            }
        },
        ENTRY_NOT_COUNTED {
            @Override
            void cause(EngineContext context) {
                context.stripes[1].entries--;
            }
        },
        PAYLOAD_NOT_GIVEN_BACK {
            @Override
            void cause(EngineContext context) {
                context.stripes[0].payloadBytes += 8;
            }
        },
        CHUNK_LEAKED {
            @Override
            void cause(EngineContext context) {
                SlabClass slabClass = anyItemsClass(context);
                locked(slabClass, () -> {
                    if (slabClass.allocate() == 0) {
                        throw new AssertionError("no chunk is free");
                    }
                });
            }
        },
        CHUNK_FREED_WHILE_LINKED {
            @Override
            void cause(EngineContext context) {
                long item = anyItem(context, candidate -> true);
                SlabClass slabClass = context.classOfChunk(item);
                locked(slabClass, () -> slabClass.free(item));
            }
        },
        INDEX_BLOCK_LEAKED {
            @Override
            void cause(EngineContext context) {
                context.indexBlocks.take();
            }
        },
        QUEUE_BLOCK_LEAKED {
            @Override
            void cause(EngineContext context) {
                context.queueBlocks.take();
            }
        },
        BLOCK_GIVEN_BACK_TWICE {
            @Override
            void cause(EngineContext context) {
                context.queueBlocks.giveBack(context.queueBlocks.freeBlocks()[0]);
            }
        },
        PAGE_LEAKED {
            @Override
            void cause(EngineContext context) {
                SlabClass slabClass = anyItemsClass(context);
                int page = context.geometry.pageOf(anyItem(context, item -> context.classOfChunk(item) == slabClass));
                context.pages.reassign(page, PageTable.OWNER_QUEUES);
            }
        },
        ENTRY_LOST {
            @Override
            void cause(EngineContext context) {
                long item = anyItem(context, candidate -> true);
                IndexTable table = table(context.stripe(context.hashUnchecked(item)));
                int indexHash = EngineContext.indexHash(context.hashUnchecked(item));
                table.remove(indexHash, table.locationOf(indexHash, item));
                context.stripe(context.hashUnchecked(item)).entries--;
            }
        },
        ENTRY_DOUBLE {
            @Override
            void cause(EngineContext context) {
                long item = anyItem(context, candidate -> true);
                Stripe stripe = context.stripe(context.hashUnchecked(item));
                int indexHash = EngineContext.indexHash(context.hashUnchecked(item));
                table(stripe).insert(indexHash, IndexEntry.of(indexHash, item, 0));
                stripe.entries++;
            }
        },
        VERSION_LEFT_ODD {
            @Override
            void cause(EngineContext context) {
                IndexTable table = table(context.stripes[0]);
                table.beginChange(table.bucketAt(3));
            }
        },
        QUEUE_LEFT {
            @Override
            void cause(EngineContext context) {
                long item = anyItem(context, candidate -> true);
                context.memory.putByte(item + ItemLayout.QUEUE_OFFSET, (byte) 0);
            }
        },
        QUEUE_EXCHANGED {
            @Override
            void cause(EngineContext context) {
                long item = anyItem(context, candidate -> true);
                int queue = context.memory.getByte(item + ItemLayout.QUEUE_OFFSET);
                int other = queue ^ (ItemLayout.QUEUE_SMALL | ItemLayout.QUEUE_MAIN);
                context.memory.putByte(item + ItemLayout.QUEUE_OFFSET, (byte) other);
            }
        },
        EXPIRY_BOUND_LOST {
            @Override
            void cause(EngineContext context) {
                long item = anyItem(
                        context,
                        candidate ->
                                ItemLayout.expiry(context.items.expiryAndKeyLength(candidate)) != ItemLayout.NEVER);
                context.pages.resetExpiryBound(context.geometry.pageOf(item));
            }
        },
        CHAIN_BROKEN {
            @Override
            void cause(EngineContext context) {
                long item = anyItem(context, context.items::isChained);
                context.items.setNextPiece(context.items.firstPiece(item), 0);
            }
        },
        KEY_OVERWRITTEN {
            @Override
            void cause(EngineContext context) {
                long item = anyItem(context, candidate -> !context.items.isChained(candidate));
                context.memory.putByte(context.items.keyOffset(item), (byte) 77);
            }
        };

        abstract void cause(EngineContext context);

        private static IndexTable table(Stripe stripe) {
            return Objects.requireNonNull(stripe.table());
        }

        private static void locked(SlabClass slabClass, Runnable action) {
            slabClass.lock.lock();
            try {
                action.run();
            } finally {
                slabClass.lock.unlock();
            }
        }

        /** Returns a linked item's first chunk. */
        private static long anyItem(EngineContext context, LongPredicate condition) {
            AtomicLong found = new AtomicLong();
            for (SlabClass slabClass : context.classes) {
                locked(slabClass, () -> {
                    for (FifoQueue queue : new FifoQueue[] {slabClass.smallQueue(), slabClass.mainQueue()}) {
                        queue.forEachLive(chunk -> {
                            if (condition.test(chunk)) {
                                found.set(chunk);
                            }
                        });
                    }
                });
            }
            if (found.get() == 0) {
                throw new AssertionError("no such item");
            }
            return found.get();
        }

        private static SlabClass anyItemsClass(EngineContext context) {
            for (SlabClass slabClass : context.classes) {
                slabClass.lock.lock();
                try {
                    if (slabClass.queuedItems() > 0 && slabClass.freeChunks() > 0) {
                        return slabClass;
                    }
                } finally {
                    slabClass.lock.unlock();
                }
            }
            throw new AssertionError("no class has items and free chunks");
        }
    }
}
