package io.slabcache.protocol;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The operations of the binary protocol, as memcached 1.6 knows them.
 *
 * <p>Opcodes that memcached does not implement (VERBOSITY 0x1b, HELLO 0x1f, range operations, virtual buckets, ElastiCache's CONFIG
 * 0x60) are not here on purpose: on an unknown opcode that carries a key or extras real memcached eats more bytes than the frame has and
 * the connection is out of step.
 */
public enum Opcode {
    /** Get the value of a key. */
    GET(0x00, OpcodeShape.GET, AnswerRule.ALWAYS),
    /** Quiet form of {@link #GET}. */
    GETQ(0x09, OpcodeShape.GET, AnswerRule.SILENT_MISS),
    /** Get the value of a key, and the key with it; memcached sends the key on a miss too, as the whole body. */
    GETK(0x0c, OpcodeShape.GET_WITH_KEY, AnswerRule.ALWAYS),
    /** Quiet form of {@link #GETK}. */
    GETKQ(0x0d, OpcodeShape.GET_WITH_KEY, AnswerRule.SILENT_MISS),
    /** Store a value whether or not there is one. With a CAS token: only if the item has that token. */
    SET(0x01, OpcodeShape.STORE, AnswerRule.ALWAYS),
    /** Quiet form of {@link #SET}. */
    SETQ(0x11, OpcodeShape.STORE, AnswerRule.SILENT_SUCCESS),
    /** Store a value if there is none. With a CAS token memcached turns it into a compare-and-set that may overwrite. */
    ADD(0x02, OpcodeShape.STORE, AnswerRule.ALWAYS),
    /** Quiet form of {@link #ADD}. */
    ADDQ(0x12, OpcodeShape.STORE, AnswerRule.SILENT_SUCCESS),
    /** Store a value if there is one already. */
    REPLACE(0x03, OpcodeShape.STORE, AnswerRule.ALWAYS),
    /** Quiet form of {@link #REPLACE}. */
    REPLACEQ(0x13, OpcodeShape.STORE, AnswerRule.SILENT_SUCCESS),
    /** Remove a key. With a CAS token: only if the item has that token. */
    DELETE(0x04, OpcodeShape.DELETE, AnswerRule.ALWAYS),
    /** Quiet form of {@link #DELETE}. */
    DELETEQ(0x14, OpcodeShape.DELETE, AnswerRule.SILENT_SUCCESS),
    /** Add to a counter, modulo 2^64; create it from the initial value unless the exptime is 0xffffffff. */
    INCREMENT(0x05, OpcodeShape.COUNTER, AnswerRule.ALWAYS),
    /** Quiet form of {@link #INCREMENT}. */
    INCREMENTQ(0x15, OpcodeShape.COUNTER, AnswerRule.SILENT_SUCCESS),
    /** Subtract from a counter, not below 0; create it as {@link #INCREMENT} does. */
    DECREMENT(0x06, OpcodeShape.COUNTER, AnswerRule.ALWAYS),
    /** Quiet form of {@link #DECREMENT}. */
    DECREMENTQ(0x16, OpcodeShape.COUNTER, AnswerRule.SILENT_SUCCESS),
    /** Answer, then close the connection. */
    QUIT(0x07, OpcodeShape.BARE, AnswerRule.ALWAYS),
    /** Quiet form of {@link #QUIT}. */
    QUITQ(0x17, OpcodeShape.BARE, AnswerRule.SILENT_SUCCESS),
    /** Invalidate everything. Delayed, memcached may bring flushed items back: see docs/protocol.md. */
    FLUSH(0x08, OpcodeShape.FLUSH, AnswerRule.ALWAYS),
    /** Quiet form of {@link #FLUSH}. */
    FLUSHQ(0x18, OpcodeShape.FLUSH, AnswerRule.SILENT_SUCCESS),
    /** Do nothing but answer, and so close a run of quiet requests. */
    NOOP(0x0a, OpcodeShape.BARE, AnswerRule.ALWAYS),
    /** Tell the server's version; allowed before authentication. */
    VERSION(0x0b, OpcodeShape.TEXT, AnswerRule.ALWAYS),
    /** Put bytes behind the value; flags and expiry stay. A missing key is {@link Status#NOT_STORED}. */
    APPEND(0x0e, OpcodeShape.CONCATENATE, AnswerRule.ALWAYS),
    /** Quiet form of {@link #APPEND}. */
    APPENDQ(0x19, OpcodeShape.CONCATENATE, AnswerRule.SILENT_SUCCESS),
    /** Put bytes before the value; flags and expiry stay. A missing key is {@link Status#NOT_STORED}. */
    PREPEND(0x0f, OpcodeShape.CONCATENATE, AnswerRule.ALWAYS),
    /** Quiet form of {@link #PREPEND}. */
    PREPENDQ(0x1a, OpcodeShape.CONCATENATE, AnswerRule.SILENT_SUCCESS),
    /** Tell statistics, one frame each; a frame without key and value ends them. */
    STAT(0x10, OpcodeShape.STAT, AnswerRule.ALWAYS),
    /** Give an item a new expiry. It keeps its CAS token. There is no quiet form. */
    TOUCH(0x1c, OpcodeShape.TOUCH, AnswerRule.ALWAYS),
    /** Get the value of a key and give it a new expiry. */
    GAT(0x1d, OpcodeShape.GET_AND_TOUCH, AnswerRule.ALWAYS),
    /** Quiet form of {@link #GAT}. */
    GATQ(0x1e, OpcodeShape.GET_AND_TOUCH, AnswerRule.SILENT_MISS),
    /** Get the value of a key, and the key with it, and give it a new expiry. */
    GATK(0x23, OpcodeShape.GET_AND_TOUCH_WITH_KEY, AnswerRule.ALWAYS),
    /** Quiet form of {@link #GATK}. */
    GATKQ(0x24, OpcodeShape.GET_AND_TOUCH_WITH_KEY, AnswerRule.SILENT_MISS),
    /** List the mechanisms of authentication, separated by single blanks. */
    SASL_LIST_MECHANISMS(0x20, OpcodeShape.TEXT, AnswerRule.ALWAYS),
    /** Begin authentication; the key is the mechanism, the value the client's first message. */
    SASL_AUTH(0x21, OpcodeShape.SASL, AnswerRule.ALWAYS),
    /** Go on with authentication; the key is the mechanism, the value the client's next message. */
    SASL_STEP(0x22, OpcodeShape.SASL, AnswerRule.ALWAYS);

    private static final @Nullable Opcode[] BY_CODE = CodeTable.of(Opcode.class, Opcode.values(), Opcode::code);
    private static final String QUIET_SUFFIX = "Q";

    /** By code, the loud form of each quiet opcode. */
    private static final @Nullable Opcode[] LOUD = new @Nullable Opcode[CodeTable.SIZE];

    /** By code, the quiet form of each loud opcode that has one. */
    private static final @Nullable Opcode[] QUIET = new @Nullable Opcode[CodeTable.SIZE];

    static {
        Map<String, Opcode> byName = new HashMap<>();
        for (Opcode opcode : values()) {
            byName.put(opcode.name(), opcode);
        }
        for (Opcode quiet : values()) {
            if (quiet.isQuiet()) {
                pair(byName.get(quiet.name().substring(0, quiet.name().length() - QUIET_SUFFIX.length())), quiet);
            }
        }
    }

    private final int code;
    private final OpcodeShape shape;
    private final AnswerRule answerRule;

    Opcode(int code, OpcodeShape shape, AnswerRule answerRule) {
        this.code = code;
        this.shape = shape;
        this.answerRule = answerRule;
    }

    private static void pair(@Nullable Opcode loud, Opcode quiet) {
        if (loud == null || loud.isQuiet() || loud.shape != quiet.shape) {
            throw new IllegalStateException(
                    "a quiet opcode must have a loud one of the same shape: loud=" + loud + ", quiet=" + quiet);
        }
        CodeTable.put(LOUD, quiet.code, loud);
        CodeTable.put(QUIET, loud.code, quiet);
    }

    /**
     * Returns the byte on the wire.
     *
     * @return the code, 0 to 255
     */
    public int code() {
        return code;
    }

    /**
     * Returns which sections this opcode's frames consist of.
     *
     * @return the shape
     */
    public OpcodeShape shape() {
        return shape;
    }

    /**
     * Returns when a server answers this opcode.
     *
     * @return the rule
     */
    public AnswerRule answerRule() {
        return answerRule;
    }

    /**
     * Tells whether this is the quiet form of an opcode: one that is not always answered.
     *
     * @return true if it is quiet
     */
    public boolean isQuiet() {
        return answerRule != AnswerRule.ALWAYS;
    }

    /**
     * Returns the form of this opcode that is always answered.
     *
     * @return the loud form, which may be this opcode
     */
    public Opcode loud() {
        Opcode loud = LOUD[code];
        return loud == null ? this : loud;
    }

    /**
     * Returns the quiet form of this opcode.
     *
     * @return the quiet form, which may be this opcode, or null if there is none
     */
    public @Nullable Opcode quiet() {
        return isQuiet() ? this : QUIET[code];
    }

    /**
     * Returns the opcode with this code.
     *
     * @param code an unsigned byte
     * @return the opcode, or null if the code is not in the table
     */
    public static @Nullable Opcode of(int code) {
        return CodeTable.lookup(BY_CODE, code);
    }
}
