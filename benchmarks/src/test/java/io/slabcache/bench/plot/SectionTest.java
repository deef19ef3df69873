package io.slabcache.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SectionTest {
    private static final String ON_17 = """

            ### Java 17

            <!-- begin gc 17 -->
            on 17
            <!-- end gc 17 -->
            """;
    private static final String ON_25 = ON_17.replace("17", "25");

    @Test
    void replacedIn_pageWithoutTheSuite_comesAtItsEnd() {
        assertThat(replaced("above\n", 17))
                .isEqualTo("above\n\n## gc\n\n<!-- begin gc -->\n" + ON_17 + "<!-- end gc -->\n");
    }

    @Test
    void replacedIn_writtenByHand_givesWay() {
        assertThat(replaced(page("old\n"), 25)).isEqualTo(page(ON_25));
    }

    @Test
    void replacedIn_nothingYet_isThere() {
        assertThat(replaced(page(""), 25)).isEqualTo(page(ON_25));
    }

    @Test
    void replacedIn_sameJava_isReplaced() {
        assertThat(replaced(page(ON_17.replace("on 17", "old\n\n![plot](p.svg)") + ON_25), 17))
                .isEqualTo(page(ON_17 + ON_25));
    }

    @Test
    void replacedIn_otherJava_staysInOrder() {
        assertThat(replaced(page(ON_17), 25)).isEqualTo(page(ON_17 + ON_25));
        assertThat(replaced(page(ON_25), 17)).isEqualTo(page(ON_17 + ON_25));
    }

    private static String replaced(String page, int feature) {
        return new Section("gc", feature).replacedIn(page, List.of("on " + feature, ""));
    }

    private static String page(String body) {
        return "above\n<!-- begin gc -->\n" + body + "<!-- end gc -->\nbelow\n<!-- begin gc-x -->\n<!-- end gc-x -->\n";
    }
}
