/**
 * The slab engine behind {@link io.slabcache.store.SlabStore}.
 *
 * <p>The region is cut into pages, each owned by one of four parties:
 *
 * <pre>
 *  region  +--------+--------+--------+--------+--------+-----   -----+--------+
 *          | page 0 | page 1 | page 2 | page 3 | page 4 |             | page n |
 *          | index  | class  | queues | class  | class  |             | free   |
 *          +--------+--------+--------+--------+--------+-----   -----+--------+
 *
 *  index page   4 KiB blocks of 64-byte lines: buckets, overflow buckets, ghosts      {@link IndexTable}
 *  queue page   4 KiB blocks of chunk numbers: the S3-FIFO queues                      {@link FifoQueue}
 *  class page   chunks of one size, one item or piece of an item each                  {@link SlabClass}
 *
 *  key --hash--> stripe --table--> bucket line --entry--> item line: header, key, value
 * </pre>
 *
 * <p>A read touches the bucket line and the item's lines and takes no lock; a write takes the lock of its stripe and,
 * inside it, shortly that of a slab class. {@code docs/synchronization.md} has the lock order and every shared field.
 */
package io.slabcache.store.engine;
