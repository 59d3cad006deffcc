package passwordsync.corehost;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what costs time on a real server, so that a test can hold a path to a number of calls where the machine's
 * speed would make a limit in milliseconds fail at random. Every call counts, also a refused one.
 */
final class Counters {
    private record Counts(
            Instant since,
            ConcurrentMap<String, ConcurrentMap<String, LongAdder>> byType,
            ConcurrentMap<String, LongAdder> script,
            LongAdder keyUnseals) {

        static Counts fresh() {
            return new Counts(Instant.now(), new ConcurrentHashMap<>(), new ConcurrentHashMap<>(), new LongAdder());
        }
    }

    private volatile Counts counts = Counts.fresh();

    void repositoryCall(String operation, String type) {
        add(counts.byType().computeIfAbsent(type, unused -> new ConcurrentHashMap<>()), operation);
    }

    /** A script called `openidm.encrypt`, `decrypt`, `hash` or `matches`. */
    void scriptCall(String function) {
        add(counts.script(), function);
    }

    /** A key was taken out of the keystore: the 50 ms of every encryption and decryption, the core's own included. */
    void keyUnsealed() {
        counts.keyUnseals().increment();
    }

    void reset() {
        counts = Counts.fresh();
    }

    Map<String, Object> snapshot() {
        Counts now = counts;
        Map<String, Long> totals = zeros("create", "read", "update", "delete", "query");
        Map<String, Object> byType = new TreeMap<>();
        now.byType().forEach((type, operations) -> {
            byType.put(type, sums(operations, new TreeMap<>()));
            operations.forEach((operation, count) -> totals.merge(operation, count.sum(), Long::sum));
        });
        Map<String, Object> snapshot = new LinkedHashMap<>();
        snapshot.put("since", now.since().toString());
        snapshot.put("repository", totals);
        snapshot.put("repositoryByType", byType);
        snapshot.put("script", sums(now.script(), zeros("encrypt", "decrypt", "hash", "matches")));
        snapshot.put("keyUnseals", now.keyUnseals().sum());
        return snapshot;
    }

    private static void add(ConcurrentMap<String, LongAdder> counters, String name) {
        counters.computeIfAbsent(name, unused -> new LongAdder()).increment();
    }

    private static Map<String, Long> zeros(String... names) {
        Map<String, Long> zeros = new LinkedHashMap<>();
        for (String name : names) {
            zeros.put(name, 0L);
        }
        return zeros;
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counters, Map<String, Long> into) {
        counters.forEach((name, count) -> into.put(name, count.sum()));
        return into;
    }
}
