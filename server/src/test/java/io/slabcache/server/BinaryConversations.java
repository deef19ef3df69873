package io.slabcache.server;

import static io.slabcache.server.BinaryCornerCases.counter;
import static io.slabcache.server.BinaryCornerCases.error;
import static io.slabcache.server.BinaryCornerCases.stored;
import static io.slabcache.server.Wire.request;
import static io.slabcache.server.Wire.response;
import static io.slabcache.server.WireConversation.TOKEN;
import static io.slabcache.server.WireConversation.closes;
import static io.slabcache.server.WireConversation.goesOn;

import io.slabcache.server.WireConversation.Difference;
import io.slabcache.server.WireConversation.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Conversations in the binary protocol: what is sent and what memcached 1.6.18 answers, byte by byte. The build runs the table against
 * this project's node and against Debian's memcached; how that one differs is a part of the table.
 */
public final class BinaryConversations {
    private static final String FLAGS = "cafebabe";
    private static final String STORE = FLAGS + "00000000";
    private static final String NOT_FOUND = "Not found";
    private static final String EXISTS = "Data exists for key.";
    private static final String NOT_STORED = "Not stored.";
    private static final String INVALID = "Invalid arguments";
    private static final String UNKNOWN = "Unknown command";
    private static final String ONE_TEN_NEVER = "0000000000000001" + "000000000000000a" + "00000000";
    private static final String ONE_TEN_DO_NOT_CREATE = "0000000000000001" + "000000000000000a" + "ffffffff";

    private BinaryConversations() {}

    /**
     * Returns the conversations.
     *
     * @return the table
     */
    public static List<WireConversation> all() {
        List<WireConversation> all = new ArrayList<>();
        all.add(goesOn("retrieval", retrieval()));
        all.add(goesOn("storage", storage()));
        all.add(goesOn("quiet forms", quietForms()));
        all.add(goesOn("counters", counters()));
        all.add(goesOn("expiry", expiry()));
        all.add(goesOn("the rest", rest()));
        all.add(new WireConversation(
                "unknown opcodes with key and extras",
                List.of(
                        new Step("key", request(0x60, 0, "", "cluster", ""), response(0x60, 0x81, 0, "", "", UNKNOWN)),
                        new Step(
                                "all sections",
                                request(0x3f, 0, "0102030405", "key", "value"),
                                response(0x3f, 0x81, 0, "", "", UNKNOWN))),
                false,
                Difference.LOSES_STEP));
        all.add(refused("GET with extras", 0x00, request(0x00, 0, "00000000", "k", "")));
        all.add(refused("GET with a value", 0x00, request(0x00, 0, "", "k", "v")));
        all.add(refused("GET without a key", 0x00, request(0x00, 0, "", "", "")));
        all.add(refused("SET without extras", 0x01, request(0x01, 0, "", "k", "v")));
        all.add(refused("APPEND with extras", 0x0e, request(0x0e, 0, "00000000", "k", "v")));
        all.add(refused("FLUSH with long extras", 0x08, request(0x08, 0, "0000000000000000", "", "")));
        all.add(refused("NOOP with a body", 0x0a, request(0x0a, 0, "", "", "x")));
        all.add(refused("VERSION with a key", 0x0b, request(0x0b, 0, "", "x", "")));
        all.add(refused("QUIT with a body", 0x07, request(0x07, 0, "", "", "x")));
        all.add(refused("a key of 251 bytes", 0x00, request(0x00, 0, "", "k".repeat(251), "")));
        all.add(closes("QUIT", request(0x07, 0, "", "", ""), response(0x07, 0, 0, "", "", "")));
        all.add(closes("QUITQ", request(0x17, 0, "", "", ""), ""));
        all.add(new WireConversation(
                "wrong magic in the stream",
                List.of(
                        new Step("NOOP", request(0x0a, 0, "", "", ""), response(0x0a, 0, 0, "", "", "")),
                        new Step("text", Wire.text("get k\r\nget k\r\nget k\r\nget k\r\n"), "")),
                true,
                Difference.NONE));
        all.addAll(BinaryCornerCases.all());
        return all;
    }

    private static WireConversation refused(String name, int opcode, String send) {
        return closes(name, send, response(opcode, 0x04, 0, "", "", INVALID));
    }

    private static List<Step> retrieval() {
        return List.of(
                new Step("GET miss", request(0x00, 0, "", "k", ""), response(0x00, 0x01, 0, "", "", NOT_FOUND)),
                new Step("GETQ miss", request(0x09, 0, "", "k", ""), ""),
                new Step("GETK miss", request(0x0c, 0, "", "k", ""), response(0x0c, 0x01, 0, "", "k", "")),
                new Step("GETKQ miss", request(0x0d, 0, "", "k", ""), ""),
                new Step("SET", request(0x01, 0, STORE, "k", "value"), response(0x01, 0, TOKEN, "", "", "")),
                new Step("GET", request(0x00, 0, "", "k", ""), response(0x00, 0, TOKEN, FLAGS, "", "value")),
                new Step("GETQ", request(0x09, 0, "", "k", ""), response(0x09, 0, TOKEN, FLAGS, "", "value")),
                new Step("GETK", request(0x0c, 0, "", "k", ""), response(0x0c, 0, TOKEN, FLAGS, "k", "value")),
                new Step("GETKQ", request(0x0d, 0, "", "k", ""), response(0x0d, 0, TOKEN, FLAGS, "k", "value")),
                new Step(
                        "GET with a CAS token, which plays no part",
                        request(0x00, 99, "", "k", ""),
                        response(0x00, 0, TOKEN, FLAGS, "", "value")),
                new Step("an empty value", request(0x01, 0, STORE, "e", ""), response(0x01, 0, TOKEN, "", "", "")),
                new Step("GET empty", request(0x00, 0, "", "e", ""), response(0x00, 0, TOKEN, FLAGS, "", "")),
                new Step(
                        "a key of any bytes",
                        request(0x01, 0, "0000000000000000", "\r\n \u0000\u00ff", "v"),
                        response(0x01, 0, TOKEN, "", "", "")),
                new Step(
                        "GET it",
                        request(0x00, 0, "", "\r\n \u0000\u00ff", ""),
                        response(0x00, 0, TOKEN, "00000000", "", "v")),
                new Step(
                        "a key of 250 bytes",
                        request(0x01, 0, STORE, "k".repeat(250), "v"),
                        response(0x01, 0, TOKEN, "", "", "")),
                new Step(
                        "GETK it",
                        request(0x0c, 0, "", "k".repeat(250), ""),
                        response(0x0c, 0, TOKEN, FLAGS, "k".repeat(250), "v")));
    }

    private static List<Step> storage() {
        return List.of(
                new Step("REPLACE missing", request(0x03, 0, STORE, "k", "v"), error(0x03, 0x01, NOT_FOUND)),
                new Step("APPEND missing", request(0x0e, 0, "", "k", "v"), error(0x0e, 0x05, NOT_STORED)),
                new Step("PREPEND missing", request(0x0f, 0, "", "k", "v"), error(0x0f, 0x05, NOT_STORED)),
                new Step("SET with a token, missing", request(0x01, 9, STORE, "k", "v"), error(0x01, 0x01, NOT_FOUND)),
                new Step("ADD with a token, missing", request(0x02, 9, STORE, "k", "v"), error(0x02, 0x01, NOT_FOUND)),
                new Step("ADD", request(0x02, 0, STORE, "k", "v"), stored(0x02)),
                new Step("ADD present", request(0x02, 0, STORE, "k", "w"), error(0x02, 0x02, EXISTS)),
                new Step("SET with a wrong token", request(0x01, 9, STORE, "k", "w"), error(0x01, 0x02, EXISTS)),
                new Step("APPEND with a wrong token", request(0x0e, 9, "", "k", "w"), error(0x0e, 0x02, EXISTS)),
                new Step("REPLACE", request(0x03, 0, STORE, "k", "v2"), stored(0x03)),
                new Step("APPEND", request(0x0e, 0, "", "k", "+"), stored(0x0e)),
                new Step("PREPEND", request(0x0f, 0, "", "k", "-"), stored(0x0f)),
                new Step("GET", request(0x00, 0, "", "k", ""), response(0x00, 0, TOKEN, FLAGS, "", "-v2+")),
                new Step("DELETE with a wrong token", request(0x04, 9, "", "k", ""), error(0x04, 0x02, EXISTS)),
                new Step("DELETE", request(0x04, 0, "", "k", ""), response(0x04, 0, 0, "", "", "")),
                new Step("DELETE missing", request(0x04, 0, "", "k", ""), error(0x04, 0x01, NOT_FOUND)),
                new Step("SET before too large", request(0x01, 0, STORE, "abc", "old"), stored(0x01)),
                new Step(
                        "SET too large",
                        request(0x01, 0, "0000000000000000", "abc", "x".repeat(1_048_515)),
                        error(0x01, 0x03, "Too large.")),
                new Step("the old item is gone", request(0x00, 0, "", "abc", ""), error(0x00, 0x01, NOT_FOUND)),
                new Step(
                        "SET just not too large",
                        request(0x01, 0, "0000000000000000", "abc", "x".repeat(1_048_514)),
                        stored(0x01)),
                new Step(
                        "APPEND too large",
                        request(0x0e, 0, "", "abc", "x".repeat(100)),
                        error(0x0e, 0x05, NOT_STORED)),
                new Step(
                        "SET with flags too large",
                        request(0x01, 0, STORE, "abc", "x".repeat(1_048_511)),
                        error(0x01, 0x03, "Too large.")));
    }

    private static List<Step> quietForms() {
        return List.of(
                new Step("SETQ", request(0x11, 0, STORE, "k", "1"), ""),
                new Step("ADDQ present", request(0x12, 0, STORE, "k", "1"), error(0x12, 0x02, EXISTS)),
                new Step("ADDQ", request(0x12, 0, STORE, "l", "1"), ""),
                new Step("REPLACEQ missing", request(0x13, 0, STORE, "m", "1"), error(0x13, 0x01, NOT_FOUND)),
                new Step("REPLACEQ", request(0x13, 0, STORE, "l", "2"), ""),
                new Step("APPENDQ", request(0x19, 0, "", "k", "0"), ""),
                new Step("PREPENDQ", request(0x1a, 0, "", "k", "2"), ""),
                new Step("APPENDQ missing", request(0x19, 0, "", "m", "0"), error(0x19, 0x05, NOT_STORED)),
                new Step("GETQ", request(0x09, 0, "", "k", ""), response(0x09, 0, TOKEN, FLAGS, "", "210")),
                new Step("INCREMENTQ", request(0x15, 0, ONE_TEN_NEVER, "k", ""), ""),
                new Step("DECREMENTQ", request(0x16, 0, ONE_TEN_NEVER, "k", ""), ""),
                new Step(
                        "INCREMENTQ missing",
                        request(0x15, 0, ONE_TEN_DO_NOT_CREATE, "m", ""),
                        error(0x15, 0x01, NOT_FOUND)),
                new Step(
                        "several in one packet",
                        request(0x09, 0, "", "k", "") + request(0x0d, 0, "", "m", "") + request(0x0d, 0, "", "l", ""),
                        response(0x09, 0, TOKEN, FLAGS, "", "210") + response(0x0d, 0, TOKEN, FLAGS, "l", "2")),
                new Step("DELETEQ", request(0x14, 0, "", "k", ""), ""),
                new Step("DELETEQ missing", request(0x14, 0, "", "k", ""), error(0x14, 0x01, NOT_FOUND)),
                new Step("GATQ missing", request(0x1e, 0, "00000064", "k", ""), ""),
                new Step("GATKQ missing", request(0x24, 0, "00000064", "k", ""), ""),
                new Step("GATKQ", request(0x24, 0, "00000064", "l", ""), response(0x24, 0, TOKEN, FLAGS, "l", "2")),
                new Step("FLUSHQ", request(0x18, 0, "", "", ""), ""),
                new Step("GET flushed", request(0x00, 0, "", "l", ""), error(0x00, 0x01, NOT_FOUND)));
    }

    private static List<Step> counters() {
        return List.of(
                new Step(
                        "INCREMENT missing",
                        request(0x05, 0, ONE_TEN_DO_NOT_CREATE, "c", ""),
                        error(0x05, 0x01, NOT_FOUND)),
                new Step("INCREMENT creates", request(0x05, 0, ONE_TEN_NEVER, "c", ""), counter(0x05, 10)),
                new Step("INCREMENT", request(0x05, 0, ONE_TEN_NEVER, "c", ""), counter(0x05, 11)),
                new Step("DECREMENT", request(0x06, 0, ONE_TEN_NEVER, "c", ""), counter(0x06, 10)),
                new Step("DECREMENT to fewer digits", request(0x06, 0, ONE_TEN_NEVER, "c", ""), counter(0x06, 9)),
                new Step("GET padded", request(0x00, 0, "", "c", ""), response(0x00, 0, TOKEN, "00000000", "", "9 ")),
                new Step(
                        "INCREMENT with a wrong token",
                        request(0x05, 9, ONE_TEN_NEVER, "c", ""),
                        error(0x05, 0x02, EXISTS)),
                new Step(
                        "DECREMENT below 0",
                        request(0x06, 0, "00000000000000ff" + "0000000000000000" + "00000000", "c", ""),
                        counter(0x06, 0)),
                new Step(
                        "INCREMENT to the greatest",
                        request(0x05, 0, "ffffffffffffffff" + "0000000000000000" + "00000000", "c", ""),
                        counter(0x05, -1)),
                new Step(
                        "INCREMENT beyond it",
                        request(0x05, 0, "0000000000000002" + "0000000000000000" + "00000000", "c", ""),
                        counter(0x05, 1)),
                new Step("SET a text", request(0x01, 0, STORE, "t", "abc"), stored(0x01)),
                new Step(
                        "INCREMENT a text",
                        request(0x05, 0, ONE_TEN_NEVER, "t", ""),
                        error(0x05, 0x06, "Non-numeric server-side value for incr or decr")),
                new Step("SET with flags", request(0x01, 0, STORE, "f", "99"), stored(0x01)),
                new Step("INCREMENT keeps flags", request(0x05, 0, ONE_TEN_NEVER, "f", ""), counter(0x05, 100)),
                new Step("GET with flags", request(0x00, 0, "", "f", ""), response(0x00, 0, TOKEN, FLAGS, "", "100")));
    }

    private static List<Step> expiry() {
        return List.of(
                new Step("SET", request(0x01, 0, STORE, "k", "v"), stored(0x01)),
                new Step("TOUCH", request(0x1c, 0, "00000064", "k", ""), response(0x1c, 0, TOKEN, FLAGS, "", "")),
                new Step("TOUCH missing", request(0x1c, 0, "00000064", "m", ""), error(0x1c, 0x01, NOT_FOUND)),
                new Step("GAT", request(0x1d, 0, "00000064", "k", ""), response(0x1d, 0, TOKEN, FLAGS, "", "v")),
                new Step("GAT missing", request(0x1d, 0, "00000064", "m", ""), error(0x1d, 0x01, NOT_FOUND)),
                new Step("GATK", request(0x23, 0, "00000064", "k", ""), response(0x23, 0, TOKEN, FLAGS, "k", "v")),
                new Step("GATK missing", request(0x23, 0, "00000064", "m", ""), response(0x23, 0x01, 0, "", "m", "")),
                new Step("SET that expires in 2106", request(0x01, 0, FLAGS + "ffffffff", "k", "v"), stored(0x01)),
                new Step("GET it", request(0x00, 0, "", "k", ""), response(0x00, 0, TOKEN, FLAGS, "", "v")),
                new Step("FLUSH in 2106", request(0x08, 0, "ffffffff", "", ""), response(0x08, 0, 0, "", "", "")),
                new Step("GET after it", request(0x00, 0, "", "k", ""), response(0x00, 0, TOKEN, FLAGS, "", "v")),
                new Step("FLUSH", request(0x08, 0, "", "", ""), response(0x08, 0, 0, "", "", "")),
                new Step("GET flushed", request(0x00, 0, "", "k", ""), error(0x00, 0x01, NOT_FOUND)),
                new Step("SET after it", request(0x01, 0, STORE, "k", "w"), stored(0x01)),
                new Step("GET", request(0x00, 0, "", "k", ""), response(0x00, 0, TOKEN, FLAGS, "", "w")),
                new Step(
                        "FLUSH with exptime 0", request(0x08, 0, "00000000", "", ""), response(0x08, 0, 0, "", "", "")),
                new Step("GET flushed again", request(0x00, 0, "", "k", ""), error(0x00, 0x01, NOT_FOUND)));
    }

    private static List<Step> rest() {
        return List.of(
                new Step("NOOP", request(0x0a, 0, "", "", ""), response(0x0a, 0, 0, "", "", "")),
                new Step("STAT unknown", request(0x10, 0, "", "nonsense", ""), error(0x10, 0x01, NOT_FOUND)),
                new Step("STAT detail", request(0x10, 0, "", "detail", ""), error(0x10, 0x01, NOT_FOUND)),
                new Step("STAT detail other", request(0x10, 0, "", "detail x", ""), error(0x10, 0x01, NOT_FOUND)),
                new Step("STAT conns", request(0x10, 0, "", "conns", ""), error(0x10, 0x01, NOT_FOUND)),
                new Step("STAT reset", request(0x10, 0, "", "reset", ""), response(0x10, 0, 0, "", "", "")),
                new Step("STAT detail on", request(0x10, 0, "", "detail on", ""), response(0x10, 0, 0, "", "", "")),
                new Step("SET with a prefix", request(0x01, 0, STORE, "p:1", "v"), stored(0x01)),
                new Step("APPEND with a prefix", request(0x0e, 0, "", "p:1", "w"), stored(0x0e)),
                new Step("DELETE with a prefix", request(0x04, 0, "", "p:1", ""), response(0x04, 0, 0, "", "", "")),
                new Step("GETQ with a prefix", request(0x09, 0, "", "p:1", ""), ""),
                new Step(
                        "STAT detail dump",
                        request(0x10, 0, "", "detail dump", ""),
                        response(0x10, 0, 0, "", "detailed", "PREFIX p get 1 hit 0 set 2 del 1\r\nEND\r\n")
                                + response(0x10, 0, 0, "", "", "")),
                new Step("STAT detail off", request(0x10, 0, "", "detail off", ""), response(0x10, 0, 0, "", "", "")),
                new Step(
                        "STAT sizes",
                        request(0x10, 0, "", "sizes", ""),
                        response(0x10, 0, 0, "", "sizes_status", "disabled") + response(0x10, 0, 0, "", "", "")),
                new Step("SASL without it", request(0x20, 0, "", "", ""), error(0x20, 0x81, UNKNOWN)),
                new Step(
                        "AUTH without it", request(0x21, 0, "", "PLAIN", "\u0000u\u0000p"), error(0x21, 0x81, UNKNOWN)),
                new Step("unknown opcode", request(0x50, 0, "", "", ""), error(0x50, 0x81, UNKNOWN)),
                new Step("unknown opcode with a value", request(0x50, 0, "", "", "abc"), error(0x50, 0x81, UNKNOWN)));
    }
}
