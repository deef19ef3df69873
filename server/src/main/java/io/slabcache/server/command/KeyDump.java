package io.slabcache.server.command;

import io.slabcache.protocol.TextReply;
import io.slabcache.store.SlabStore;
import io.slabcache.store.StoreCursor;
import io.slabcache.store.StoreItem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;

/** All keys, one line each. */
final class KeyDump implements LongAnswer {
    /** So many items are told before other connections of the thread have their turn. */
    private static final int ITEMS_PER_TURN = 128;

    private static final long MILLIS_PER_SECOND = 1000;
    /** How long one byte of a key may become in a URI. */
    static final int MAX_ESCAPED_LENGTH = 3;

    /** How a line looks. */
    enum Form {
        /** Everything that is known of the item but its value. */
        METADUMP(TextReply.END.text()) {
            @Override
            void put(ByteBuffer out, KeyDump dump, byte[] key, StoreItem item) {
                int size = dump.itemLength(key, item);
                long expiry = item.expiryMillis();
                out.put(ascii("key="));
                putEscaped(out, key, key.length);
                out.put(ascii(" exp=" + (expiry == SlabStore.NO_EXPIRY ? -1 : seconds(expiry))
                        + " la=" + SlabStore.writtenMillis(item.casToken()) / MILLIS_PER_SECOND
                        + " cas=" + Long.toUnsignedString(item.casToken())
                        + " fetch=" + (item.wasHit() ? "yes" : "no")
                        + " cls=" + dump.classes.of(size)
                        + " size=" + size
                        + " flags=" + Integer.toUnsignedString(item.clientFlags())
                        + "\n"));
            }
        },
        /** The value's length and the expiry time, as old tools ask for them. */
        CACHEDUMP(TextReply.END.text()) {
            @Override
            void put(ByteBuffer out, KeyDump dump, byte[] key, StoreItem item) {
                long expiry = item.expiryMillis();
                out.put(ascii("ITEM "))
                        .put(key)
                        .put(ascii(" [" + item.valueLength() + " b; "
                                + (expiry == SlabStore.NO_EXPIRY ? 0 : seconds(expiry)) + " s]\r\n"));
            }
        },
        /** A command that gets the item. */
        MGDUMP("EN") {
            @Override
            void put(ByteBuffer out, KeyDump dump, byte[] key, StoreItem item) {
                out.put(ascii("mg "));
                if (isPlain(key)) {
                    out.put(key).put(ascii("\r\n"));
                } else {
                    out.put(Base64.getEncoder().encode(key)).put(ascii(" b\r\n"));
                }
            }
        };

        private final String end;

        Form(String end) {
            this.end = end;
        }

        /** Writes an item's line, for which there is room. */
        abstract void put(ByteBuffer out, KeyDump dump, byte[] key, StoreItem item);
    }

    private final Form form;
    private final SlabStore store;
    private final StoreCursor cursor;
    private final ClassNumbers classes;
    private final BitSet wantedClasses;
    private long left;
    private boolean done;

    /**
     * Begins a dump.
     *
     * @param wantedClasses the numbers of the slab classes whose keys are told, empty for all
     * @param limit how many keys are told at most
     */
    KeyDump(Form form, SlabStore store, BitSet wantedClasses, long limit) {
        this.left = limit;
        this.form = form;
        this.store = store;
        this.cursor = store.entriesWithoutValues();
        this.classes = new ClassNumbers(store);
        this.wantedClasses = wantedClasses;
    }

    @Override
    public Progress proceed(ByteBuffer in, Output out) {
        for (int told = 0; told < ITEMS_PER_TURN; told++) {
            if (out.isFull()) {
                return Progress.BLOCKED;
            }
            if (left == 0 || !cursor.advance()) {
                done = true;
                out.room(form.end.length() + 2).put(ascii(form.end)).put(ascii("\r\n"));
                return Progress.MORE;
            }
            byte[] key = cursor.key();
            StoreItem item = cursor.item();
            if (wantedClasses.isEmpty() || wantedClasses.get(classes.of(itemLength(key, item)))) {
                left--;
                form.put(out.room(HeadedValue.MAX_HEAD_LENGTH + MAX_ESCAPED_LENGTH * key.length), this, key, item);
            }
        }
        return Progress.PAUSED;
    }

    private int itemLength(byte[] key, StoreItem item) {
        return store.itemLength(key.length, item.valueLength(), item.clientFlags());
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public void close() {
        // a cursor holds nothing
    }

    /** Returns the first second at which an item is gone. */
    private static long seconds(long expiryMillis) {
        return -Math.floorDiv(-expiryMillis, MILLIS_PER_SECOND);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Tells whether a key can stand in a text command as it is. */
    private static boolean isPlain(byte[] key) {
        for (byte b : key) {
            if (b <= ' ' || b == 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** Writes a key as a part of a URI. */
    static void putEscaped(ByteBuffer out, byte[] key, int length) {
        for (int i = 0; i < length; i++) {
            byte b = key[i];
            boolean plain = (b >= 'a' && b <= 'z')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= '0' && b <= '9')
                    || b == '-'
                    || b == '.'
                    || b == '_'
                    || b == '~';
            if (plain) {
                out.put(b);
            } else {
                out.put((byte) '%').put(hex(b >> 4)).put(hex(b));
            }
        }
    }

    private static byte hex(int digit) {
        return (byte) "0123456789ABCDEF".charAt(digit & 0xf);
    }
}
