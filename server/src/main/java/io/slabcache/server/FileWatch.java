package io.slabcache.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has files read again when they have changed: looks at their times, sizes and identities each second, through symbolic links, so that
 * it sees what replaces a file as well as what writes into it, on every file system. Safe for use by any number of threads.
 */
final class FileWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final long PERIOD_MILLIS = 1000;

    @GuardedBy("this")
    private final List<Watched> watched = new ArrayList<>();

    private final Thread thread = new Thread(this::run, "slabcache-server-files");

    @GuardedBy("this")
    private boolean closed;

    FileWatch() {
        thread.setDaemon(true);
    }

    /** Reads files. */
    @FunctionalInterface
    interface Reader {
        void read() throws IOException;
    }

    /** Adds files that are read together, and have just been read. */
    synchronized void add(String name, List<Path> files, Reader reader) {
        watched.add(new Watched(name, files, reader));
    }

    /** Begins to watch, if there is anything. */
    synchronized void start() {
        if (!watched.isEmpty()) {
            thread.start();
        }
    }

    /** Has all files read, changed or not. */
    synchronized void reload() {
        watched.forEach(Watched::read);
    }

    private synchronized void run() {
        try {
            while (!closed) {
                // woken by nobody but a close
                wait(PERIOD_MILLIS);
                if (!closed) {
                    watched.forEach(Watched::readIfChanged);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Files that are read together. Guarded by the watch. */
    private static final class Watched {
        private final String name;
        private final List<Path> files;
        private final Reader reader;
        private String state;

        Watched(String name, List<Path> files, Reader reader) {
            this.name = name;
            this.files = files;
            this.reader = reader;
            this.state = look();
        }

        void readIfChanged() {
            if (!look().equals(state)) {
                read();
            }
        }

        void read() {
            // before the reading: what changes meanwhile is seen the next time
            state = look();
            try {
                reader.read();
            } catch (IOException | RuntimeException e) {
                LOG.warn("{} could not be read again and stay as they were: {}", name, e.getMessage());
            }
        }

        private String look() {
            StringBuilder seen = new StringBuilder();
            for (Path file : files) {
                try {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    seen.append(attributes.lastModifiedTime())
                            .append(' ')
                            .append(attributes.size())
                            .append(' ')
                            .append(attributes.fileKey())
                            .append('\n');
                } catch (IOException e) {
                    seen.append("unreadable\n");
                }
            }
            return seen.toString();
        }
    }
}
