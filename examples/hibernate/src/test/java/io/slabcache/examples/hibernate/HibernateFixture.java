package io.slabcache.examples.hibernate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.hibernate.cfg.Configuration;
import org.hibernate.stat.Statistics;

/** Libraries over one new database, each configured by a file of its own. */
final class HibernateFixture {
    private final Path directory;
    private final String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private int libraries;

    /**
     * Creates a fixture.
     *
     * @param directory for the files
     */
    HibernateFixture(Path directory) {
        this.directory = directory;
    }

    /** Opens a library; the first one of the fixture fills the database. */
    Library open(String cacheConfiguration, Map<String, String> more) throws IOException {
        Path file = Files.writeString(directory.resolve("slabcache-" + libraries + ".conf"), cacheConfiguration);
        Configuration settings =
                settings().setProperty("hibernate.javax.cache.uri", file.toUri().toString());
        more.forEach(settings::setProperty);
        return open(settings);
    }

    Library open(Configuration settings) {
        if (libraries++ > 0) {
            settings.setProperty("jakarta.persistence.schema-generation.database.action", "none");
        }
        Library library = new Library(settings);
        library.factory().getStatistics().clear();
        return library;
    }

    Configuration settings() {
        return new Configuration().setProperty("jakarta.persistence.jdbc.url", database);
    }

    /** Lets the database go with its last connection. */
    void drop(Library library) {
        library.factory()
                .inTransaction(session -> session.createNativeMutationQuery("set db_close_delay 0")
                        .executeUpdate());
    }

    static long statements(Library library) {
        return statistics(library).getPrepareStatementCount();
    }

    static Statistics statistics(Library library) {
        return library.factory().getStatistics();
    }
}
