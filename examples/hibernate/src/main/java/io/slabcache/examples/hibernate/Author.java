package io.slabcache.examples.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;

/**
 * A writer of novels, looked up by the name. Authors hardly change, so they are cached without locks: a change throws the
 * cached one away.
 */
@Entity
@NaturalIdCache
@Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE)
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields of what it makes
class Author {
    @Id
    private long id;

    @NaturalId
    private String name;

    private int born;

    @OneToMany(mappedBy = "author")
    @OrderBy("published, id")
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)
    private List<Novel> novels = new ArrayList<>();

    /** For Hibernate. */
    Author() {}

    long id() {
        return id;
    }

    String name() {
        return name;
    }

    int born() {
        return born;
    }

    void correctBirth(int year) {
        born = year;
    }

    List<Novel> novels() {
        return novels;
    }
}
