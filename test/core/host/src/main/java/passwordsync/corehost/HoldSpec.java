package passwordsync.corehost;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.forgerock.json.JsonValue;
import org.forgerock.json.resource.BadRequestException;

/**
 * Which call of the repository a hold waits for: the one after `skip` others like it. With `fail` the call ends in that
 * error, else it waits to be released.
 */
record HoldSpec(String operation, String type, When when, String id, int skip, Integer fail) {

    /** Before the call has its effect, or after it, when the effect is durable and the caller does not know yet. */
    enum When {
        BEFORE, AFTER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Set<String> OPERATIONS = Set.of("create", "read", "update", "delete", "query");
    private static final Set<Integer> FAILURES = Set.of(412, 500, 503);
    private static final List<String> KEYS = List.of("operation", "type", "when", "id", "skip", "fail");

    /** Refuses what could never match: a hold that waits for nothing makes a test pass that shows nothing. */
    static HoldSpec parse(Map<String, Object> json) throws BadRequestException {
        JsonValue spec = new JsonValue(json);
        for (String key : json.keySet()) {
            require(KEYS.contains(key), "a hold has no " + key);
        }
        String operation = text(spec, "operation");
        require(OPERATIONS.contains(operation), "operation is one of " + OPERATIONS);
        String type = text(spec, "type");
        require(type != null && !type.isEmpty(), "type says which objects, such as managed/user");
        String when = text(spec, "when");
        require(Arrays.stream(When.values()).anyMatch(w -> w.toString().equals(when)), "when is before or after");
        String id = text(spec, "id");
        require(id == null || !operation.equals("query"), "a query has no id");
        Integer skip = number(spec, "skip", 0);
        require(skip >= 0, "skip is not negative");
        Integer fail = number(spec, "fail", null);
        require(fail == null || FAILURES.contains(fail), "fail is one of " + FAILURES);
        return new HoldSpec(operation, type, When.valueOf(when.toUpperCase(Locale.ROOT)), id, skip, fail);
    }

    boolean matches(String calledOperation, String calledType, String calledId, When moment) {
        return operation.equals(calledOperation)
                && type.equals(calledType)
                && when == moment
                && (id == null || id.equals(calledId));
    }

    Map<String, Object> view() {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("operation", operation);
        view.put("type", type);
        view.put("when", when.toString());
        view.put("skip", skip);
        if (id != null) {
            view.put("id", id);
        }
        if (fail != null) {
            view.put("fail", fail);
        }
        return view;
    }

    private static String text(JsonValue spec, String key) throws BadRequestException {
        require(spec.get(key).isNull() || spec.get(key).isString(), key + " is a string");
        return spec.get(key).asString();
    }

    private static Integer number(JsonValue spec, String key, Integer otherwise) throws BadRequestException {
        Object value = spec.get(key).getObject();
        require(value == null || value instanceof Integer, key + " is a whole number");
        return value == null ? otherwise : (Integer) value;
    }

    private static void require(boolean met, String rule) throws BadRequestException {
        if (!met) {
            throw new BadRequestException("No such hold: " + rule);
        }
    }
}
