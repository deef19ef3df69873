package io.slabcache.examples.springboot;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The products in the database. Nothing here is cached. */
@Repository
class ProductTable {
    private final JdbcClient client;
    private final Statements statements;

    ProductTable(JdbcClient client, Statements statements) {
        this.client = client;
        this.statements = statements;
    }

    Optional<Product> find(String sku) {
        return sql("SELECT * FROM product WHERE sku = :sku")
                .param("sku", sku)
                .query(Product.class)
                .optional();
    }

    List<String> kinds() {
        return sql("SELECT DISTINCT kind FROM product ORDER BY kind")
                .query(String.class)
                .list();
    }

    List<Product> findAll(Size size) {
        return sql("SELECT * FROM product WHERE kind = :kind AND thread = :thread ORDER BY length, price")
                .param("kind", size.kind())
                .param("thread", size.thread())
                .query(Product.class)
                .list();
    }

    /** Compares each product of a kind with all others of its size, which is what makes this slow. */
    List<StockReport.Line> stock(String kind) {
        return sql("""
                        SELECT thread, COUNT(*) AS products, SUM(stock) AS pieces,
                               CAST(SUM(stock * price) / 100 AS DECIMAL(12, 2)) AS worth, SUM(cheaper) AS cheaper
                        FROM (SELECT p.thread, p.stock, p.price,
                                     CASE WHEN (SELECT COUNT(*) FROM product o
                                                WHERE o.kind = p.kind AND o.thread = p.thread
                                                      AND o.length = p.length AND o.price < p.price) > 0
                                          THEN 1 ELSE 0 END AS cheaper
                              FROM product p WHERE p.kind = :kind)
                        GROUP BY thread ORDER BY CAST(SUBSTRING(thread, 2) AS INT)""").param("kind", kind).query(StockReport.Line.class).list();
    }

    void setPrice(String sku, BigDecimal price) {
        sql("UPDATE product SET price = :price WHERE sku = :sku")
                .param("price", price)
                .param("sku", sku)
                .update();
    }

    void delete(String sku) {
        sql("DELETE FROM product WHERE sku = :sku").param("sku", sku).update();
    }

    private JdbcClient.StatementSpec sql(String text) {
        statements.count();
        return client.sql(text);
    }
}
