package passwordsync.corehost;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.forgerock.json.resource.BadRequestException;
import org.forgerock.json.resource.ResourceException;

/** What only this host has: `_host/repo-dump` to look for clear text, `_host/counters`, `_host/holds`. */
final class HostTools {
    private static final Pattern WAIT = Pattern.compile("wait=\\d{1,4}");

    private final Repository repository;
    private final Counters counters;
    private final Holds holds;

    HostTools(Repository repository, Counters counters, Holds holds) {
        this.repository = repository;
        this.counters = counters;
        this.holds = holds;
    }

    /** The JSON answer, or empty when there is no such tool. */
    Optional<String> call(String method, String tool, String query, String body)
            throws ResourceException, InterruptedException {
        if (tool.startsWith("holds/")) {
            return hold(method, tool.substring("holds/".length()), query).map(Json::text);
        }
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
            case "GET holds" -> Optional.of(Json.text(Map.of("holds", holds.views())));
            case "POST holds" -> Optional.of(Json.text(Map.of("hold", holds.arm(HoldSpec.parse(object(body))))));
            default -> Optional.empty();
        };
    }

    private Optional<Map<String, Object>> hold(String method, String name, String query)
            throws ResourceException, InterruptedException {
        return switch (method) {
            case "GET" -> holds.await(name, query == null ? 0 : seconds(query));
            case "POST" -> {
                if (!"release=true".equals(query)) {
                    throw new BadRequestException("All that can be done to a hold is release=true");
                }
                yield holds.release(name);
            }
            default -> Optional.empty();
        };
    }

    private static int seconds(String query) throws BadRequestException {
        if (!WAIT.matcher(query).matches()) {
            throw new BadRequestException("All that can be asked of a hold is wait=SECONDS");
        }
        return Integer.parseInt(query.substring("wait=".length()));
    }

    private static Map<String, Object> object(String body) throws BadRequestException {
        try {
            return Json.parseObject(body);
        } catch (JsonProcessingException e) {
            throw new BadRequestException("The body is not a JSON object");
        }
    }

    private Map<String, Object> dump() throws ResourceException {
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
