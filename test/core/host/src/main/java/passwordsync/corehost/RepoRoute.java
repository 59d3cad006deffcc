package passwordsync.corehost;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.forgerock.json.JsonValue;
import org.forgerock.json.resource.BadRequestException;
import org.forgerock.json.resource.ConflictException;
import org.forgerock.json.resource.CreateRequest;
import org.forgerock.json.resource.DeleteRequest;
import org.forgerock.json.resource.NotFoundException;
import org.forgerock.json.resource.QueryRequest;
import org.forgerock.json.resource.QueryResourceHandler;
import org.forgerock.json.resource.QueryResponse;
import org.forgerock.json.resource.ReadRequest;
import org.forgerock.json.resource.ResourceException;
import org.forgerock.json.resource.ResourcePath;
import org.forgerock.json.resource.ResourceResponse;
import org.forgerock.json.resource.Responses;
import org.forgerock.json.resource.UpdateRequest;
import org.forgerock.services.context.Context;

/** `repo/TYPE/ID`, as strict as the strictest of the server's repositories. Patch is 501, as on all of them. */
final class RepoRoute extends Route {
    private final Repository repository;
    private final Counters counters;

    RepoRoute(Repository repository, Counters counters) {
        this.repository = repository;
        this.counters = counters;
    }

    @Override
    ResourceResponse create(Context context, CreateRequest request) throws ResourceException {
        String type = type(request.getResourcePathObject());
        String id = request.getNewResourceId() == null ? UUID.randomUUID().toString() : request.getNewResourceId();
        counters.repositoryCall("create", type);
        return response(repository.create(type, id, content(request.getContent())));
    }

    @Override
    ResourceResponse read(Context context, ReadRequest request) throws ResourceException {
        ResourcePath path = request.getResourcePathObject();
        if (path.size() < 2) {
            throw new NotFoundException("No object " + path);
        }
        String type = type(path.parent());
        counters.repositoryCall("read", type);
        Repository.Stored stored = repository.read(type, path.leaf());
        if (stored == null) {
            throw new NotFoundException("No object " + path);
        }
        return response(stored);
    }

    @Override
    ResourceResponse update(Context context, UpdateRequest request) throws ResourceException {
        ResourcePath path = request.getResourcePathObject();
        String type = type(path.parent());
        counters.repositoryCall("update", type);
        return response(repository.update(type, path.leaf(), request.getRevision(), content(request.getContent())));
    }

    @Override
    ResourceResponse delete(Context context, DeleteRequest request) throws ResourceException {
        ResourcePath path = request.getResourcePathObject();
        String type = type(path.parent());
        counters.repositoryCall("delete", type);
        if (request.getRevision() == null) {
            // The real repositories insist, where the vendor's own in-memory one does not.
            throw new ConflictException("The delete of " + path + " says no revision");
        }
        return response(repository.delete(type, path.leaf(), request.getRevision()));
    }

    @Override
    QueryResponse query(Context context, QueryRequest request, QueryResourceHandler handler)
            throws ResourceException {
        String type = type(request.getResourcePathObject());
        counters.repositoryCall("query", type);
        if (request.getQueryExpression() != null) {
            throw new BadRequestException("Query expressions are native to a database, and this is none");
        }
        boolean idsOnly = "query-all-ids".equals(request.getQueryId());
        Query.Page page = Query.run(
                request,
                NamedQueries.filter(request),
                repository.all(type).stream().map(RepoRoute::withIdAndRevision));
        if (NamedQueries.isCount(request)) {
            handler.handleResource(Responses.newResourceResponse(
                    null, null, new JsonValue(new LinkedHashMap<>(Map.of("total", page.total())))));
            return Responses.newQueryResponse(null);
        }
        for (JsonValue object : page.objects()) {
            if (!handler.handleResource(queried(object, idsOnly))) {
                break;
            }
        }
        return NamedQueries.hasTotal(request) ? page.responseWithTotal() : page.response();
    }

    private static ResourceResponse queried(JsonValue object, boolean idsOnly) throws BadRequestException {
        Map<String, Object> content = Json.copyObject(object);
        if (idsOnly) {
            content.keySet().retainAll(Set.of("_id", "_rev"));
        }
        return Responses.newResourceResponse(
                (String) content.get("_id"), (String) content.get("_rev"), new JsonValue(content));
    }

    private static ResourceResponse response(Repository.Stored stored) throws BadRequestException {
        Map<String, Object> content = Json.copyObject(withIdAndRevision(stored));
        return Responses.newResourceResponse(stored.id(), stored.revision(), new JsonValue(content));
    }

    /** A view to filter and sort by: shallow, since a query looks at every object and hands out few. */
    private static JsonValue withIdAndRevision(Repository.Stored stored) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("_id", stored.id());
        content.put("_rev", stored.revision());
        content.putAll(stored.content());
        return new JsonValue(content);
    }

    private static Map<String, Object> content(JsonValue content) throws BadRequestException {
        Map<String, Object> copy = Json.copyObject(content);
        copy.remove("_id");
        copy.remove("_rev");
        return copy;
    }

    private static String type(ResourcePath path) throws BadRequestException {
        if (path.isEmpty()) {
            throw new BadRequestException("The repository keeps objects in types, and the path names none");
        }
        return path.toString();
    }
}
