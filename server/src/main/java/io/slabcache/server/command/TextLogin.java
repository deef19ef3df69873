package io.slabcache.server.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.slabcache.protocol.TextCommand;
import io.slabcache.protocol.TextReply;
import io.slabcache.protocol.TextRequestDecoder;
import io.slabcache.server.auth.PasswordCheck;
import io.slabcache.server.auth.Session;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text conversation whose client is not let in yet. As with memcached it authenticates by a {@code set} of any key, whose data block
 * is the user, a blank and the password; all else is refused.
 */
final class TextLogin {
    /** A longer data block is not looked at. */
    private static final int MAX_LENGTH = 1024;

    private static final String MECHANISM = "text";

    private final ThreadState thread;
    private final Session session;

    /** The data block that is arriving; null if there is none or nobody wants it. */
    private byte @Nullable [] message;

    /** How much of it has arrived. */
    private int arrived;

    private boolean waiting;

    TextLogin(ThreadState thread, Session session) {
        this.thread = thread;
        this.session = session;
    }

    /** Tells whether the next command has to wait for the answer to an attempt. */
    boolean isWaiting() {
        return waiting;
    }

    /** Takes what was decoded; returns whether the conversation goes on. */
    boolean carryOut(TextRequestDecoder request, ByteBuffer source, Output out) {
        switch (request.state()) {
            case COMMAND -> {
                if (request.command() == TextCommand.QUIT) {
                    return false;
                }
                TextCommands.answer(request, TextReply.UNAUTHENTICATED, out);
            }
            case KEY -> {
                // answered at the end of the keys
            }
            case KEYS_END -> TextCommands.answer(TextReply.UNAUTHENTICATED, out);
            case DATA_HEAD -> {
                arrived = 0;
                message = request.command() == TextCommand.SET && request.dataLength() <= MAX_LENGTH
                        ? new byte[request.dataLength()]
                        : null;
            }
            case DATA -> {
                byte[] open = message;
                if (open != null) {
                    source.get(request.pieceOffset(), open, arrived, request.pieceLength());
                    arrived += request.pieceLength();
                }
            }
            case DATA_END -> judge(request, out);
            case REFUSED -> {
                message = null;
                boolean brokenBlock = request.error() == TextReply.BAD_DATA_CHUNK;
                TextCommands.answer(request, brokenBlock ? request.error() : TextReply.UNAUTHENTICATED, out);
            }
            default -> throw new IllegalStateException("nothing was decoded: state=" + request.state());
        }
        return true;
    }

    private void judge(TextRequestDecoder request, Output out) {
        byte[] bytes = message;
        message = null;
        if (bytes == null) {
            TextCommands.answer(request, TextReply.UNAUTHENTICATED, out);
            return;
        }
        int blank = 0;
        while (blank < bytes.length && bytes[blank] != ' ') {
            blank++;
        }
        String user = new String(bytes, 0, blank, ISO_8859_1);
        char[] password = new char[Math.max(0, bytes.length - blank - 1)];
        for (int i = 0; i < password.length; i++) {
            password[i] = (char) Byte.toUnsignedInt(bytes[blank + 1 + i]);
        }
        Arrays.fill(bytes, (byte) 0);
        PasswordCheck check = session.beginPasswordCheck(user, password, MECHANISM);
        if (check == null) {
            throw new IllegalStateException("where there are no users everybody is let in");
        }
        boolean silent = request.noreply();
        waiting = PasswordLogin.run(check, thread, out, accepted -> {
            waiting = false;
            if (!silent) {
                TextCommands.answer(accepted ? TextReply.STORED : TextReply.AUTHENTICATION_FAILURE, out);
            }
        });
    }
}
