package io.slabcache.examples.springboot;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;

/**
 * What is in stock of one kind of product.
 *
 * @param kind the kind
 * @param lines one for each thread, the smallest first
 */
record StockReport(String kind, List<Line> lines) implements Serializable {
    StockReport {
        lines = List.copyOf(lines);
    }

    /**
     * What is in stock of one thread.
     *
     * @param thread the thread
     * @param products how many products there are
     * @param pieces how many pieces of them
     * @param worth what those cost
     * @param cheaper how many of the products are to be had for less in another material
     */
    record Line(String thread, int products, long pieces, BigDecimal worth, int cheaper) implements Serializable {}
}
