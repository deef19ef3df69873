package io.slabcache.examples.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;

/**
 * A novel. Whoever reads one wants its last committed state, so the cache locks what a transaction is changing and has the new
 * state when it is over.
 */
@Entity
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields of what it makes
class Novel {
    @Id
    private long id;

    @Version
    private int version;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private Author author;

    private String title;
    private int published;

    /** For Hibernate. */
    Novel() {}

    Novel(long id, Author author, String title, int published) {
        this.id = id;
        this.author = author;
        this.title = title;
        this.published = published;
    }

    long id() {
        return id;
    }

    int version() {
        return version;
    }

    Author author() {
        return author;
    }

    String title() {
        return title;
    }

    int published() {
        return published;
    }

    void rename(String newTitle) {
        title = newTitle;
    }
}
