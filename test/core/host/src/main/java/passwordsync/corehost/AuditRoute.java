package passwordsync.corehost;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.forgerock.json.JsonValue;
import org.forgerock.json.resource.ActionRequest;
import org.forgerock.json.resource.ActionResponse;
import org.forgerock.json.resource.BadRequestException;
import org.forgerock.json.resource.CreateRequest;
import org.forgerock.json.resource.NotFoundException;
import org.forgerock.json.resource.NotSupportedException;
import org.forgerock.json.resource.QueryRequest;
import org.forgerock.json.resource.QueryResourceHandler;
import org.forgerock.json.resource.QueryResponse;
import org.forgerock.json.resource.ReadRequest;
import org.forgerock.json.resource.ResourceException;
import org.forgerock.json.resource.ResourcePath;
import org.forgerock.json.resource.ResourceResponse;
import org.forgerock.json.resource.Responses;
import org.forgerock.services.context.Context;

/**
 * `audit/TOPIC`: keeps the newest events in memory and refuses what the server refuses. It does not filter fields, so
 * a test that finds a password here has found one that the server may only be hiding.
 */
final class AuditRoute extends Route {
    private static final int KEPT = 10_000;

    private final Set<String> topics =
            new HashSet<>(Set.of("access", "activity", "authentication", "config", "recon", "sync"));
    private final Map<String, Deque<JsonValue>> events = new HashMap<>();

    AuditRoute(Project project) {
        project.read(ConfigId.single("audit"))
                .ifPresent(audit -> topics.addAll(new JsonValue(audit).get("eventTopics").defaultTo(Map.of()).keys()));
    }

    @Override
    ResourceResponse create(Context context, CreateRequest request) throws ResourceException {
        String topic = topic(request.getResourcePathObject());
        Map<String, Object> event = Json.copyObject(request.getContent());
        if (event.get("transactionId") == null || event.get("timestamp") == null) {
            throw new BadRequestException("The request requires a transactionId and a timestamp");
        }
        String id = request.getNewResourceId() == null ? UUID.randomUUID().toString() : request.getNewResourceId();
        event.put("_id", id);
        JsonValue recorded = new JsonValue(event);
        synchronized (events) {
            Deque<JsonValue> recent = events.computeIfAbsent(topic, unused -> new ArrayDeque<>());
            recent.addLast(recorded);
            if (recent.size() > KEPT) {
                recent.removeFirst();
            }
        }
        return response(recorded);
    }

    @Override
    ResourceResponse read(Context context, ReadRequest request) throws ResourceException {
        ResourcePath path = request.getResourcePathObject();
        if (path.size() == 2) {
            for (JsonValue event : recorded(topic(path.parent()))) {
                if (path.leaf().equals(event.get("_id").asString())) {
                    return response(event);
                }
            }
        }
        throw new NotFoundException("No audit event " + path);
    }

    @Override
    QueryResponse query(Context context, QueryRequest request, QueryResourceHandler handler)
            throws ResourceException {
        String topic = topic(request.getResourcePathObject());
        Query.Page page = Query.run(request, NamedQueries.filter(request), recorded(topic).stream());
        for (JsonValue event : page.objects()) {
            handler.handleResource(response(event));
        }
        return page.response();
    }

    /** The activity log asks which fields to watch: none are configured. */
    @Override
    ActionResponse action(Context context, ActionRequest request) throws ResourceException {
        return switch (request.getAction()) {
            case "getChangedWatchedFields", "getChangedPasswordFields", "availableHandlers" ->
                    Responses.newActionResponse(new JsonValue(new ArrayList<>()));
            default -> throw new BadRequestException("Unable to handle action: " + request.getAction());
        };
    }

    private String topic(ResourcePath path) throws ResourceException {
        if (path.isEmpty()) {
            throw new BadRequestException("Audit service called without specifying event topic in the identifier");
        }
        if (!topics.contains(path.get(0))) {
            throw new NotSupportedException("Audit service called with unknown event topic " + path.get(0));
        }
        return path.get(0);
    }

    private List<JsonValue> recorded(String topic) {
        synchronized (events) {
            return new ArrayList<>(events.getOrDefault(topic, new ArrayDeque<>()));
        }
    }

    private static ResourceResponse response(JsonValue event) throws BadRequestException {
        return Responses.newResourceResponse(
                event.get("_id").asString(), null, new JsonValue(Json.copyObject(event)));
    }
}
