package io.slabcache.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.slabcache.server.ServerSettings;
import io.slabcache.server.auth.AccessRules;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The text commands about the node. */
class AdministrationTest {
    private static final long MEMORY = 8 << 20;
    private final AtomicLong now = new AtomicLong(1_800_000_000_000L);
    private final Node node =
            Node.open(ServerSettings.builder().memory(MEMORY).build(), now::get, AccessRules.everybody());
    private final Talk talk = new Talk(node);

    @AfterEach
    void close() {
        node.close();
    }

    private String answer(String request) {
        return talk.answer(request);
    }

    private void after(long seconds) {
        now.addAndGet(seconds * 1000);
    }

    private String statistic(String name) {
        return answer("stats\r\n")
                .lines()
                .filter(line -> line.startsWith("STAT " + name + " "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElse("absent");
    }

    @Test
    void stats_everyGroup_endsAsMemcachedsDo() {
        answer("set k 0 0 1\r\nx\r\nget k\r\nget absent\r\nmg k\r\n");
        for (String group : new String[] {"", " settings", " items", " slabs", " sizes", " conns"}) {
            assertThat(answer("stats" + group + "\r\n")).as(group).endsWith("END\r\n");
        }
        assertThat(answer("stats sizes\r\n")).isEqualTo("STAT sizes_status disabled\r\nEND\r\n");
        assertThat(answer("stats items\r\n")).contains(":number 1\r\n");
        assertThat(answer("stats nonsense\r\n")).isEqualTo("ERROR\r\n");
        assertThat(answer("stats detail\r\n")).isEqualTo("CLIENT_ERROR usage: stats detail on|off|dump\r\n");
        assertThat(statistic("cmd_get")).isEqualTo("3");
        assertThat(statistic("get_hits")).isEqualTo("2");
        assertThat(statistic("get_misses")).isEqualTo("1");
        assertThat(statistic("cmd_set")).isEqualTo("1");
        assertThat(statistic("cmd_meta")).isEqualTo("1");
        assertThat(statistic("version")).startsWith("1.6.");
        assertThat(statistic("listen_disabled_num")).isEqualTo("0");
        assertThat(answer("stats settings\r\n"))
                .contains("auth_enabled_ascii no\r\n", "ssl_enabled no\r\n", "detail_enabled no\r\n");
        assertThat(answer("stats reset\r\n")).isEqualTo("RESET\r\n");
        assertThat(statistic("cmd_get")).isEqualTo("0");
    }

    /** As memcached 1.6.18 counts: meta commands not at all, attempts whether they succeed or not. */
    @Test
    void statsDetail_on_countsByPrefix() {
        answer("get early:1\r\n");
        assertThat(answer("stats detail on\r\n")).isEqualTo("OK\r\n");
        assertThat(answer("stats settings\r\n")).contains("STAT detail_enabled yes\r\n");
        answer("set a:b 0 0 1\r\nx\r\nget a:b a:c nokey\r\ndelete a:b\r\ndelete a:b\r\nincr a:b 1\r\n"
                + "ms a:z 1\r\nx\r\nmg a:z v\r\nmd a:z\r\ngat 0 a:z\r\ntouch a:q 0\r\nset nodel 0 0 1\r\nx\r\n"
                + "set :x 0 0 1\r\nx\r\nset z\u00e4:x 0 0 2000000\r\n" + "v".repeat(2_000_000) + "\r\n");
        assertThat(answer("stats detail dump\r\n").lines())
                .containsExactlyInAnyOrder(
                        "PREFIX  get 0 hit 0 set 1 del 0",
                        "PREFIX z\u00e4 get 0 hit 0 set 1 del 0",
                        "PREFIX a get 3 hit 1 set 1 del 2",
                        "END");
        assertThat(answer("stats detail off\r\n")).isEqualTo("OK\r\n");
        answer("get late:1\r\n");
        assertThat(answer("stats detail dump\r\n").lines()).hasSize(4);
        assertThat(answer("stats reset\r\nstats detail dump\r\n")).isEqualTo("RESET\r\nEND\r\n");
    }

    @Test
    void statsDetail_endlessPrefixes_areBounded() {
        answer("stats detail on\r\n");
        for (int i = 0; i < 12_000; i++) {
            answer("get prefix" + i + ":k\r\n");
        }
        assertThat(answer("stats detail dump\r\n").lines()).hasSize(10_001).endsWith("END");
    }

    @Test
    void flushAll_withDelays_eachTakesEffectAtItsTimeAndNothingComesBack() {
        answer("set a 0 0 1\r\nx\r\n");
        assertThat(answer("flush_all\r\n")).isEqualTo("OK\r\n");
        // memcached has one mark, which this would move: what was flushed would be back until then
        assertThat(answer("flush_all 10\r\n")).isEqualTo("OK\r\n");
        assertThat(answer("get a\r\n")).isEqualTo("END\r\n");
        assertThat(answer("flush_all 20\r\n")).isEqualTo("OK\r\n");
        answer("set b 0 0 1\r\nx\r\n");
        after(9);
        assertThat(answer("get b\r\n")).startsWith("VALUE b");
        after(1);
        assertThat(answer("get b\r\n")).isEqualTo("END\r\n");
        answer("set c 0 0 1\r\nx\r\n");
        assertThat(answer("get c\r\n")).startsWith("VALUE c");
        after(10);
        assertThat(answer("get c\r\n")).isEqualTo("END\r\n");
        answer("set d 0 0 1\r\nx\r\n");
        assertThat(answer("flush_all -1\r\n")).isEqualTo("OK\r\n");
        assertThat(answer("get d\r\n")).isEqualTo("END\r\n");
    }

    @Test
    void metadump_someItems_tellsEachOnce() {
        answer("set plain 0 0 3\r\nabc\r\nset with%\u00e4 7 60 1\r\nx\r\nset gone 0 5 1\r\nx\r\nget plain\r\n");
        after(5);
        String dump = answer("lru_crawler metadump all\r\n");
        assertThat(dump.lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .matches("key=plain exp=-1 la=1800000000 cas=\\d+ fetch=yes cls=\\d+ size=28 flags=0"),
                        line -> assertThat(line)
                                .matches(
                                        "key=with%25%E4 exp=1800000060 la=1800000000 cas=\\d+ fetch=no cls=\\d+ size=35"
                                                + " flags=7"),
                        line -> assertThat(line).isEqualTo("END"));
        assertThat(answer("lru_crawler mgdump hash\r\n").lines())
                .containsExactlyInAnyOrder("mg plain", "mg d2l0aCXk b", "EN");
        int slabClass = Integer.parseInt(dump.lines()
                .filter(line -> line.startsWith("key=plain"))
                .findFirst()
                .orElseThrow()
                .replaceAll(".*cls=(\\d+) .*", "$1"));
        assertThat(answer("lru_crawler metadump " + slabClass + "\r\n")).contains("key=plain ");
        assertThat(answer("lru_crawler metadump 200\r\n")).isEqualTo("END\r\n");
        assertThat(answer("stats cachedump " + slabClass + " 0\r\n")).contains("ITEM plain [3 b; 0 s]\r\n");
        assertThat(answer("lru_crawler metadump x\r\n")).isEqualTo("BADCLASS invalid class id\r\n");
        assertThat(answer("lru_crawler metadump\r\n")).isEqualTo("ERROR\r\n");
    }

    @Test
    void metadump_manyItems_takesTurnsAndTellsAll() {
        for (int i = 0; i < 2000; i++) {
            answer("set key" + i + " 0 0 1 noreply\r\nx\r\n");
        }
        assertThat(answer("lru_crawler metadump all\r\nmn\r\n"))
                .endsWith("END\r\nMN\r\n")
                .satisfies(dump -> assertThat(dump.lines().distinct()).hasSize(2002));
    }

    @Test
    void watch_mutationsAndDeletions_areToldInMemcachedsLines() {
        Talk watcher = new Talk(node);
        assertThat(watcher.answer("watch mutations deletions\r\n")).isEqualTo("OK\r\n");
        answer(
                "set k 0 50 3\r\nabc\r\nadd k 0 0 1\r\nx\r\nget k\r\ncas k 0 0 1 5\r\nx\r\nset a%\u00e4 0 0 0\r\n\r\ndelete k\r\n"
                        + "delete k\r\nappend k 0 0 1\r\nx\r\nset big 0 0 2000000\r\n" + "x".repeat(2_000_000)
                        + "\r\n");
        assertThat(watcher.peer.wakes).isPositive();
        String begin = "ts=\\d+\\.\\d{6} gid=\\d+ type=";
        assertThat(watcher.answer("").lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches(begin + "item_store key=k status=stored cmd=set ttl=50 clsid=0 cfd=1 size=3"),
                        line -> assertThat(line)
                                .matches(begin
                                        + "item_store key=k status=not_stored cmd=add ttl=0 clsid=0 cfd=1 size=1"),
                        line -> assertThat(line)
                                .matches(begin + "item_store key=k status=exists cmd=cas ttl=0 clsid=0 cfd=1 size=1"),
                        line -> assertThat(line)
                                .matches(begin
                                        + "item_store key=a%25%E4 status=stored cmd=set ttl=0 clsid=0 cfd=1 size=0"),
                        line -> assertThat(line).matches(begin + "deleted key=k cmd=delete clsid=0 cfd=1"),
                        line -> assertThat(line)
                                .matches(begin
                                        + "item_store key=k status=not_stored cmd=append ttl=0 clsid=0 cfd=1 size=1"),
                        line -> assertThat(line)
                                .matches(begin + "item_store key=big status=too_large cmd=set ttl=0 clsid=0 cfd=1"
                                        + " size=2000000"));
        watcher.end();
        assertThat(node.events.isWatched(Event.MUTATIONS)).isFalse();
    }

    @Test
    void watch_readsAndEvictions_areTold() {
        Talk watcher = new Talk(node);
        assertThat(watcher.answer("watch\r\n")).isEqualTo("OK\r\n");
        answer("set k 0 0 1\r\nx\r\nget k absent\r\nmg k v\r\n");
        assertThat(watcher.answer("").lines().map(line -> line.replaceAll(".*type=", "")))
                .containsExactly(
                        "item_get key=k status=found clsid=0 cfd=1 size=1",
                        "item_get key=absent status=not_found clsid=0 cfd=1 size=0",
                        "item_get key=k status=found clsid=0 cfd=1 size=1");
        Talk evictions = new Talk(node);
        assertThat(evictions.answer("watch evictions\r\n")).isEqualTo("OK\r\n");
        String value = "x".repeat(100_000);
        for (int i = 0; i < 100; i++) {
            answer("set big" + i + " 0 0 100000 noreply\r\n" + value + "\r\n");
        }
        assertThat(evictions.answer("").lines())
                .isNotEmpty()
                .allMatch(line -> line.matches(
                        "ts=.* type=eviction key=(big\\d+|k) fetch=(yes|no) ttl=-1 la=0 clsid=0 size=(100000|1)"));
    }

    @Test
    void watch_nobodyTakesTheLines_someAreDroppedAndCounted() {
        Talk watcher = new Talk(node);
        watcher.answer("watch fetchers\r\n");
        for (int i = 0; i < 10_000; i++) {
            answer("get absent\r\n");
        }
        long skipped = Long.parseLong(statistic("log_watcher_skipped"));
        assertThat(skipped).isBetween(1L, 9_999L);
        String lines = watcher.answer("");
        assertThat(lines).startsWith("[skipped: " + skipped + "]\n");
        assertThat(lines.lines().count() - 1 + skipped).isEqualTo(10_000);
        assertThat(statistic("log_watchers")).isEqualTo("1");
        watcher.end();
        assertThat(statistic("log_watchers")).isEqualTo("0");
    }

    @Test
    void watch_unknownEvent_isAnError() {
        assertThat(answer("watch foo\r\n")).isEqualTo("ERROR\r\n");
        assertThat(answer("get k\r\n")).isEqualTo("END\r\n");
    }

    @Test
    void cacheMemlimit_memoryIsReservedAtTheStart_saysSo() {
        assertThat(answer("cache_memlimit 8\r\n")).isEqualTo("OK\r\n");
        assertThat(answer("cache_memlimit 64\r\n"))
                .isEqualTo("MEMLIMIT_ADJUST_FAILED out of bounds or not adjustable\r\n");
        assertThat(answer("cache_memlimit 1\r\n"))
                .isEqualTo("MEMLIMIT_TOO_SMALL cannot set maxbytes to less than 8m\r\n");
        assertThat(answer("cache_memlimit x\r\n")).isEqualTo("ERROR\r\n");
        assertThat(answer("cache_memlimit 64 noreply\r\n")).isEmpty();
    }

    @Test
    void verbosity_set_isToldAmongTheSettings() {
        assertThat(answer("verbosity 2\r\n")).isEqualTo("OK\r\n");
        assertThat(answer("stats settings\r\n")).contains("STAT verbosity 2\r\n");
    }

    @Test
    void tuning_whatTheEngineDoesByItself_isNotPretended() {
        assertThat(answer("lru_crawler enable\r\n")).isEqualTo("OK\r\n");
        assertThat(answer("lru_crawler disable\r\n")).startsWith("ERROR");
        assertThat(answer("lru_crawler crawl all\r\n")).isEqualTo("OK\r\n");
        assertThat(answer("lru_crawler crawl x\r\n")).isEqualTo("BADCLASS invalid class id\r\n");
        assertThat(answer("slabs automove 1\r\n")).isEqualTo("OK\r\n");
        assertThat(answer("slabs automove 0\r\n")).isEqualTo("ERROR\r\n");
        assertThat(answer("slabs reassign 1 2\r\n")).isEqualTo("CLIENT_ERROR slab reassignment disabled\r\n");
        assertThat(answer("lru mode flat\r\n")).isEqualTo("ERROR\r\n");
    }

    @Test
    void crawl_takesItsTime_isDoneElsewhereAndAnsweredThen() {
        answer("set k 0 1 1\r\nx\r\n");
        after(1);
        Deque<Detour.Work> elsewhere = new ArrayDeque<>();
        talk.elsewhere = elsewhere;
        assertThat(answer("lru_crawler crawl all\r\n")).isEmpty();
        assertThat(elsewhere).hasSize(1);
        talk.workElsewhere();
        assertThat(node.store.size()).isZero();
        assertThat(answer("mn\r\n")).isEqualTo("OK\r\nMN\r\n");
    }

    @Test
    void crawl_tooMuchToDoAlready_saysSo() {
        talk.refusesWork = true;
        assertThat(answer("lru_crawler crawl all\r\nmn\r\n"))
                .isEqualTo("BUSY currently processing crawler request\r\nMN\r\n");
    }

    @Test
    void refreshCerts_readsTheKeysElsewhere_tellsWhetherTheyCouldBeRead() {
        assertThat(answer("refresh_certs\r\n")).isEqualTo("Error TLS not enabled\r\n");
        AtomicInteger reads = new AtomicInteger();
        node.enableKeyReload(() -> {
            if (reads.incrementAndGet() > 1) {
                throw new IOException("on purpose");
            }
        });
        talk.elsewhere = new ArrayDeque<>();
        assertThat(answer("refresh_certs\r\n")).isEmpty();
        assertThat(reads).hasValue(0);
        talk.workElsewhere();
        assertThat(answer("mn\r\n")).isEqualTo("OK\r\nMN\r\n");
        talk.elsewhere = null;
        assertThat(answer("refresh_certs\r\n")).isEqualTo("Error TLS keys cannot be read: the old ones stay\r\n");
    }

    @Test
    void administration_clientMayNot_isRefusedAndNothingHappens() {
        answer("set k 0 0 1\r\nx\r\n");
        talk.peer.mayAdminister = false;
        String refused = "CLIENT_ERROR administration is not allowed\r\n";
        for (String command : new String[] {
            "flush_all",
            "verbosity 1",
            "shutdown",
            "cache_memlimit 8",
            "lru_crawler metadump all",
            "lru mode flat",
            "slabs automove 1",
            "refresh_certs",
            "watch",
            "stats reset",
            "stats conns",
            "stats detail dump",
            "stats cachedump 1 0"
        }) {
            assertThat(answer(command + "\r\n")).as(command).isEqualTo(refused);
        }
        assertThat(answer("get k\r\nversion\r\n")).isEqualTo("VALUE k 0 1\r\nx\r\nEND\r\nVERSION 1.6.18\r\n");
        assertThat(statistic("cmd_get")).isEqualTo("1");
    }

    @Test
    void shutdown_onlyWhenEnabled_endsTheServer() {
        assertThat(answer("shutdown\r\n")).isEqualTo("ERROR: shutdown not enabled\r\n");
        AtomicInteger ends = new AtomicInteger();
        node.enableShutdown(ends::incrementAndGet);
        for (String mode : List.of("foo", "graceful now")) {
            assertThat(answer("shutdown " + mode + "\r\n")).isEqualTo("CLIENT_ERROR invalid shutdown mode\r\n");
        }
        assertThat(ends).hasValue(0);
        assertThat(answer("shutdown\r\n")).isEmpty();
        assertThat(answer("shutdown graceful\r\n")).isEmpty();
        assertThat(ends).hasValue(2);
    }
}
