package passwordsync.corehost;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.forgerock.json.JsonPointer;
import org.forgerock.json.JsonValue;
import org.forgerock.json.resource.BadRequestException;
import org.forgerock.json.resource.QueryRequest;
import org.forgerock.json.resource.QueryResponse;
import org.forgerock.json.resource.ResourceException;
import org.forgerock.json.resource.Responses;
import org.forgerock.util.query.QueryFilter;

/** Answers a query from a list of objects: filter, order and page. */
final class Query {

    /** One page, and what the answer says about the rest. */
    record Page(List<JsonValue> objects, QueryResponse response) {
    }

    private Query() {
    }

    static Page run(QueryRequest request, QueryFilter<JsonPointer> filter, Stream<JsonValue> objects)
            throws ResourceException {
        List<JsonValue> found = new ArrayList<>(objects.filter(o -> FilterMatch.matches(filter, o)).toList());
        int pageSize = request.getPageSize();
        if (pageSize <= 0) {
            // Without a page size the sort keys are ignored, as OrientDB ignores them: code that relies on an order
            // has to fail here already.
            return new Page(found, Responses.newQueryResponse(null));
        }
        found.sort(Values.by(request.getSortKeys()));
        int start = Math.min(start(request), found.size());
        List<JsonValue> page = found.subList(start, Math.min(start + pageSize, found.size()));
        // Like JDBC without a count: a last page that happens to be full has a cookie, and after it comes an empty one.
        String cookie = page.size() < pageSize ? null : String.valueOf(start + pageSize);
        // Never a total, whatever the caller's policy: on a server only a named query with a `-count` twin has one.
        return new Page(page, Responses.newQueryResponse(cookie));
    }

    private static int start(QueryRequest request) throws BadRequestException {
        String cookie = request.getPagedResultsCookie();
        if (cookie == null || cookie.isEmpty()) {
            return Math.max(0, request.getPagedResultsOffset());
        }
        try {
            return Math.max(0, Integer.parseInt(cookie));
        } catch (NumberFormatException e) {
            throw new BadRequestException("Invalid paged results cookie " + cookie);
        }
    }
}
