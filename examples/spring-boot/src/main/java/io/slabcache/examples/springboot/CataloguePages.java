package io.slabcache.examples.springboot;

import java.math.BigDecimal;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The pages. Each shows one answer, and says where it came from. */
@Controller
class CataloguePages {
    private static final BigDecimal HIGHEST_PRICE = BigDecimal.valueOf(100_000);

    private final Catalogue catalogue;
    private final Assortment assortment;
    private final Stopwatch stopwatch;
    private final CacheFigures figures;

    CataloguePages(Catalogue catalogue, Assortment assortment, Stopwatch stopwatch, CacheFigures figures) {
        this.catalogue = catalogue;
        this.assortment = assortment;
        this.stopwatch = stopwatch;
        this.figures = figures;
    }

    @GetMapping("/")
    String kinds(Model model) {
        return show(model, "kinds", assortment::kinds);
    }

    @GetMapping("/search")
    String search(@RequestParam String kind, @RequestParam String thread, Model model) {
        return show(model, "search", () -> assortment.search(new Size(kind, thread)));
    }

    @GetMapping("/report")
    String report(@RequestParam String kind, Model model) {
        return show(model, "report", () -> assortment.report(kind));
    }

    @GetMapping("/products/{sku}")
    String product(@PathVariable String sku, Model model) {
        return show(model, "product", () -> catalogue.product(sku));
    }

    @PostMapping("/products/{sku}/price")
    String reprice(@PathVariable String sku, @RequestParam BigDecimal price) {
        if (price.signum() <= 0 || price.scale() > 2 || price.compareTo(HIGHEST_PRICE) > 0) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "price must be more than 0 and at most 100000, in whole cents");
        }
        catalogue.reprice(sku, catalogue.product(sku).withPrice(price.setScale(2)));
        assortment.forgetLists();
        return "redirect:/products/{sku}";
    }

    @PostMapping("/products/{sku}/discontinue")
    String discontinue(@PathVariable String sku) {
        catalogue.discontinue(sku);
        assortment.forgetLists();
        return "redirect:/";
    }

    private String show(Model model, String view, Supplier<?> question) {
        model.addAttribute("served", stopwatch.time(question));
        model.addAttribute("caches", figures.all());
        return view;
    }
}
