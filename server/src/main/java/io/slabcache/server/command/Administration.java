package io.slabcache.server.command;

import io.slabcache.protocol.TextCommand;
import io.slabcache.protocol.TextReply;
import io.slabcache.protocol.TextRequestDecoder;
import io.slabcache.protocol.TextResponseEncoder;
import io.slabcache.server.stats.ConnectionFigures;
import io.slabcache.server.stats.NodeStatistics;
import io.slabcache.server.stats.PrefixStatistics;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The text commands about the node instead of its items. They may make objects: nobody sends many of them. */
final class Administration {
    private static final Logger LOG = LoggerFactory.getLogger(Administration.class);

    /** What only those may do who may administer; the rest of these commands tells what anybody may know. */
    private static final Set<TextCommand> CONFINED = EnumSet.of(
            TextCommand.FLUSH_ALL,
            TextCommand.VERBOSITY,
            TextCommand.SHUTDOWN,
            TextCommand.CACHE_MEMLIMIT,
            TextCommand.LRU_CRAWLER,
            TextCommand.LRU,
            TextCommand.SLABS,
            TextCommand.REFRESH_CERTS,
            TextCommand.WATCH);

    private static final String REFUSED = "CLIENT_ERROR administration is not allowed";
    private static final String BAD_CLASS = "BADCLASS invalid class id";
    private static final String BUSY = "BUSY currently processing crawler request";
    private static final int MAX_CLASS = 255;
    private static final int MEBI = 20;
    private static final int MIN_MEMLIMIT = 8;
    private static final int MAX_STAT_LENGTH = 1024;
    private static final int MAX_LINE_LENGTH = 1024;

    private final Node node;
    private final ThreadState thread;

    Administration(ThreadState thread) {
        this.node = thread.node;
        this.thread = thread;
    }

    /**
     * Carries out a command.
     *
     * @return the rest of an answer that is too long to be written at once, or null
     */
    @Nullable
    LongAnswer carryOut(TextRequestDecoder request, Peer peer, Output out) {
        TextCommand command = request.command();
        if (CONFINED.contains(command) && !peer.mayAdminister(command.word())) {
            answer(request, REFUSED, out);
            return null;
        }
        switch (command) {
            case FLUSH_ALL -> thread.textCommands.flush(request, out);
            case VERSION -> TextResponseEncoder.version(out.room(MAX_LINE_LENGTH), NodeStatistics.VERSION);
            case VERBOSITY -> {
                node.statistics.setVerbosity(Math.max(0, number(request.word(1))));
                TextCommands.answer(request, TextReply.OK, out);
            }
            case STATS -> {
                return stats(request, peer, out);
            }
            case SHUTDOWN -> shutdown(request, peer, out);
            case CACHE_MEMLIMIT -> limitMemory(request, out);
            case LRU_CRAWLER -> {
                return crawl(request, peer, out);
            }
            // memcached's queues can be tuned, the engine's have nothing that a client could set
            case LRU -> TextCommands.answer(TextReply.ERROR, out);
            case SLABS -> tunePages(request, out);
            case REFRESH_CERTS -> {
                return await(request, node::refreshKeys, out);
            }
            case WATCH -> {
                return watch(request, peer, out);
            }
            default -> throw new IllegalStateException("not a command about the node: command=" + command);
        }
        return null;
    }

    private static void answer(TextRequestDecoder request, String line, Output out) {
        if (!request.noreply()) {
            out.room(line.length() + 2)
                    .put(line.getBytes(StandardCharsets.US_ASCII))
                    .put((byte) '\r')
                    .put((byte) '\n');
        }
    }

    private static String word(TextRequestDecoder request, int index) {
        return index < request.wordCount() ? request.word(index) : "";
    }

    private @Nullable LongAnswer stats(TextRequestDecoder request, Peer peer, Output out) {
        String group = word(request, 1);
        switch (group) {
            case "reset" -> {
                if (!peer.mayAdminister("stats reset")) {
                    answer(request, REFUSED, out);
                    return null;
                }
                node.statistics.tell(group, (name, value) -> {});
                TextCommands.answer(TextReply.RESET, out);
            }
            case "cachedump" -> {
                return dumpClass(request, peer, out);
            }
            case "conns" -> {
                return listConnections(request, peer, out);
            }
            case "detail" -> {
                return detail(request, peer, out);
            }
            default -> {
                boolean known = node.statistics.tell(
                        group, (name, value) -> TextResponseEncoder.statistic(out.room(MAX_STAT_LENGTH), name, value));
                TextCommands.answer(known ? TextReply.END : TextReply.ERROR, out);
            }
        }
        return null;
    }

    /** Where the clients are is nothing that each of them may know. */
    private @Nullable LongAnswer listConnections(TextRequestDecoder request, Peer peer, Output out) {
        if (!peer.mayAdminister("stats conns")) {
            answer(request, REFUSED, out);
            return null;
        }
        ConnectionFigures figures = node.statistics.connections();
        return new ConnectionList(figures == null ? Collections.emptyIterator() : figures.each());
    }

    /** What is counted by the beginnings of keys. */
    private @Nullable LongAnswer detail(TextRequestDecoder request, Peer peer, Output out) {
        if (!peer.mayAdminister("stats detail")) {
            answer(request, REFUSED, out);
            return null;
        }
        PrefixStatistics prefixes = node.statistics.prefixes();
        String what = word(request, 2);
        switch (what) {
            case "on", "off" -> {
                prefixes.setCounting(what.equals("on"));
                TextCommands.answer(TextReply.OK, out);
            }
            case "dump" -> {
                return new LineList(prefixes.lines().iterator());
            }
            default -> answer(request, "CLIENT_ERROR usage: stats detail on|off|dump", out);
        }
        return null;
    }

    /** The keys of a class with their values' lengths, as tools of old ask for them. */
    private @Nullable LongAnswer dumpClass(TextRequestDecoder request, Peer peer, Output out) {
        if (!peer.mayAdminister("stats cachedump")) {
            answer(request, REFUSED, out);
            return null;
        }
        if (request.wordCount() < 4) {
            answer(request, "CLIENT_ERROR bad command line", out);
            return null;
        }
        int wanted = number(request.word(2));
        int limit = number(request.word(3));
        if (wanted < 0 || limit < 0) {
            TextCommands.answer(TextReply.BAD_FORMAT, out);
            return null;
        }
        if (wanted > MAX_CLASS) {
            answer(request, "CLIENT_ERROR Illegal slab id", out);
            return null;
        }
        BitSet classes = new BitSet();
        classes.set(wanted);
        return new KeyDump(KeyDump.Form.CACHEDUMP, node.store, classes, limit == 0 ? Long.MAX_VALUE : limit);
    }

    /** Returns a number from 0 on, or -1 for what is none. */
    private static int number(String text) {
        try {
            return Math.max(-1, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void shutdown(TextRequestDecoder request, Peer peer, Output out) {
        if (!node.isShutdownEnabled()) {
            TextCommands.answer(request, TextReply.SHUTDOWN_NOT_ENABLED, out);
            return;
        }
        boolean known = request.wordCount() == 1
                || (request.wordCount() == 2 && word(request, 1).equals("graceful"));
        if (!known) {
            answer(request, "CLIENT_ERROR invalid shutdown mode", out);
            return;
        }
        node.requestShutdown();
        LOG.info("shutdown asked for by a client: connection={}", peer.number());
    }

    /** All memory was reserved at the start, and memcached does not let it be changed either then. */
    private void limitMemory(TextRequestDecoder request, Output out) {
        if (word(request, request.wordCount() - 1).equals("noreply")) {
            return;
        }
        int mebibytes = number(request.word(1));
        if (mebibytes < 0) {
            TextCommands.answer(request, TextReply.ERROR, out);
        } else if (mebibytes < MIN_MEMLIMIT) {
            answer(request, "MEMLIMIT_TOO_SMALL cannot set maxbytes to less than 8m", out);
        } else if ((long) mebibytes << MEBI == node.memory()) {
            TextCommands.answer(request, TextReply.OK, out);
        } else {
            answer(request, "MEMLIMIT_ADJUST_FAILED out of bounds or not adjustable", out);
        }
    }

    private @Nullable LongAnswer crawl(TextRequestDecoder request, Peer peer, Output out) {
        String what = word(request, 1);
        switch (what) {
            case "metadump", "mgdump" -> {
                if (request.wordCount() < 3) {
                    TextCommands.answer(TextReply.ERROR, out);
                    return null;
                }
                BitSet classes = classes(request.word(2));
                if (classes == null) {
                    answer(request, BAD_CLASS, out);
                    return null;
                }
                LOG.info("keys are dumped for a client: connection={}, form={}", peer.number(), what);
                return new KeyDump(
                        what.equals("metadump") ? KeyDump.Form.METADUMP : KeyDump.Form.MGDUMP,
                        node.store,
                        classes,
                        Long.MAX_VALUE);
            }
            // the engine sweeps on its own account, by pages whose time has come: there is nothing to tune, nor to stop
            case "enable" -> TextCommands.answer(TextReply.OK, out);
            case "disable" -> answer(request, "ERROR failed to stop lru crawler thread", out);
            case "sleep", "tocrawl" -> TextCommands.answer(tuned(request), out);
            case "crawl" -> {
                if (request.wordCount() < 3) {
                    TextCommands.answer(TextReply.ERROR, out);
                } else if (classes(word(request, 2)) == null) {
                    answer(request, BAD_CLASS, out);
                } else {
                    return await(request, this::maintain, out);
                }
            }
            default -> TextCommands.answer(TextReply.ERROR, out);
        }
        return null;
    }

    /** Takes a number that tunes nothing here. */
    private static TextReply tuned(TextRequestDecoder request) {
        if (request.wordCount() < 3) {
            return TextReply.ERROR;
        }
        return number(request.word(2)) < 0 ? TextReply.BAD_FORMAT : TextReply.OK;
    }

    private String maintain() {
        node.store.maintain();
        return TextReply.OK.text();
    }

    /** Has a command carried out by another thread, and has its client wait for the line that it gives. */
    private @Nullable LongAnswer await(TextRequestDecoder request, Supplier<String> work, Output out) {
        LongAnswer answer = AwaitedAnswer.begin(node.chores, work, out);
        if (answer == null) {
            answer(request, BUSY, out);
        }
        return answer;
    }

    /** Reads a list of class numbers; empty for all classes, null for none. */
    private static @Nullable BitSet classes(String words) {
        BitSet classes = new BitSet();
        if (words.equals("all") || words.equals("hash")) {
            return classes;
        }
        for (String word : words.split(",", -1)) {
            int number = number(word);
            if (number < 1 || number > MAX_CLASS) {
                return null;
            }
            classes.set(number);
        }
        return classes;
    }

    /** The engine moves pages on its own account, always; a client can neither stop nor direct that. */
    private static void tunePages(TextRequestDecoder request, Output out) {
        switch (word(request, 1)) {
            case "automove" -> {
                int level = number(word(request, 2));
                TextCommands.answer(level == 1 || level == 2 ? TextReply.OK : TextReply.ERROR, out);
            }
            case "reassign" -> {
                if (request.wordCount() < 4) {
                    TextCommands.answer(TextReply.ERROR, out);
                } else {
                    answer(request, "CLIENT_ERROR slab reassignment disabled", out);
                }
            }
            default -> TextCommands.answer(TextReply.ERROR, out);
        }
    }

    private @Nullable LongAnswer watch(TextRequestDecoder request, Peer peer, Output out) {
        Set<Event> events = EnumSet.noneOf(Event.class);
        for (int i = 1; i < request.wordCount(); i++) {
            Event event = Event.of(request.word(i));
            if (event == null) {
                TextCommands.answer(TextReply.ERROR, out);
                return null;
            }
            events.add(event);
        }
        if (events.isEmpty()) {
            events.add(Event.FETCHERS);
        }
        LOG.info("a client watches: connection={}, events={}", peer.number(), events);
        TextCommands.answer(TextReply.OK, out);
        return node.events.watch(events, peer);
    }
}
