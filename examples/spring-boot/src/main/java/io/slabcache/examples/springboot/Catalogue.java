package io.slabcache.examples.springboot;

import javax.cache.annotation.CacheDefaults;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CachePut;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheResult;
import javax.cache.annotation.CacheValue;
import org.springframework.stereotype.Service;

/** Single products, cached by the annotations of JSR-107. */
@Service
@CacheDefaults(cacheName = "products")
class Catalogue {
    private final ProductTable table;

    Catalogue(ProductTable table) {
        this.table = table;
    }

    @CacheResult
    public Product product(String sku) {
        return table.find(sku).orElseThrow(() -> new UnknownProductException(sku));
    }

    @CachePut
    public void reprice(@CacheKey String sku, @CacheValue Product repriced) {
        table.setPrice(sku, repriced.price());
    }

    @CacheRemove
    public void discontinue(String sku) {
        table.delete(sku);
    }
}
