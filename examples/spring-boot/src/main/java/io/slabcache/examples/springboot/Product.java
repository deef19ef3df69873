package io.slabcache.examples.springboot;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * What is sold. A serializable record of plain components: the cache stores it without Java serialization.
 *
 * @param sku identifies it
 * @param kind what it is, with its standard
 * @param thread the metric thread, such as M8
 * @param length in millimetres
 * @param material what it is made of
 * @param weight of one piece, in grams
 * @param price of a hundred pieces
 * @param stock pieces that are there
 */
record Product(
        String sku,
        String kind,
        String thread,
        int length,
        String material,
        BigDecimal weight,
        BigDecimal price,
        int stock)
        implements Serializable {
    Product withPrice(BigDecimal newPrice) {
        return new Product(sku, kind, thread, length, material, weight, newPrice, stock);
    }
}
