package io.slabcache.server.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.slabcache.protocol.FrameLayout;
import io.slabcache.protocol.Opcode;
import io.slabcache.protocol.RequestDecoder;
import io.slabcache.protocol.ResponseEncoder;
import io.slabcache.protocol.Status;
import io.slabcache.server.auth.AccessRules;
import io.slabcache.server.auth.PasswordCheck;
import io.slabcache.server.auth.SaslAnswer;
import io.slabcache.server.auth.SaslExchange;
import io.slabcache.server.auth.Session;
import io.slabcache.server.stats.Counter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The SASL requests of one connection: gathers a message, has it judged, answers.
 *
 * <pre>
 *   ──► nothing ──► message arriving ──► judged, answered ──► nothing
 *                                    └─► waiting, for a check or a delay ──► answered ──► nothing
 * </pre>
 */
final class BinaryLogin {
    /** A longer message is of no mechanism that is offered. */
    static final int MAX_MESSAGE_LENGTH = 4096;

    /** A longer name of a mechanism is malformed, as with memcached. */
    static final int MAX_MECHANISM_LENGTH = 32;

    private static final byte[] AUTHENTICATED = "Authenticated".getBytes(US_ASCII);

    private final ThreadState thread;
    private final Session session;
    private final SaslExchange exchange;

    /** The message that is arriving; null if there is none. */
    private byte @Nullable [] message;

    /** How much of it has arrived. */
    private int arrived;

    private byte[] mechanism = {};
    private Opcode opcode = Opcode.SASL_AUTH;
    private int opaque;
    private boolean waiting;

    BinaryLogin(ThreadState thread, Session session) {
        this.thread = thread;
        this.session = session;
        this.exchange = new SaslExchange(session);
    }

    /** Tells whether a message is arriving. */
    boolean isArriving() {
        return message != null;
    }

    /** Tells whether the next request has to wait for the answer to this one. */
    boolean isWaiting() {
        return waiting;
    }

    /** Begins with a request whose head is decoded; its message follows. */
    void begin(Opcode requested, RequestDecoder decoder, byte[] key) {
        opcode = requested;
        opaque = decoder.opaque();
        mechanism = Arrays.copyOf(key, decoder.keyLength());
        message = new byte[decoder.valueLength()];
        arrived = 0;
    }

    /** Takes what there is of the message, and judges it when it is whole. */
    void fill(ByteBuffer in, Output out) {
        byte[] open = message;
        if (open == null) {
            return;
        }
        int length = Math.min(open.length - arrived, in.remaining());
        in.get(open, arrived, length);
        arrived += length;
        if (arrived == open.length) {
            message = null;
            judge(open, out);
            Arrays.fill(open, (byte) 0);
        }
    }

    private void judge(byte[] bytes, Output out) {
        SaslAnswer answer = opcode == Opcode.SASL_AUTH ? exchange.begin(mechanism, bytes) : exchange.step(bytes);
        PasswordCheck check = answer.check();
        if (check != null) {
            waiting = PasswordLogin.run(check, thread, out, accepted -> answer(accepted, out));
            return;
        }
        thread.counters.increment(Counter.AUTH_CMDS);
        String user = answer.turnOf();
        waiting = user != null
                && out.leave(work -> session.submitLogin(user, work), () -> {
                    boolean refused = answer.kind() == SaslAnswer.Kind.REFUSED;
                    if (refused) {
                        session.failLogin(user);
                    }
                    return new Detour(refused ? AccessRules.FAILURE_DELAY_MILLIS : 0, () -> answer(answer, out));
                });
        if (!waiting) {
            answer(answer, out);
        }
    }

    private void answer(SaslAnswer answer, Output out) {
        switch (answer.kind()) {
            case ACCEPTED -> answer(true, out);
            case CHALLENGE -> {
                waiting = false;
                byte[] challenge = answer.challenge();
                ResponseEncoder.challenge(
                        out.room(FrameLayout.HEADER_LENGTH + challenge.length), opcode, opaque, challenge);
            }
            default -> {
                thread.counters.increment(Counter.AUTH_ERRORS);
                answer(false, out);
            }
        }
    }

    private void answer(boolean accepted, Output out) {
        waiting = false;
        if (accepted) {
            ResponseEncoder.text(
                    out.room(FrameLayout.HEADER_LENGTH + AUTHENTICATED.length), opcode, opaque, AUTHENTICATED);
        } else {
            thread.binaryCommands.answerError(opcode.code(), opaque, Status.AUTH_ERROR, out);
        }
    }
}
