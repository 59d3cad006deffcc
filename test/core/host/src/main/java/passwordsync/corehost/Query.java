package passwordsync.corehost;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.forgerock.json.JsonPointer;
import org.forgerock.json.JsonValue;
import org.forgerock.json.resource.BadRequestException;
import org.forgerock.json.resource.CountPolicy;
import org.forgerock.json.resource.QueryRequest;
import org.forgerock.json.resource.QueryResponse;
import org.forgerock.json.resource.ResourceException;
import org.forgerock.json.resource.Responses;
import org.forgerock.util.query.QueryFilter;

/** Answers a query from a list of objects: filter, order and page. */
final class Query {

    /** The objects of one page; a page size of 0 means that all were asked for. */
    record Page(List<JsonValue> objects, int start, int pageSize, int total) {

        /**
         * The answer without a total, which is all a query filter ever gets on a server. A last page that happens to be
         * full has a cookie, and after it comes an empty one.
         */
        QueryResponse response() {
            boolean full = pageSize > 0 && objects.size() == pageSize;
            return Responses.newQueryResponse(full ? nextCookie() : null);
        }

        QueryResponse responseWithTotal() {
            boolean more = pageSize > 0 && start + objects.size() < total;
            return Responses.newQueryResponse(more ? nextCookie() : null, CountPolicy.EXACT, total);
        }

        private String nextCookie() {
            return String.valueOf(start + pageSize);
        }
    }

    private Query() {
    }

    static Page run(QueryRequest request, QueryFilter<JsonPointer> filter, Stream<JsonValue> objects)
            throws ResourceException {
        List<JsonValue> found = new ArrayList<>(objects.filter(o -> FilterMatch.matches(filter, o)).toList());
        int pageSize = Math.max(0, request.getPageSize());
        if (pageSize == 0) {
            // Without a page size the sort keys are ignored, as OrientDB ignores them: code that relies on an order
            // has to fail here already.
            return new Page(found, 0, 0, found.size());
        }
        found.sort(Values.by(request.getSortKeys()));
        int start = Math.min(start(request), found.size());
        int end = Math.min(start + pageSize, found.size());
        return new Page(found.subList(start, end), start, pageSize, found.size());
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
