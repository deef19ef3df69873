package io.slabcache.server;

import static io.slabcache.server.Wire.request;
import static io.slabcache.server.Wire.response;
import static io.slabcache.server.WireConversation.ANY_NUMBER;
import static io.slabcache.server.WireConversation.LAST_TOKEN;
import static io.slabcache.server.WireConversation.TOKEN;
import static io.slabcache.server.WireConversation.closes;
import static io.slabcache.server.WireConversation.goesOn;

import io.slabcache.server.WireConversation.Difference;
import io.slabcache.server.WireConversation.Step;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The part of {@link BinaryConversations} that plain use of a cache does not come across. */
final class BinaryCornerCases {
    private static final String FLAGS = "cafebabe";
    private static final String NEVER = "00000000";
    private static final String STORE = FLAGS + NEVER;
    private static final String THIRTY_DAYS = "00278d00";
    private static final String LONG_AGO = "00278d01";
    private static final String IN_2038 = "80000000";
    private static final String DO_NOT_CREATE = "ffffffff";
    private static final String ONE_TEN = "0000000000000001" + "000000000000000a";
    private static final String NOT_FOUND = "Not found";
    private static final String EXISTS = "Data exists for key.";
    private static final String TOO_LARGE = "Too large.";
    private static final String NON_NUMERIC = "Non-numeric server-side value for incr or decr";
    private static final String TOO_LARGE_VALUE = "x".repeat(1_048_577);
    private static final long GIBI = 1L << 30;

    private BinaryCornerCases() {}

    static List<WireConversation> all() {
        List<WireConversation> all = new ArrayList<>();
        all.add(goesOn("writes with the right token", writesWithTheToken()));
        all.add(goesOn("quiet writes with a token", quietWritesWithAToken()));
        all.add(goesOn("a touch keeps the token", touches()));
        all.add(goesOn("counters with a token", countersWithAToken()));
        all.add(goesOn("counters that are created", createdCounters()));
        all.add(goesOn("counters as strtoull takes them", texts()));
        all.add(goesOn("moments of expiry", moments()));
        all.add(goesOn("a flush to come", flushToCome()));
        all.add(goesOn("too large in a pipeline", tooLarge()));
        all.add(goesOn("fields without a meaning", meaninglessFields()));
        all.add(closes(
                "a key longer than the body",
                withBodyLength(request(0x00, 0, "", "kkkk", ""), 2),
                error(0x00, 0x81, "Unknown command")));
        all.add(closes(
                "extras longer than the body",
                withBodyLength(request(0x01, 0, STORE, "k", ""), 4),
                error(0x01, 0x81, "Unknown command")));
        all.add(refused(
                "a body of 4 GiB where none belongs", withBodyLength(request(0x00, 0, "", "k", ""), 0xffff_ffffL)));
        all.add(new WireConversation(
                "a value beyond 1 GiB",
                List.of(new Step(
                        "SET",
                        withBodyLength(request(0x01, 0, STORE, "k", ""), GIBI + 1),
                        error(0x01, 0x04, "Invalid arguments"))),
                true,
                Difference.WAITS));
        all.add(refused("STAT with extras", request(0x10, 0, "00000000", "items", "")));
        all.add(refused("DELETE with extras", request(0x04, 0, "00000000", "k", "")));
        all.add(refused("INCREMENT with short extras", request(0x05, 0, "00000000", "k", "")));
        all.add(refused("INCREMENT with a value", request(0x05, 0, ONE_TEN + NEVER, "k", "v")));
        all.add(refused("TOUCH without extras", request(0x1c, 0, "", "k", "")));
        all.add(refused("GAT without extras", request(0x1d, 0, "", "k", "")));
        all.add(refused("FLUSH with a key", request(0x08, 0, "", "k", "")));
        all.add(refused("SETQ without extras", request(0x11, 0, "", "k", "v")));
        all.add(refused("APPEND without a key", request(0x0e, 0, "", "", "v")));
        all.add(refused("QUITQ with a body", request(0x17, 0, "", "", "v")));
        return all;
    }

    private static List<Step> writesWithTheToken() {
        return List.of(
                new Step("SET", request(0x01, 0, STORE, "k", "v"), stored(0x01)),
                new Step("SET with the token", request(0x01, LAST_TOKEN, STORE, "k", "v1"), stored(0x01)),
                // against the specification, by which an ADD must fail then
                new Step("ADD over what is there", request(0x02, LAST_TOKEN, STORE, "k", "v2"), stored(0x02)),
                new Step("ADD with a wrong token", request(0x02, 9, STORE, "k", "v"), error(0x02, 0x02, EXISTS)),
                new Step("REPLACE", request(0x03, LAST_TOKEN, STORE, "k", "v3"), stored(0x03)),
                new Step("REPLACE with a wrong token", request(0x03, 9, STORE, "k", "v"), error(0x03, 0x02, EXISTS)),
                new Step("APPEND", request(0x0e, LAST_TOKEN, "", "k", "+"), stored(0x0e)),
                new Step("PREPEND", request(0x0f, LAST_TOKEN, "", "k", "-"), stored(0x0f)),
                new Step("GET", get("k"), response(0x00, 0, LAST_TOKEN, FLAGS, "", "-v3+")),
                new Step("DELETE", request(0x04, LAST_TOKEN, "", "k", ""), response(0x04, 0, 0, "", "", "")),
                new Step("GET deleted", get("k"), miss()),
                new Step("DELETE missing", request(0x04, LAST_TOKEN, "", "k", ""), error(0x04, 0x01, NOT_FOUND)),
                new Step("REPLACE missing", request(0x03, LAST_TOKEN, STORE, "k", "v"), error(0x03, 0x01, NOT_FOUND)),
                new Step("APPEND missing", request(0x0e, LAST_TOKEN, "", "k", "v"), error(0x0e, 0x05, "Not stored.")));
    }

    private static List<Step> quietWritesWithAToken() {
        return List.of(
                new Step("SET", request(0x01, 0, STORE, "k", "v"), stored(0x01)),
                new Step("SETQ, wrong", request(0x11, 9, STORE, "k", "w"), error(0x11, 0x02, EXISTS)),
                new Step("ADDQ, wrong", request(0x12, 9, STORE, "k", "w"), error(0x12, 0x02, EXISTS)),
                new Step("REPLACEQ, wrong", request(0x13, 9, STORE, "k", "w"), error(0x13, 0x02, EXISTS)),
                new Step("APPENDQ, wrong", request(0x19, 9, "", "k", "w"), error(0x19, 0x02, EXISTS)),
                new Step("PREPENDQ, wrong", request(0x1a, 9, "", "k", "w"), error(0x1a, 0x02, EXISTS)),
                new Step("DELETEQ, wrong", request(0x14, 9, "", "k", ""), error(0x14, 0x02, EXISTS)),
                new Step("GET", get("k"), response(0x00, 0, LAST_TOKEN, FLAGS, "", "v")),
                new Step("SETQ", request(0x11, LAST_TOKEN, STORE, "k", "w"), ""),
                new Step("GET the new", get("k"), response(0x00, 0, TOKEN, FLAGS, "", "w")),
                new Step("DELETEQ", request(0x14, LAST_TOKEN, "", "k", ""), ""),
                new Step("GET deleted", get("k"), miss()));
    }

    /** It does not look at a token either. */
    private static List<Step> touches() {
        return List.of(
                new Step("SET", request(0x01, 0, STORE, "k", "v"), stored(0x01)),
                new Step("TOUCH", request(0x1c, 0, THIRTY_DAYS, "k", ""), response(0x1c, 0, LAST_TOKEN, FLAGS, "", "")),
                new Step(
                        "TOUCH, wrong token",
                        request(0x1c, 9, THIRTY_DAYS, "k", ""),
                        response(0x1c, 0, LAST_TOKEN, FLAGS, "", "")),
                new Step("GAT", request(0x1d, 0, THIRTY_DAYS, "k", ""), response(0x1d, 0, LAST_TOKEN, FLAGS, "", "v")),
                new Step(
                        "GAT, wrong token",
                        request(0x1d, 9, THIRTY_DAYS, "k", ""),
                        response(0x1d, 0, LAST_TOKEN, FLAGS, "", "v")),
                new Step(
                        "GATQ, wrong token",
                        request(0x1e, 9, THIRTY_DAYS, "k", ""),
                        response(0x1e, 0, LAST_TOKEN, FLAGS, "", "v")),
                new Step(
                        "GATK, wrong token",
                        request(0x23, 9, THIRTY_DAYS, "k", ""),
                        response(0x23, 0, LAST_TOKEN, FLAGS, "k", "v")),
                new Step("TOUCH missing", request(0x1c, 9, THIRTY_DAYS, "m", ""), error(0x1c, 0x01, NOT_FOUND)),
                new Step("GET", get("k"), response(0x00, 0, LAST_TOKEN, FLAGS, "", "v")));
    }

    private static List<Step> countersWithAToken() {
        String never = ONE_TEN + NEVER;
        return List.of(
                new Step("INCREMENT creates all the same", request(0x05, 9, never, "c", ""), counter(0x05, 10)),
                new Step("INCREMENT", request(0x05, LAST_TOKEN, never, "c", ""), counter(0x05, 11)),
                new Step("DECREMENT", request(0x06, LAST_TOKEN, never, "c", ""), counter(0x06, 10)),
                new Step("DECREMENT, wrong", request(0x06, 9, never, "c", ""), error(0x06, 0x02, EXISTS)),
                new Step("INCREMENTQ, wrong", request(0x15, 9, never, "c", ""), error(0x15, 0x02, EXISTS)),
                new Step("INCREMENTQ", request(0x15, LAST_TOKEN, never, "c", ""), ""),
                new Step("GET", get("c"), response(0x00, 0, TOKEN, "00000000", "", "11")),
                new Step(
                        "INCREMENT missing",
                        request(0x05, LAST_TOKEN, ONE_TEN + DO_NOT_CREATE, "m", ""),
                        error(0x05, 0x01, NOT_FOUND)));
    }

    private static List<Step> createdCounters() {
        return List.of(
                new Step("DECREMENT creates", request(0x06, 0, ONE_TEN + NEVER, "d", ""), counter(0x06, 10)),
                new Step(
                        "expired at once",
                        request(0x05, 0, ONE_TEN + LONG_AGO, "e", ""),
                        response(0x05, 0, ANY_NUMBER, "", "", "\0\0\0\0\0\0\0\n")),
                new Step("created again", request(0x05, 0, ONE_TEN + NEVER, "e", ""), counter(0x05, 10)),
                new Step(
                        "the greatest",
                        request(0x05, 0, "0000000000000001" + "ffffffffffffffff" + NEVER, "f", ""),
                        counter(0x05, -1)),
                new Step("GET", get("f"), response(0x00, 0, TOKEN, "00000000", "", "18446744073709551615")));
    }

    private static List<Step> texts() {
        List<Step> steps = new ArrayList<>();
        addText(steps, " 5", "6 ");
        addText(steps, "5 abc", "6    ");
        addText(steps, "+5", "6 ");
        addText(steps, "005", "6  ");
        addText(steps, "\t5", "6 ");
        addText(steps, "5\n", "6 ");
        for (String text : new String[] {"-5", "5abc", "", "1".repeat(21), "18446744073709551616"}) {
            String key = "n" + steps.size();
            steps.add(new Step("SET '" + text + "'", request(0x01, 0, STORE, key, text), stored(0x01)));
            steps.add(new Step(
                    "INCREMENT '" + text + "'",
                    request(0x05, 0, ONE_TEN + NEVER, key, ""),
                    error(0x05, 0x06, NON_NUMERIC)));
            steps.add(new Step("GET '" + text + "'", get(key), response(0x00, 0, TOKEN, FLAGS, "", text)));
        }
        return steps;
    }

    private static void addText(List<Step> steps, String text, String incremented) {
        String key = "n" + steps.size();
        steps.add(new Step("SET '" + text + "'", request(0x01, 0, STORE, key, text), stored(0x01)));
        steps.add(new Step("INCREMENT '" + text + "'", request(0x05, 0, ONE_TEN + NEVER, key, ""), counter(0x05, 6)));
        steps.add(new Step("GET '" + text + "'", get(key), response(0x00, 0, TOKEN, FLAGS, "", incremented)));
    }

    private static List<Step> moments() {
        String hit = response(0x00, 0, TOKEN, FLAGS, "", "v");
        return List.of(
                new Step("SET for 30 days", request(0x01, 0, FLAGS + THIRTY_DAYS, "k", "v"), stored(0x01)),
                new Step("GET it", get("k"), hit),
                new Step(
                        "SET to a moment long ago",
                        request(0x01, 0, FLAGS + LONG_AGO, "k", "v"),
                        response(0x01, 0, ANY_NUMBER, "", "", "")),
                new Step("GET nothing", get("k"), miss()),
                new Step("SET to 2038", request(0x01, 0, FLAGS + IN_2038, "k", "v"), stored(0x01)),
                new Step("GET that", get("k"), hit),
                new Step(
                        "TOUCH to long ago",
                        request(0x1c, 0, LONG_AGO, "k", ""),
                        response(0x1c, 0, TOKEN, FLAGS, "", "")),
                new Step("GET expired", get("k"), miss()),
                new Step("SET again", request(0x01, 0, STORE, "k", "v"), stored(0x01)),
                new Step("TOUCH to 2038", request(0x1c, 0, IN_2038, "k", ""), response(0x1c, 0, TOKEN, FLAGS, "", "")),
                new Step("GET touched", get("k"), hit),
                new Step(
                        "GAT to long ago",
                        request(0x1d, 0, LONG_AGO, "k", ""),
                        response(0x1d, 0, TOKEN, FLAGS, "", "v")),
                new Step("GET expired again", get("k"), miss()));
    }

    /** What it does when it comes takes a clock: the node's own tests have one. */
    private static List<Step> flushToCome() {
        return List.of(
                new Step("SET", request(0x01, 0, STORE, "k", "v"), stored(0x01)),
                new Step("FLUSH in 30 days", request(0x08, 0, THIRTY_DAYS, "", ""), response(0x08, 0, 0, "", "", "")),
                new Step("FLUSHQ in 2038", request(0x18, 0, IN_2038, "", ""), ""),
                new Step("GET", get("k"), response(0x00, 0, TOKEN, FLAGS, "", "v")));
    }

    private static List<Step> tooLarge() {
        return List.of(
                new Step(
                        "SETQ among others",
                        request(0x11, 0, STORE, "k", "1")
                                + request(0x11, 0, STORE, "l", TOO_LARGE_VALUE)
                                + request(0x0d, 0, "", "k", ""),
                        error(0x11, 0x03, TOO_LARGE) + response(0x0d, 0, TOKEN, FLAGS, "k", "1")),
                new Step("GETKQ of what was too large", request(0x0d, 0, "", "l", ""), ""),
                new Step("APPENDQ", request(0x19, 0, "", "k", TOO_LARGE_VALUE), error(0x19, 0x03, TOO_LARGE)),
                new Step("GET the old", get("k"), response(0x00, 0, TOKEN, FLAGS, "", "1")),
                new Step(
                        "SET with a wrong token",
                        request(0x01, 9, STORE, "k", TOO_LARGE_VALUE),
                        error(0x01, 0x03, TOO_LARGE)),
                new Step("GET nothing", get("k"), miss()));
    }

    private static List<Step> meaninglessFields() {
        return List.of(
                new Step("data type", withFields(request(0x01, 0, STORE, "k", "v"), "01", "0000"), stored(0x01)),
                new Step("vbucket", withFields(get("k"), "00", "0007"), response(0x00, 0, TOKEN, FLAGS, "", "v")),
                new Step("all bits", withFields(get("k"), "ff", "ffff"), response(0x00, 0, TOKEN, FLAGS, "", "v")),
                new Step("VERSION", request(0x0b, 0, "", "", ""), response(0x0b, 0, 0, "", "", "1.6.18")));
    }

    /** A request with another length of its body in the header. */
    private static String withBodyLength(String request, long length) {
        return request.substring(0, 16) + HexFormat.of().toHexDigits(length, 8) + request.substring(24);
    }

    private static String withFields(String request, String dataType, String vbucket) {
        return request.substring(0, 10) + dataType + vbucket + request.substring(16);
    }

    private static WireConversation refused(String name, String send) {
        return closes(name, send, error(Wire.bytes(send)[1], 0x04, "Invalid arguments"));
    }

    private static String get(String key) {
        return request(0x00, 0, "", key, "");
    }

    private static String miss() {
        return error(0x00, 0x01, NOT_FOUND);
    }

    static String error(int opcode, int status, String text) {
        return response(opcode, status, 0, "", "", text);
    }

    static String stored(int opcode) {
        return response(opcode, 0, TOKEN, "", "", "");
    }

    static String counter(int opcode, long value) {
        StringBuilder text = new StringBuilder();
        for (int shift = 56; shift >= 0; shift -= 8) {
            text.append((char) (value >>> shift & 0xff));
        }
        return response(opcode, 0, TOKEN, "", "", text.toString());
    }
}
