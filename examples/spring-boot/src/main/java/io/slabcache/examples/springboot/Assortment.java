package io.slabcache.examples.springboot;

import java.util.List;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/** What is made of many products: lists by the annotations of JSR-107, the report by Spring's own. */
@Service
class Assortment {
    private final ProductTable table;

    Assortment(ProductTable table) {
        this.table = table;
    }

    @CacheResult(cacheName = "lists")
    public List<String> kinds() {
        return table.kinds();
    }

    @CacheResult(cacheName = "lists")
    public List<Product> search(Size size) {
        return table.findAll(size);
    }

    /** To be called when a product was changed. Reports are not forgotten, their time is short. */
    @CacheRemoveAll(cacheName = "lists")
    public void forgetLists() {}

    /** However many ask for a report that is not there, one of them makes it and the others wait. */
    @Cacheable(cacheNames = "reports", sync = true)
    public StockReport report(String kind) {
        return new StockReport(kind, table.stock(kind));
    }
}
