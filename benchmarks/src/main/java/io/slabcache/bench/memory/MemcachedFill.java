package io.slabcache.bench.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.slabcache.bench.client.MemcachedServer;
import io.slabcache.bench.map.EntryShape;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fills a real memcached over one connection, without waiting for answers, and tells what it took. */
final class MemcachedFill {
    private static final int BUFFER_SIZE = 1 << 20;
    private static final byte[] NO_REPLY = " noreply\r\n".getBytes(US_ASCII);
    private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
    private static final int GROWTH_CHECKS = 600;
    private static final int GROWTH_PAUSE_MILLIS = 50;

    private MemcachedFill() {}

    /** Returns the figures that {@link MemoryWorker} tells of a store. */
    static Map<String, Double> run(EntryShape shape, long entries) throws IOException, InterruptedException {
        int megabytes = (int) (shape.size(entries).bytesWith(256) >> 20) + 64;
        try (MemcachedServer server = MemcachedServer.start(megabytes);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_SIZE);
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            statistics(out, in);
            long before = ProcessMemory.resident(server.pid());
            long payload = 0;
            byte[] key = new byte[shape.keyLength()];
            for (long number = 0; number < entries; number++) {
                shape.writeKey(number, key);
                byte[] value = shape.value(number);
                out.write("set ".getBytes(US_ASCII));
                out.write(key);
                out.write((" 0 0 " + value.length).getBytes(US_ASCII));
                out.write(NO_REPLY);
                out.write(value);
                out.write(LINE_END);
                payload += key.length + value.length;
            }
            Map<String, String> statistics = afterGrowth(out, in);
            if (!statistics.getOrDefault("evictions", "").equals("0")) {
                throw new IOException("nothing may be evicted: statistics=" + statistics);
            }
            double kept = Double.parseDouble(statistics.getOrDefault("curr_items", "NaN"));
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("entries", kept);
            figures.put("payloadBytes", payload * kept / entries);
            figures.put("residentBytes", (double) (ProcessMemory.resident(server.pid()) - before));
            figures.put("heapBytes", 0.0);
            figures.put("accountedBytes", Double.parseDouble(statistics.getOrDefault("bytes", "NaN")));
            return figures;
        }
    }

    /** Returns the statistics once the hash table grows no more, since until then there are two. */
    private static Map<String, String> afterGrowth(OutputStream out, BufferedReader in)
            throws IOException, InterruptedException {
        for (int i = 0; i < GROWTH_CHECKS; i++) {
            Map<String, String> statistics = statistics(out, in);
            if (statistics.getOrDefault("hash_is_expanding", "0").equals("0")) {
                return statistics;
            }
            Thread.sleep(GROWTH_PAUSE_MILLIS);
        }
        throw new IOException("the hash table must have grown in time");
    }

    private static Map<String, String> statistics(OutputStream out, BufferedReader in) throws IOException {
        out.write("stats\r\n".getBytes(US_ASCII));
        out.flush();
        Map<String, String> statistics = new HashMap<>();
        for (String line = in.readLine(); !"END".equals(line); line = in.readLine()) {
            if (line == null) {
                throw new IOException("memcached must answer");
            }
            String[] words = line.split(" ", 3);
            if (words.length == 3) {
                statistics.put(words[1], words[2]);
            }
        }
        return statistics;
    }
}
