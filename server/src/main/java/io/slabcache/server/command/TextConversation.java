package io.slabcache.server.command;

import io.slabcache.protocol.MalformedFrameException;
import io.slabcache.protocol.TextCommand;
import io.slabcache.protocol.TextReply;
import io.slabcache.protocol.TextRequestDecoder;
import io.slabcache.protocol.TextRequestState;
import io.slabcache.server.auth.Session;
import io.slabcache.server.stats.LatencySet;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A conversation in the text protocol, classic and meta.
 *
 * <p>The decoder tells of a request as it arrives; what it cannot tell of yet, at most a line, is kept until more of it is there. Values go
 * from the network's buffer into the slab in one copy.
 */
final class TextConversation implements Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(TextConversation.class);

    private final ThreadState thread;
    private final Peer peer;
    private final TextRequestDecoder decoder = new TextRequestDecoder();
    private final TextStorage storage;
    private final Session session;

    /** As long as the client is not let in; null once it is, or if everybody is. */
    private @Nullable TextLogin login;

    /** The begun line, or the begun key of a long one, from 0 to the position; null if nothing is kept. */
    private @Nullable ByteBuffer partial;

    /** How many bytes of {@link #partial} were there before the last arrival was added. */
    private int keptLength;

    /** An answer too long to be written at once, or one that has no end. */
    private @Nullable LongAnswer longAnswer;

    TextConversation(ThreadState thread, Peer peer) {
        this.thread = thread;
        this.peer = peer;
        this.storage = new TextStorage(thread);
        this.session = peer.session();
        this.login = session.isAdmitted() ? null : new TextLogin(thread, session);
    }

    @Override
    public boolean isWithinRequest() {
        TextLogin open = login;
        return (open != null && open.isWaiting()) || partial != null || !decoder.isBetweenCommands();
    }

    @Override
    public boolean isListening() {
        LongAnswer open = longAnswer;
        return open != null && open.isEndless();
    }

    @Override
    public void abandon() {
        storage.abandon();
        dropPartial();
        LongAnswer open = longAnswer;
        if (open != null) {
            longAnswer = null;
            open.close();
        }
    }

    @Override
    public Progress receive(ByteBuffer in, Output out) {
        thread.connection = peer.number();
        LatencySet latencies = thread.latencies;
        long startNanos = latencies == null ? 0 : System.nanoTime();
        try {
            while (true) {
                LongAnswer open = longAnswer;
                if (open != null) {
                    Progress progress = open.proceed(in, out);
                    if (progress != Progress.MORE) {
                        return progress;
                    }
                    if (!open.isDone()) {
                        return Progress.MORE;
                    }
                    longAnswer = null;
                    open.close();
                }
                if (isHeldByLogin()) {
                    return Progress.BLOCKED;
                }
                if (!in.hasRemaining()) {
                    return Progress.MORE;
                }
                if (!storage.isWhole() && out.isFull()) {
                    return Progress.BLOCKED;
                }
                ByteBuffer source = decode(in);
                if (source == null) {
                    return Progress.MORE;
                }
                boolean goesOn = carryOut(source, in, out);
                if (latencies != null) {
                    startNanos = TextOperations.record(decoder, latencies, startNanos);
                }
                settlePartial();
                if (!goesOn) {
                    return Progress.CLOSE;
                }
            }
        } catch (MalformedFrameException e) {
            LOG.atLevel(thread.logLevel()).log("closing a connection: {}", e.getMessage());
            return Progress.CLOSE;
        }
    }

    /** Tells whether nothing goes on until an attempt to authenticate is answered. */
    private boolean isHeldByLogin() {
        TextLogin open = login;
        if (open == null) {
            return false;
        }
        if (session.isAdmitted()) {
            login = null;
        }
        return open.isWaiting();
    }

    /** Decodes on; returns the buffer to which the decoder refers, or null if everything is taken and more must come. */
    private @Nullable ByteBuffer decode(ByteBuffer in) {
        while (true) {
            ByteBuffer begun = partial;
            if (begun == null) {
                if (decoder.decode(in) != TextRequestState.INCOMPLETE) {
                    return in;
                }
                if (in.hasRemaining()) {
                    partial = thread.takeLine().put(in);
                }
                return null;
            }
            int from = in.position();
            int length = Math.min(in.remaining(), begun.remaining());
            keptLength = begun.position();
            begun.put(keptLength, in, from, length).position(0).limit(keptLength + length);
            if (decoder.decode(begun) != TextRequestState.INCOMPLETE) {
                in.position(from + Math.max(0, begun.position() - keptLength));
                return begun;
            }
            in.position(from + length);
            begun.compact();
            if (begun.position() == 0) {
                dropPartial();
            }
            if (!in.hasRemaining()) {
                return null;
            }
        }
    }

    /** Keeps of the begun line what the decoder has not taken: a line end that is told of by itself. */
    private void settlePartial() {
        ByteBuffer begun = partial;
        if (begun == null) {
            return;
        }
        if (begun.position() < keptLength) {
            begun.limit(keptLength).compact();
        } else {
            dropPartial();
        }
    }

    private void dropPartial() {
        ByteBuffer begun = partial;
        if (begun != null) {
            partial = null;
            thread.giveLine(begun);
        }
    }

    /** Returns whether the conversation goes on. */
    private boolean carryOut(ByteBuffer source, ByteBuffer in, Output out) {
        TextLogin open = login;
        if (open != null) {
            return open.carryOut(decoder, source, out);
        }
        switch (decoder.state()) {
            case COMMAND -> {
                return command(source, out);
            }
            case KEY -> {
                thread.node.flushMarks.apply();
                thread.textCommands.retrieve(decoder, out);
            }
            case KEYS_END -> TextCommands.answer(TextReply.END, out);
            case DATA_HEAD -> storage.begin(decoder, source, in, out);
            case DATA -> storage.take(source, decoder.pieceOffset(), decoder.pieceLength());
            case DATA_END -> {
                thread.node.flushMarks.apply();
                storage.finish(in, out);
            }
            case REFUSED -> {
                storage.abandon();
                TextCommands.answer(decoder, decoder.error(), out);
            }
            default -> throw new IllegalStateException("nothing was decoded: state=" + decoder.state());
        }
        return true;
    }

    private boolean command(ByteBuffer source, Output out) {
        thread.node.flushMarks.apply();
        TextCommand command = decoder.command();
        switch (command) {
            case DELETE -> thread.textCommands.delete(decoder, out);
            case INCR, DECR -> thread.textCommands.count(decoder, out);
            case TOUCH -> thread.textCommands.touch(decoder, out);
            case META_GET -> thread.metaCommands.get(decoder, source, out);
            case META_DELETE -> thread.metaCommands.delete(decoder, source, out);
            case META_ARITHMETIC -> thread.metaCommands.count(decoder, source, out);
            case META_DEBUG -> thread.metaCommands.debug(decoder, out);
            case META_NOOP -> TextCommands.answer(TextReply.META_NOOP, out);
            case QUIT -> {
                return false;
            }
            default -> longAnswer = thread.administration.carryOut(decoder, peer, out);
        }
        return true;
    }
}
