package io.slabcache.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.slabcache.protocol.testing.Exchange;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server of text commands on a map: the codec's requests in, its answers out, the way a real one uses it. */
final class HeapNode implements Exchange.Connection {
    private static final int MAX_ITEM_SIZE = 1 << 20;
    private static final int ITEM_OVERHEAD = 48 + 8 + 1 + 2;
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    /** An item; exptimes do nothing here but to be told, or to have passed. */
    private record Item(String value, int clientFlags, int exptime, long casToken, boolean fetched) {}

    private final TextRequestDecoder decoder = new TextRequestDecoder();
    private final Map<String, Item> items = new HashMap<>();
    private final ByteBuffer out = ByteBuffer.allocate(4 << 20);
    private final int piece;
    private final StringBuilder data = new StringBuilder();
    private final ByteBuffer in = ByteBuffer.allocate(4 << 20).limit(0);
    private String key = "";
    private long lastToken = 100;
    private boolean closed;
    private byte[] metaWords = {};

    /** Creates an empty node that reads what it is sent in pieces of some length. */
    HeapNode(int piece) {
        this.piece = piece;
    }

    @Override
    public Exchange.Answer exchange(byte[] sent) {
        out.clear();
        for (int from = 0; from < sent.length && !closed; from += piece) {
            in.compact().put(sent, from, Math.min(piece, sent.length - from)).flip();
            try {
                while (!closed && step()) {
                    // on to the next
                }
            } catch (MalformedFrameException e) {
                closed = true;
            }
        }
        return new Exchange.Answer(Arrays.copyOf(out.array(), out.position()), closed);
    }

    private boolean step() {
        TextRequestState state = decoder.decode(in);
        switch (state) {
            case INCOMPLETE -> {
                return false;
            }
            case COMMAND -> command();
            case KEY -> retrieve(key());
            case KEYS_END -> TextResponseEncoder.reply(out, TextReply.END);
            case DATA_HEAD -> head();
            case DATA -> data.append(new String(bytes(decoder.pieceOffset(), decoder.pieceLength()), ISO_8859_1));
            case DATA_END -> store();
            case REFUSED -> answer(decoder.error());
        }
        return true;
    }

    private byte[] bytes(int offset, int length) {
        byte[] bytes = new byte[length];
        in.get(offset, bytes);
        return bytes;
    }

    private String key() {
        return new String(decoder.copyKey(), ISO_8859_1);
    }

    private void answer(TextReply reply) {
        if (!decoder.noreply()) {
            TextResponseEncoder.reply(out, reply);
        }
    }

    private void put(String value) {
        out.put(value.getBytes(ISO_8859_1));
        TextResponseEncoder.lineEnd(out);
    }

    private @Nullable Item live(String name) {
        Item item = items.get(name);
        if (item != null && Exptime.textToExpiry(item.exptime(), 1L << 41) <= 1L << 41) {
            items.remove(name);
            return null;
        }
        return item;
    }

    private void retrieve(String name) {
        Item item = live(name);
        TextCommand command = decoder.command();
        if (item == null) {
            return;
        }
        int time = command.shape() == TextShape.TOUCHING_RETRIEVAL ? decoder.exptime() : item.exptime();
        items.put(name, new Item(item.value(), item.clientFlags(), time, item.casToken(), true));
        byte[] bytes = decoder.copyKey();
        if (command.tellsCasToken()) {
            TextResponseEncoder.valueHead(
                    out,
                    bytes,
                    0,
                    bytes.length,
                    item.clientFlags(),
                    item.value().length(),
                    item.casToken());
        } else {
            TextResponseEncoder.valueHead(
                    out,
                    bytes,
                    0,
                    bytes.length,
                    item.clientFlags(),
                    item.value().length());
        }
        put(item.value());
    }

    private void command() {
        key = key();
        switch (decoder.command()) {
            case DELETE -> answer(live(key) == null ? TextReply.NOT_FOUND : removed());
            case INCR, DECR -> count();
            case TOUCH -> {
                Item item = live(key);
                if (item != null) {
                    items.put(
                            key,
                            new Item(
                                    item.value(),
                                    item.clientFlags(),
                                    decoder.exptime(),
                                    item.casToken(),
                                    item.fetched()));
                }
                answer(item == null ? TextReply.NOT_FOUND : TextReply.TOUCHED);
            }
            case FLUSH_ALL -> {
                items.clear();
                answer(TextReply.OK);
            }
            case VERSION -> TextResponseEncoder.version(out, "1.6.18");
            case VERBOSITY -> answer(TextReply.OK);
            case QUIT -> closed = true;
            case STATS -> answer(decoder.word(1).equals("reset") ? TextReply.RESET : TextReply.END);
            case SHUTDOWN -> answer(TextReply.SHUTDOWN_NOT_ENABLED);
            case META_GET -> metaGet();
            case META_DELETE -> metaDelete();
            case META_ARITHMETIC -> metaCount();
            case META_NOOP -> answer(TextReply.META_NOOP);
            case META_DEBUG -> meta(MetaStatus.MISS, null);
            default -> answer(TextReply.ERROR);
        }
    }

    private TextReply removed() {
        items.remove(key);
        return TextReply.DELETED;
    }

    private void count() {
        Item item = live(key);
        if (item == null) {
            answer(TextReply.NOT_FOUND);
            return;
        }
        Item counted = counted(item, decoder.command() == TextCommand.INCR, decoder.delta());
        if (counted == null) {
            answer(TextReply.NOT_A_COUNTER);
        } else if (!decoder.noreply()) {
            TextResponseEncoder.counter(
                    out, Long.parseUnsignedLong(counted.value().trim()));
        }
    }

    private @Nullable Item counted(Item item, boolean up, long delta) {
        TextNumber number = new TextNumber();
        ByteBuffer text = ByteBuffer.wrap(item.value().getBytes(ISO_8859_1));
        if (!number.readUnsigned(text, 0, text.limit())) {
            return null;
        }
        BigInteger before = new BigInteger(Long.toUnsignedString(number.value()));
        BigInteger by = new BigInteger(Long.toUnsignedString(delta));
        BigInteger after =
                up ? before.add(by).mod(TWO_TO_64) : before.subtract(by).max(BigInteger.ZERO);
        String digits = after.toString();
        String padded = digits + " ".repeat(Math.max(0, item.value().length() - digits.length()));
        Item counted = new Item(padded, item.clientFlags(), item.exptime(), ++lastToken, true);
        items.put(key, counted);
        return counted;
    }

    private void head() {
        key = key();
        data.setLength(0);
        boolean meta = decoder.command() == TextCommand.META_SET;
        if (meta) {
            // the line will be gone when the data are there
            ByteBuffer words = ByteBuffer.allocate(4096);
            metaFlags(words, null);
            metaWords = Arrays.copyOf(words.array(), words.position());
        }
        int clientFlags = meta ? decoder.meta().clientFlags() : decoder.clientFlags();
        long size = (long) ITEM_OVERHEAD + key.length() + decoder.dataLength() + (clientFlags == 0 ? 0 : 4);
        if (size > MAX_ITEM_SIZE) {
            if (meta) {
                TextResponseEncoder.reply(out, TextReply.TOO_LARGE);
            } else {
                answer(TextReply.TOO_LARGE);
            }
            if (decoder.command() == TextCommand.SET) {
                items.remove(key);
            }
            decoder.skipData();
        }
    }

    private void store() {
        if (decoder.command() == TextCommand.META_SET) {
            metaSet();
            return;
        }
        boolean cas = decoder.command() == TextCommand.CAS;
        Item item = live(key);
        if (cas && item == null) {
            answer(TextReply.NOT_FOUND);
        } else if (cas && item != null && item.casToken() != decoder.casToken()) {
            answer(TextReply.EXISTS);
        } else {
            char mode = switch (decoder.command()) {
                case ADD -> 'E';
                case REPLACE -> 'R';
                case APPEND -> 'A';
                case PREPEND -> 'P';
                default -> 'S';
            };
            answer(stored(mode, decoder.clientFlags(), decoder.exptime()) ? TextReply.STORED : TextReply.NOT_STORED);
        }
    }

    private boolean stored(char mode, int clientFlags, int exptime) {
        Item item = live(key);
        String value = data.toString();
        if (mode == 'E' ? item != null : mode != 'S' && item == null) {
            return false;
        }
        Item next = new Item(value, clientFlags, exptime, ++lastToken, false);
        if (item != null && (mode == 'A' || mode == 'P')) {
            String whole = mode == 'A' ? item.value() + value : value + item.value();
            if (ITEM_OVERHEAD + key.length() + whole.length() > MAX_ITEM_SIZE) {
                return false;
            }
            next = new Item(whole, item.clientFlags(), item.exptime(), lastToken, false);
        }
        items.put(key, next);
        return true;
    }

    private void metaSet() {
        MetaFlags flags = decoder.meta();
        Item item = live(key);
        MetaStatus status;
        if (flags.has('C') && item == null) {
            status = MetaStatus.NOT_FOUND;
        } else if (flags.has('C') && item != null && item.casToken() != flags.casToken()) {
            status = MetaStatus.EXISTS;
        } else {
            status = stored(flags.mode(), flags.clientFlags(), flags.exptime())
                    ? MetaStatus.HEADER
                    : MetaStatus.NOT_STORED;
        }
        if (!(flags.has('q') && status.isQuiet(TextCommand.META_SET))) {
            TextResponseEncoder.meta(out, status);
            String words = new String(metaWords, ISO_8859_1);
            put(words.replace(" c?", " c" + (status == MetaStatus.HEADER ? lastToken : 0)));
        }
    }

    private void metaGet() {
        MetaFlags flags = decoder.meta();
        Item item = live(key);
        if (item == null) {
            meta(MetaStatus.MISS, null);
            return;
        }
        Item next = new Item(
                item.value(),
                item.clientFlags(),
                flags.has('T') ? flags.exptime() : item.exptime(),
                item.casToken(),
                true);
        items.put(key, next);
        // the hit that is told is one before this
        Item told = new Item(item.value(), item.clientFlags(), next.exptime(), item.casToken(), item.fetched());
        if (flags.has('v')) {
            metaValue(told);
        } else {
            meta(MetaStatus.HEADER, told);
        }
    }

    private void metaValue(Item item) {
        TextResponseEncoder.metaValue(out, item.value().length());
        metaFlags(out, item);
        TextResponseEncoder.lineEnd(out);
        put(item.value());
    }

    private void metaDelete() {
        MetaFlags flags = decoder.meta();
        Item item = live(key);
        if (item == null) {
            meta(MetaStatus.NOT_FOUND, null);
        } else if (flags.has('C') && item.casToken() != flags.casToken()) {
            meta(MetaStatus.EXISTS, null);
        } else {
            items.remove(key);
            meta(MetaStatus.HEADER, null);
        }
    }

    private void metaCount() {
        MetaFlags flags = decoder.meta();
        Item item = live(key);
        if (item == null && !flags.has('N')) {
            meta(MetaStatus.NOT_FOUND, null);
            return;
        }
        if (item == null) {
            item = new Item(Long.toUnsignedString(flags.initial()), 0, flags.vivifyExptime(), ++lastToken, false);
            items.put(key, item);
        } else if (flags.has('C') && item.casToken() != flags.casToken()) {
            meta(MetaStatus.EXISTS, null);
            return;
        } else {
            item = counted(item, flags.mode() == 'I' || flags.mode() == '+', flags.delta());
            if (item == null) {
                TextResponseEncoder.reply(out, TextReply.NOT_A_COUNTER);
                return;
            }
        }
        if (flags.has('T')) {
            item = new Item(item.value(), item.clientFlags(), flags.exptime(), item.casToken(), item.fetched());
            items.put(key, item);
        }
        if (flags.has('v')) {
            // memcached tells the number, not how it is stored
            metaValue(
                    new Item(item.value().trim(), item.clientFlags(), item.exptime(), item.casToken(), item.fetched()));
        } else {
            meta(MetaStatus.HEADER, item);
        }
    }

    private void meta(MetaStatus status, @Nullable Item item) {
        if (decoder.meta().has('q') && status.isQuiet(decoder.command())) {
            return;
        }
        TextResponseEncoder.meta(out, status);
        if (decoder.command() != TextCommand.META_DEBUG) {
            metaFlags(out, item);
        }
        TextResponseEncoder.lineEnd(out);
    }

    private void metaFlags(ByteBuffer target, @Nullable Item item) {
        MetaFlags flags = decoder.meta();
        boolean get = decoder.command() == TextCommand.META_GET;
        boolean set = decoder.command() == TextCommand.META_SET;
        for (int i = 0; i < flags.count(); i++) {
            char letter = flags.letter(i);
            if (letter == 'k') {
                TextResponseEncoder.metaKey(target, decoder, in);
            } else if (letter == 'O') {
                TextResponseEncoder.metaToken(target, 'O', in, flags.tokenOffset(i), flags.tokenLength(i));
            } else if (letter == 'c' && set) {
                TextResponseEncoder.metaFlag(target, 'c');
                target.put((byte) '?');
            } else if (item != null && letter == 'c') {
                TextResponseEncoder.metaNumber(target, 'c', item.casToken());
            } else if (item != null && letter == 't' && item.exptime() == 0) {
                TextResponseEncoder.metaNoExpiry(target);
            } else if (item != null && letter == 't') {
                TextResponseEncoder.metaNumber(target, 't', item.exptime());
            } else if (get && item != null && letter == 's') {
                TextResponseEncoder.metaNumber(target, 's', item.value().length());
            } else if (get && item != null && letter == 'f') {
                TextResponseEncoder.metaNumber(target, 'f', Integer.toUnsignedLong(item.clientFlags()));
            } else if (get && item != null && letter == 'h') {
                TextResponseEncoder.metaNumber(target, 'h', item.fetched() ? 1 : 0);
            }
        }
    }
}
