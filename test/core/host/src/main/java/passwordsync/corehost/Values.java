package passwordsync.corehost;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import org.forgerock.json.JsonPointer;
import org.forgerock.json.JsonValue;
import org.forgerock.json.resource.SortKey;

/** The order of JSON values. */
final class Values {
    private Values() {
    }

    /** Null when the two are no strings, no numbers and no booleans both. */
    static Integer compareSameKind(Object left, Object right) {
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        if (left instanceof Number a && right instanceof Number b) {
            return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));
        }
        if (left instanceof Boolean a && right instanceof Boolean b) {
            return a.compareTo(b);
        }
        return null;
    }

    static Comparator<JsonValue> by(List<SortKey> keys) {
        Comparator<JsonValue> order = (a, b) -> 0;
        for (SortKey key : keys) {
            Comparator<JsonValue> byKey = (a, b) -> compareFields(a, b, key.getField());
            order = order.thenComparing(key.isAscendingOrder() ? byKey : byKey.reversed());
        }
        return order;
    }

    /** Absent values come last, and so do values that do not compare. */
    private static int compareFields(JsonValue a, JsonValue b, JsonPointer field) {
        Object left = a.get(field) == null ? null : a.get(field).getObject();
        Object right = b.get(field) == null ? null : b.get(field).getObject();
        Integer order = compareSameKind(left, right);
        return order == null ? Integer.compare(rank(left), rank(right)) : order;
    }

    private static int rank(Object value) {
        if (value instanceof Number) {
            return 0;
        }
        if (value instanceof String) {
            return 1;
        }
        return value == null ? 3 : 2;
    }
}
