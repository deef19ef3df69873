package io.slabcache.examples.springboot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes {@code catalogue.csv}: every kind in every size and material, its weight from its measures, its price from its
 * weight, its stock by chance from a seed. The kinds, threads and lengths are those of common standards; nothing else is
 * taken from anywhere.
 */
final class CatalogueGenerator {
    private static final long SEED = 4017;
    private static final int MAX_STOCK = 12_000;

    private static final List<Kind> KINDS = List.of(
            new Kind("HB", "Hexagon bolt ISO 4017", 1.35, 1.0),
            new Kind("CS", "Countersunk screw ISO 10642", 1.15, 1.5),
            new Kind("SC", "Socket head cap screw ISO 4762", 1.25, 1.3),
            new Kind("CB", "Carriage bolt DIN 603", 1.30, 1.2),
            new Kind("SS", "Set screw ISO 4026", 0.85, 1.4),
            new Kind("TS", "Threaded stud DIN 976", 0.90, 0.9));

    private static final List<Integer> THREADS = List.of(3, 4, 5, 6, 8, 10, 12, 16, 20);
    private static final List<Integer> LENGTHS =
            List.of(6, 8, 10, 12, 16, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100, 120, 140, 160, 200);

    private static final List<Material> MATERIALS = List.of(
            new Material("ST", "Steel 8.8, zinc plated", 7.85, 4.2),
            new Material("A2", "Stainless steel A2", 7.95, 9.8),
            new Material("A4", "Stainless steel A4", 8.00, 14.5),
            new Material("BR", "Brass", 8.45, 16.0));

    private CatalogueGenerator() {}

    /** Returns the lines of the file, the first with the names of the columns. */
    static List<String> lines() {
        var random = new Random(SEED);
        List<String> lines = new ArrayList<>();
        lines.add("sku,kind,thread,length,material,weight,price,stock");
        for (Kind kind : KINDS) {
            for (int thread : THREADS) {
                for (int length : LENGTHS) {
                    if (length >= 2 * thread && length <= 12 * thread) {
                        for (Material material : MATERIALS) {
                            lines.add(line(kind, thread, length, material, random.nextInt(MAX_STOCK)));
                        }
                    }
                }
            }
        }
        return List.copyOf(lines);
    }

    private static String line(Kind kind, int thread, int length, Material material, int stock) {
        double cubicCentimetres = Math.PI / 4 * thread * thread * length / 1000;
        double grams = cubicCentimetres * material.density * kind.mass;
        double ofAHundred = 1.5 + grams / 10 * material.pricePerKilogram * kind.work;
        return String.join(
                ",",
                kind.code + "-M" + thread + "x" + length + "-" + material.code,
                kind.name,
                "M" + thread,
                Integer.toString(length),
                '"' + material.name + '"',
                decimal(grams),
                decimal(ofAHundred),
                Integer.toString(stock));
    }

    private static String decimal(double value) {
        return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP).toPlainString();
    }

    /** What the mass of a kind is to that of its shank, and what making it costs next to a hexagon bolt. */
    private record Kind(String code, String name, double mass, double work) {}

    private record Material(String code, String name, double density, double pricePerKilogram) {}
}
