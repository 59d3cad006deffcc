package passwordsync.corehost;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.forgerock.json.JsonPointer;
import org.forgerock.json.resource.BadRequestException;
import org.forgerock.json.resource.CountPolicy;
import org.forgerock.json.resource.QueryRequest;
import org.forgerock.util.query.QueryFilter;

/**
 * The filter of a repository query. Of the named queries in a server's repo.*.json only those that the core and the
 * stock scripts ask for; the core needs the two on relationships as soon as an object declares one.
 */
final class NamedQueries {
    private NamedQueries() {
    }

    static QueryFilter<JsonPointer> filter(QueryRequest request) throws BadRequestException {
        if (request.getQueryFilter() != null) {
            return request.getQueryFilter();
        }
        if (request.getQueryId() == null) {
            throw new BadRequestException("A query of the repository needs _queryFilter or _queryId");
        }
        Map<String, String> given = request.getAdditionalParameters();
        return switch (request.getQueryId()) {
            case "query-all", "query-all-ids", "query-all-count", "query-all-ids-count" -> QueryFilter.alwaysTrue();
            case "for-userName" -> equal("userName", given.get("uid"));
            case "get-notifications-for-user" -> equal("receiverId", given.get("userId"));
            case "get-by-field-value" -> equal(given.get("field"), given.get("value"));
            case "find-relationships-for-resource" -> eitherEnd(
                    end -> end(end, given.get("fullResourceId"), given.get("resourceFieldName")));
            case "find-relationship-edges" -> eitherEnd(end -> QueryFilter.and(
                    end(end, given.get("vertex1Id"), given.get("vertex1FieldName")),
                    end(end.equals("first") ? "second" : "first",
                            given.get("vertex2Id"), given.get("vertex2FieldName"))));
            default -> throw new BadRequestException(
                    "The query " + request.getQueryId() + " is not configured in this repository");
        };
    }

    /** A query that answers one object, `{total: n}`: the only way to count on a server. */
    static boolean isCount(QueryRequest request) {
        return request.getQueryId() != null && request.getQueryId().endsWith("-count");
    }

    /** Whether a page of this query comes with a total: when it is asked for, and the query has a `-count` twin. */
    static boolean hasTotal(QueryRequest request) {
        return Set.of("query-all", "query-all-ids").contains(String.valueOf(request.getQueryId()))
                && request.getPageSize() > 0
                && request.getTotalPagedResultsPolicy() != CountPolicy.NONE;
    }

    private static QueryFilter<JsonPointer> eitherEnd(
            Function<String, QueryFilter<JsonPointer>> filter) {
        return QueryFilter.or(filter.apply("first"), filter.apply("second"));
    }

    private static QueryFilter<JsonPointer> end(String end, String id, String property) {
        return QueryFilter.and(equal(end + "Id", id), equal(end + "PropertyName", property));
    }

    private static QueryFilter<JsonPointer> equal(String field, String value) {
        return QueryFilter.equalTo(new JsonPointer(field), value);
    }
}
