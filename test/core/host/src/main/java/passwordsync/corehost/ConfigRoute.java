package passwordsync.corehost;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.forgerock.json.JsonValue;
import org.forgerock.json.resource.BadRequestException;
import org.forgerock.json.resource.CreateRequest;
import org.forgerock.json.resource.DeleteRequest;
import org.forgerock.json.resource.InternalServerErrorException;
import org.forgerock.json.resource.NotFoundException;
import org.forgerock.json.resource.PatchRequest;
import org.forgerock.json.resource.PreconditionFailedException;
import org.forgerock.json.resource.QueryRequest;
import org.forgerock.json.resource.QueryResourceHandler;
import org.forgerock.json.resource.QueryResponse;
import org.forgerock.json.resource.ReadRequest;
import org.forgerock.json.resource.ResourceException;
import org.forgerock.json.resource.ResourcePath;
import org.forgerock.json.resource.ResourceResponse;
import org.forgerock.json.resource.Responses;
import org.forgerock.json.resource.UpdateRequest;
import org.forgerock.openidm.patch.JsonValuePatch;
import org.forgerock.services.context.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * `config/ID`: the files of conf/, read anew on every call, raw, without substitution and decryption. Changes are
 * written to the file and then put into force. A configuration that cannot be put into force is stored all the same
 * and logged, since the server stores first and activates later.
 */
final class ConfigRoute extends Route {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConfigRoute.class);

    private final Project project;
    private final LiveConfig live;

    ConfigRoute(Project project, LiveConfig live) {
        this.project = project;
        this.live = live;
    }

    @Override
    ResourceResponse read(Context context, ReadRequest request) throws ResourceException {
        ResourcePath path = request.getResourcePathObject();
        return path.isEmpty() ? list() : response(id(path), existing(path));
    }

    @Override
    synchronized ResourceResponse create(Context context, CreateRequest request) throws ResourceException {
        if (request.getNewResourceId() == null) {
            throw new BadRequestException("A new configuration needs an id");
        }
        ResourcePath path = request.getResourcePathObject().child(request.getNewResourceId());
        if (project.read(id(path)).isPresent()) {
            throw new PreconditionFailedException("A configuration " + path + " exists already");
        }
        return store(id(path), request.getContent());
    }

    @Override
    synchronized ResourceResponse update(Context context, UpdateRequest request) throws ResourceException {
        ResourcePath path = request.getResourcePathObject();
        existing(path);
        return store(id(path), request.getContent());
    }

    @Override
    synchronized ResourceResponse patch(Context context, PatchRequest request) throws ResourceException {
        ResourcePath path = request.getResourcePathObject();
        JsonValue content = new JsonValue(existing(path));
        JsonValuePatch.apply(content, request.getPatchOperations());
        return store(id(path), content);
    }

    @Override
    synchronized ResourceResponse delete(Context context, DeleteRequest request) throws ResourceException {
        ResourcePath path = request.getResourcePathObject();
        Map<String, Object> content = existing(path);
        try {
            project.delete(id(path));
        } catch (IOException e) {
            throw new InternalServerErrorException(e.getMessage(), e);
        }
        live.unload(id(path));
        return response(id(path), content);
    }

    @Override
    QueryResponse query(Context context, QueryRequest request, QueryResourceHandler handler)
            throws ResourceException {
        Stream<JsonValue> all = project.configurations().stream().map(
                id -> response(id, project.read(id).orElseGet(LinkedHashMap::new)).getContent());
        Query.Page page = Query.run(request, NamedQueries.filter(request), all);
        for (JsonValue config : page.objects()) {
            handler.handleResource(Responses.newResourceResponse(config.get("_id").asString(), null, config));
        }
        return page.response();
    }

    private ResourceResponse store(ConfigId id, JsonValue content) throws ResourceException {
        Map<String, Object> stored = Json.copyObject(content);
        stored.remove("_id");
        stored.remove("_rev");
        try {
            project.write(id, stored);
        } catch (IOException e) {
            throw new InternalServerErrorException("conf/" + id.fileName() + ": " + e.getMessage(), e);
        }
        try {
            live.load(id, stored);
        } catch (ProjectException e) {
            LOGGER.error("stored, but not in force: {}", e.getMessage());
        }
        return response(id, stored);
    }

    private ResourceResponse list() {
        List<Object> entries = new ArrayList<>();
        for (ConfigId id : project.configurations()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("_id", id.path());
            entry.put("pid", id.path().replace('/', '.'));
            entry.put("factoryPid", id.alias() == null ? null : id.factory());
            entries.add(entry);
        }
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("configurations", entries);
        return Responses.newResourceResponse("", null, new JsonValue(content));
    }

    private Map<String, Object> existing(ResourcePath path) throws ResourceException {
        Optional<Map<String, Object>> content = project.read(id(path));
        return content.orElseThrow(() -> new NotFoundException("No configuration exists for id " + path));
    }

    private static ResourceResponse response(ConfigId id, Map<String, Object> content) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("_id", id.path());
        answer.putAll(content);
        return Responses.newResourceResponse(id.path(), null, new JsonValue(answer));
    }

    private static ConfigId id(ResourcePath path) throws NotFoundException {
        return ConfigId.ofPath(path).orElseThrow(() -> new NotFoundException("No configuration exists for id " + path));
    }
}
