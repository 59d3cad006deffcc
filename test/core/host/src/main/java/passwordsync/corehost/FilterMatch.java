package passwordsync.corehost;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.forgerock.json.JsonPointer;
import org.forgerock.json.JsonValue;
import org.forgerock.util.query.QueryFilter;
import org.forgerock.util.query.QueryFilterVisitor;

/**
 * Tells whether an object matches a query filter. Values of different kinds never match: on JDBC a number in a filter
 * finds stored numbers only, and a filter that happens to work on strings and numbers alike would fail there. Strings
 * compare by code unit, which is what makes ISO-8601 times sortable.
 */
final class FilterMatch implements QueryFilterVisitor<Boolean, JsonValue, JsonPointer> {
    private static final FilterMatch INSTANCE = new FilterMatch();

    private FilterMatch() {
    }

    static boolean matches(QueryFilter<JsonPointer> filter, JsonValue object) {
        return filter.accept(INSTANCE, object);
    }

    @Override
    public Boolean visitAndFilter(JsonValue object, List<QueryFilter<JsonPointer>> filters) {
        return filters.stream().allMatch(filter -> filter.accept(this, object));
    }

    @Override
    public Boolean visitOrFilter(JsonValue object, List<QueryFilter<JsonPointer>> filters) {
        return filters.stream().anyMatch(filter -> filter.accept(this, object));
    }

    @Override
    public Boolean visitNotFilter(JsonValue object, QueryFilter<JsonPointer> filter) {
        return !filter.accept(this, object);
    }

    @Override
    public Boolean visitBooleanLiteralFilter(JsonValue object, boolean value) {
        return value;
    }

    @Override
    public Boolean visitPresentFilter(JsonValue object, JsonPointer field) {
        JsonValue value = object.get(field);
        return value != null && value.isNotNull();
    }

    @Override
    public Boolean visitEqualsFilter(JsonValue object, JsonPointer field, Object wanted) {
        return compares(object, field, wanted, order -> order == 0);
    }

    @Override
    public Boolean visitLessThanFilter(JsonValue object, JsonPointer field, Object wanted) {
        return compares(object, field, wanted, order -> order < 0);
    }

    @Override
    public Boolean visitLessThanOrEqualToFilter(JsonValue object, JsonPointer field, Object wanted) {
        return compares(object, field, wanted, order -> order <= 0);
    }

    @Override
    public Boolean visitGreaterThanFilter(JsonValue object, JsonPointer field, Object wanted) {
        return compares(object, field, wanted, order -> order > 0);
    }

    @Override
    public Boolean visitGreaterThanOrEqualToFilter(JsonValue object, JsonPointer field, Object wanted) {
        return compares(object, field, wanted, order -> order >= 0);
    }

    @Override
    public Boolean visitContainsFilter(JsonValue object, JsonPointer field, Object wanted) {
        return any(object, field, value -> value instanceof String text && text.contains(String.valueOf(wanted)));
    }

    @Override
    public Boolean visitStartsWithFilter(JsonValue object, JsonPointer field, Object wanted) {
        return any(object, field, value -> value instanceof String text && text.startsWith(String.valueOf(wanted)));
    }

    @Override
    public Boolean visitExtendedMatchFilter(JsonValue object, JsonPointer field, String operator, Object wanted) {
        return false;
    }

    private static boolean compares(JsonValue object, JsonPointer field, Object wanted, IntPredicate accepted) {
        // The core asks for relationships of a ResourcePath, which a database would see as its text.
        Object plain = wanted instanceof Number || wanted instanceof Boolean ? wanted : String.valueOf(wanted);
        return any(object, field, value -> {
            Integer order = Values.compareSameKind(value, plain);
            return order != null && accepted.test(order);
        });
    }

    /** A field that holds a list matches when one of its items does. */
    private static boolean any(JsonValue object, JsonPointer field, Predicate<Object> test) {
        JsonValue value = object.get(field);
        if (value == null) {
            return false;
        }
        return value.isCollection() ? value.asCollection().stream().anyMatch(test) : test.test(value.getObject());
    }
}
