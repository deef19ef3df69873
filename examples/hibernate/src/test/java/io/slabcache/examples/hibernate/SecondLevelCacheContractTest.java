package io.slabcache.examples.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.hibernate.Version;
import org.hibernate.stat.CacheRegionStatistics;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Hibernate's statistics say of each kind of cache, wherever the entries live. */
abstract class SecondLevelCacheContractTest {
    static final String AUTHORS = Author.class.getName();
    static final String NATURAL_IDS = AUTHORS + "##NaturalId";
    static final String NOVELS_OF_AUTHORS = AUTHORS + ".novels";
    static final String NOVELS = Novel.class.getName();
    static final String RESULTS = "default-query-results-region";
    static final String TIMESTAMPS = "default-update-timestamps-region";

    private static final long EMMA = 4;

    @TempDir
    Path directory;

    HibernateFixture fixture;
    Library library;
    Statistics statistics;

    /** Returns the text of a configuration that declares every cache. */
    abstract String configuration() throws IOException;

    @BeforeEach
    void openLibrary() throws IOException {
        fixture = new HibernateFixture(directory);
        library = fixture.open(configuration(), Map.of());
        statistics = library.factory().getStatistics();
    }

    @AfterEach
    void closeLibrary() {
        fixture.drop(library);
        library.close();
    }

    @Test
    void hibernate_runHere_isTheVersionOfTheModule() {
        assertThat(Version.getVersionString()).isEqualTo(System.getProperty("expected.hibernate.version"));
    }

    @Test
    void entity_readAgain_comesFromTheCache() {
        assertThat(library.title(EMMA)).isEqualTo("Emma");
        assertCounts(NOVELS, 0, 1, 1);
        assertThat(statements()).isOne();

        assertThat(library.title(EMMA)).isEqualTo("Emma");
        assertCounts(NOVELS, 1, 1, 1);
        assertThat(statements()).isOne();
    }

    @Test
    void entity_changedUnderReadWrite_isCachedAsCommitted() {
        library.title(EMMA);
        library.rename(EMMA, "Emma, a Novel");
        long statements = statements();

        assertThat(library.title(EMMA)).isEqualTo("Emma, a Novel");

        assertThat(statements()).as("statements").isEqualTo(statements);
        assertCounts(NOVELS, 2, 1, 2);
    }

    @Test
    void entity_changedAndRolledBack_isReadFromTheDatabase() {
        library.title(EMMA);
        library.factory().inSession(session -> {
            var transaction = session.beginTransaction();
            session.find(Novel.class, EMMA).rename("Never");
            session.flush();
            assertThat(library.title(EMMA)).as("seen by others meanwhile").isEqualTo("Emma");
            transaction.rollback();
        });

        assertThat(library.title(EMMA)).isEqualTo("Emma");
        assertThat(library.title(EMMA)).isEqualTo("Emma");
    }

    @Test
    void entity_changedUnderNonstrict_isThrownAway() {
        correctBirthOfGaskell(1809);
        assertCounts(AUTHORS, 0, 1, 1);
        correctBirthOfGaskell(1810);
        // Each change evicts: the second transaction found nothing in the cache.
        assertCounts(AUTHORS, 0, 2, 2);

        assertThat(birthOfGaskell()).isEqualTo(1810);
        assertThat(birthOfGaskell()).isEqualTo(1810);
        assertCounts(AUTHORS, 1, 3, 3);
    }

    @Test
    void collectionAndNaturalId_readAgain_comeFromTheCache() {
        assertThat(library.titlesBy("Charlotte Brontë")).containsExactly("Jane Eyre", "Shirley", "Villette");
        assertCounts(NOVELS_OF_AUTHORS, 0, 1, 1);
        assertCounts(NATURAL_IDS, 0, 1, 1);
        long statements = statements();

        assertThat(library.titlesBy("Charlotte Brontë")).containsExactly("Jane Eyre", "Shirley", "Villette");

        assertThat(statements()).as("statements").isEqualTo(statements);
        assertCounts(NOVELS_OF_AUTHORS, 1, 1, 1);
        assertCounts(NATURAL_IDS, 1, 1, 1);
        assertCounts(AUTHORS, 1, 0, 1);
        assertCounts(NOVELS, 3, 0, 3);
        assertThat(statistics.getNaturalIdCacheHitCount()).isOne();
    }

    @Test
    void collection_aNovelMore_isReadAnew() {
        library.titlesBy("Emily Brontë");
        library.factory().inTransaction(session -> {
            Author author = Library.authorNamed(session, "Emily Brontë");
            Novel novel = new Novel(100, author, "Lost", 1848);
            author.novels().add(novel);
            session.persist(novel);
        });

        assertThat(library.titlesBy("Emily Brontë")).containsExactly("Wuthering Heights", "Lost");
        long statements = statements();
        assertThat(library.titlesBy("Emily Brontë")).containsExactly("Wuthering Heights", "Lost");
        assertThat(statements()).as("statements").isEqualTo(statements);
    }

    @Test
    void query_askedAgain_comesFromTheCacheUntilItsTableChanges() {
        assertThat(library.titlesBefore(1814)).containsExactly("Sense and Sensibility", "Pride and Prejudice");
        assertThat(library.titlesBefore(1814)).containsExactly("Sense and Sensibility", "Pride and Prejudice");
        assertThat(library.titlesBefore(1812)).containsExactly("Sense and Sensibility");
        assertThat(statistics.getQueryCacheHitCount()).isOne();
        assertThat(statistics.getQueryCacheMissCount()).isEqualTo(2);
        assertThat(statements()).isEqualTo(2);
        assertCounts(RESULTS, 1, 2, 2);

        library.rename(1, "Elinor and Marianne");

        assertThat(library.titlesBefore(1814)).containsExactly("Elinor and Marianne", "Pride and Prejudice");
        assertThat(statistics.getQueryCacheMissCount()).isEqualTo(3);
        assertThat(statistics.getUpdateTimestampsCacheHitCount()).isPositive();
    }

    @Test
    void regions_evicted_areEmpty() {
        library.titlesBy("Mary Shelley");
        library.titlesBefore(1814);
        library.factory().getCache().evictAllRegions();
        statistics.clear();

        library.titlesBy("Mary Shelley");
        library.titlesBefore(1814);

        assertThat(statistics.getSecondLevelCacheHitCount()).isZero();
        assertThat(statistics.getNaturalIdCacheHitCount()).isZero();
        assertThat(statistics.getQueryCacheHitCount()).isZero();
    }

    void assertCounts(String region, long hits, long misses, long puts) {
        CacheRegionStatistics counts = statistics.getCacheRegionStatistics(region);
        assertThat(counts).as("statistics of %s", region).isNotNull();
        assertThat(counts.getHitCount()).as("hits of %s", region).isEqualTo(hits);
        assertThat(counts.getMissCount()).as("misses of %s", region).isEqualTo(misses);
        assertThat(counts.getPutCount()).as("puts of %s", region).isEqualTo(puts);
    }

    long statements() {
        return statistics.getPrepareStatementCount();
    }

    private void correctBirthOfGaskell(int year) {
        library.factory()
                .inTransaction(session -> session.find(Author.class, 3L).correctBirth(year));
    }

    private int birthOfGaskell() {
        return library.factory()
                .fromTransaction(session -> session.find(Author.class, 3L).born());
    }
}
