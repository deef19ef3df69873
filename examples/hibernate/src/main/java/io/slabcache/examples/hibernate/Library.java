package io.slabcache.examples.hibernate;

import java.util.List;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** The questions that the example asks its database, each in a session of its own as a request to a server would be. */
final class Library implements AutoCloseable {
    private final SessionFactory factory;

    /**
     * Opens the library.
     *
     * @param settings over those of {@code hibernate.properties}
     */
    Library(Configuration settings) {
        factory = settings.addAnnotatedClass(Author.class)
                .addAnnotatedClass(Novel.class)
                .buildSessionFactory();
    }

    SessionFactory factory() {
        return factory;
    }

    /** Returns the titles of an author's novels: by the natural id, the entities and the collection. */
    List<String> titlesBy(String author) {
        return factory.fromTransaction(session ->
                authorNamed(session, author).novels().stream().map(Novel::title).toList());
    }

    /** Returns the titles of the novels published before a year: by a query whose result is cached. */
    List<String> titlesBefore(int year) {
        return factory.fromTransaction(session -> session
                .createQuery("from Novel where published < :year order by published, id", Novel.class)
                .setParameter("year", year)
                .setCacheable(true)
                .getResultList()
                .stream()
                .map(Novel::title)
                .toList());
    }

    /** Returns the title of a novel: by the entity alone. */
    String title(long novel) {
        return factory.fromTransaction(
                session -> session.find(Novel.class, novel).title());
    }

    void rename(long novel, String title) {
        factory.inTransaction(session -> session.find(Novel.class, novel).rename(title));
    }

    @Override
    public void close() {
        factory.close();
    }

    @SuppressWarnings("deprecation") // what 7.4 has instead is not in 6.6
    static Author authorNamed(Session session, String name) {
        return session.bySimpleNaturalId(Author.class).load(name);
    }
}
