package passwordsync.corehost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What only this host has: `_host/repo-dump` to look for clear text, and `_host/counters`. */
final class HostTools {
    private final Repository repository;
    private final Counters counters;

    HostTools(Repository repository, Counters counters) {
        this.repository = repository;
        this.counters = counters;
    }

    /** The JSON answer, or empty when there is no such tool. */
    Optional<String> call(String method, String tool, String query) {
        return switch (method + " " + tool) {
            case "GET repo-dump" -> Optional.of(Json.text(dump()));
            case "GET counters" -> Optional.of(Json.text(counters.snapshot()));
            case "POST counters" -> {
                Map<String, Object> before = counters.snapshot();
                if ("reset=true".equals(query)) {
                    counters.reset();
                }
                yield Optional.of(Json.text(before));
            }
            default -> Optional.empty();
        };
    }

    private Map<String, Object> dump() {
        Map<String, Object> dump = new LinkedHashMap<>();
        for (String type : repository.types()) {
            List<Object> objects = new ArrayList<>();
            for (Repository.Stored stored : repository.all(type)) {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("_id", stored.id());
                object.put("_rev", stored.revision());
                object.putAll(stored.content());
                objects.add(object);
            }
            dump.put(type, objects);
        }
        return dump;
    }
}
