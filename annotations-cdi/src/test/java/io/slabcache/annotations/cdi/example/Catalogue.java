package io.slabcache.annotations.cdi.example;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;

/** Books, of which looking up is slow. */
@ApplicationScoped
@CacheDefaults(cacheName = "books")
public class Catalogue {

    private final Map<String, Book> shelf = new ConcurrentHashMap<>();
    private final AtomicInteger lookUps = new AtomicInteger();

    @CacheResult
    public Book find(String isbn) {
        return lookUp(isbn);
    }

    @CachePut
    public void save(@CacheKey String isbn, @CacheValue Book book) {
        shelf.put(isbn, book);
    }

    @CacheRemove
    public void withdraw(String isbn) {
        shelf.remove(isbn);
    }

    @CacheRemoveAll
    public void recount() {
        shelf.values().removeIf(book -> book.title().isBlank());
    }

    @CacheResult(
            cacheName = "books",
            exceptionCacheName = "missing-books",
            cachedExceptions = BookNotFoundException.class)
    public Book findOrThrow(String isbn) {
        Book book = lookUp(isbn);
        if (book == null) {
            throw new BookNotFoundException(isbn);
        }
        return book;
    }

    @CacheResult
    public CompletionStage<Book> findLater(String isbn) {
        return CompletableFuture.supplyAsync(() -> lookUp(isbn));
    }

    @CacheResult(cacheName = "recommendations", cacheKeyGenerator = ReaderKeys.class)
    public List<Book> recommended(int count) {
        lookUps.incrementAndGet();
        return shelf.values().stream().limit(count).toList();
    }

    /** Returns how often a cache was no help. */
    public int lookUps() {
        return lookUps.get();
    }

    @SuppressWarnings("NullAway") // null is no book
    private Book lookUp(String isbn) {
        lookUps.incrementAndGet();
        return shelf.get(isbn);
    }
}
