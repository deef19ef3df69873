package io.slabcache.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of users, one in a line: {@code name:credential}, the credential as {@link ScramCredential#format} writes it. Empty lines
 * and lines that begin with {@code #} are left alone. Written whole and moved into place, so that no reader sees half of it.
 */
public final class UserFile {
    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_FILE_LENGTH = 16 << 20;

    private final Path path;

    /**
     * Names a file, which need not exist.
     *
     * @param path where it is
     */
    public UserFile(Path path) {
        this.path = path;
    }

    /**
     * Checks a user's name.
     *
     * @param name 1 to 64 printable ASCII characters other than blank, colon, comma and {@code #}
     * @return the name
     * @throws IllegalArgumentException if it is not one
     */
    public static String checkName(String name) {
        boolean good = !name.isEmpty() && name.length() <= MAX_NAME_LENGTH;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            good &= c > ' ' && c <= '~' && c != ':' && c != ',' && c != '#';
        }
        if (!good) {
            throw new IllegalArgumentException("user's name must be 1 to " + MAX_NAME_LENGTH
                    + " printable ASCII characters other than blank, colon, comma and #");
        }
        return name;
    }

    /**
     * Reads the file.
     *
     * @return the users in the order of the file
     * @throws IOException if the file cannot be read, or a line of it is not understood; the message names the line and repeats nothing
     *     of it
     */
    public Map<String, ScramCredential> read() throws IOException {
        Map<String, ScramCredential> users = new LinkedHashMap<>();
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                int colon = line.indexOf(':');
                if (colon < 0) {
                    throw new IllegalArgumentException("line must be a user and a credential with a colon between");
                }
                String name = checkName(line.substring(0, colon));
                if (users.put(
                                name,
                                ScramCredential.parse(line.substring(colon + 1).strip()))
                        != null) {
                    throw new IllegalArgumentException("user must be there once");
                }
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        "user file has a line that is not understood (`user add` writes them): file=" + path + ", line="
                                + (i + 1) + ", cause=" + e.getMessage(),
                        e);
            }
        }
        return users;
    }

    private List<String> lines() throws IOException {
        try {
            if (Files.size(path) > MAX_FILE_LENGTH) {
                throw new IOException("user file must not be longer than 16 MiB: file=" + path);
            }
            return Files.readAllLines(path, UTF_8);
        } catch (NoSuchFileException e) {
            throw new IOException("user file does not exist: file=" + path, e);
        }
    }

    /**
     * Adds a user, or gives one that is there another credential.
     *
     * @param name the user's name
     * @param credential the credential
     * @return whether the user was there before
     * @throws IOException if the file cannot be read or written
     */
    public boolean put(String name, ScramCredential credential) throws IOException {
        checkName(name);
        return replace(name, name + ":" + credential.format());
    }

    /**
     * Removes a user.
     *
     * @param name the user's name
     * @return whether the user was there
     * @throws IOException if the file cannot be read or written
     */
    public boolean remove(String name) throws IOException {
        checkName(name);
        read();
        return replace(name, null);
    }

    /** Puts a line in the place of the user's, or behind the others. */
    private boolean replace(String name, @Nullable String line) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean found = false;
        if (Files.exists(path)) {
            read();
            for (String old : lines()) {
                if (old.startsWith(name + ":")) {
                    found = true;
                    if (line != null) {
                        lines.add(line);
                    }
                } else {
                    lines.add(old);
                }
            }
        }
        if (!found && line != null) {
            lines.add(line);
        }
        if (found || line != null) {
            write(lines);
        }
        return found;
    }

    private void write(List<String> lines) throws IOException {
        Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
        Path directory = target.getParent();
        if (directory == null) {
            throw new IOException("user file must be in a directory: file=" + path);
        }
        boolean posix = Files.getFileStore(directory).supportsFileAttributeView(PosixFileAttributeView.class);
        Path fresh = posix
                ? Files.createTempFile(
                        directory,
                        ".users",
                        null,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(directory, ".users", null);
        try {
            Files.write(fresh, lines, UTF_8);
            if (posix && Files.exists(target)) {
                keepAttributes(target, fresh);
            }
            moveInPlace(fresh, target);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Has the new file belong to whom the old one belonged, so that the server can read it as before. */
    private static void keepAttributes(Path old, Path fresh) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(old, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
        PosixFileAttributes own = view.readAttributes();
        if (!own.owner().equals(attributes.owner())) {
            view.setOwner(attributes.owner());
        }
        if (!own.group().equals(attributes.group())) {
            view.setGroup(attributes.group());
        }
        view.setPermissions(attributes.permissions());
    }

    private static void moveInPlace(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Tells whether everybody on the machine may read the file. */
    boolean isReadableByEverybody() {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            return permissions.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            // not a file system with such permissions
            return false;
        }
    }

    /**
     * Returns where the file is.
     *
     * @return the path
     */
    public Path path() {
        return path;
    }
}
