package passwordsync.corehost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.forgerock.json.JsonValue;
import org.forgerock.json.resource.ActionRequest;
import org.forgerock.json.resource.ActionResponse;
import org.forgerock.json.resource.BadRequestException;
import org.forgerock.json.resource.CreateRequest;
import org.forgerock.json.resource.DeleteRequest;
import org.forgerock.json.resource.InternalServerErrorException;
import org.forgerock.json.resource.NotFoundException;
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
import org.forgerock.services.context.Context;
import org.quartz.CronExpression;
import org.quartz.SchedulerException;

/** `scheduler/job`, with the action `trigger` that newer servers have: here it answers when the job has ended. */
final class SchedulerRoute extends Route {

    private interface Call<T> {
        T run() throws ResourceException, SchedulerException;
    }

    private final Schedules schedules;

    SchedulerRoute(Schedules schedules) {
        this.schedules = schedules;
    }

    @Override
    ResourceResponse create(Context context, CreateRequest request) throws ResourceException {
        requireJobs(request.getResourcePathObject(), 1);
        String id = request.getNewResourceId() == null ? UUID.randomUUID().toString() : request.getNewResourceId();
        return quartz(() -> {
            if (schedules.exists(id)) {
                throw new PreconditionFailedException("Schedule already exists");
            }
            return put(id, request.getContent(), false);
        });
    }

    @Override
    ResourceResponse read(Context context, ReadRequest request) throws ResourceException {
        String id = id(request.getResourcePathObject());
        return quartz(() -> response(id));
    }

    @Override
    ResourceResponse update(Context context, UpdateRequest request) throws ResourceException {
        String id = id(request.getResourcePathObject());
        return quartz(() -> {
            schedules.view(id);
            return put(id, request.getContent(), true);
        });
    }

    @Override
    ResourceResponse delete(Context context, DeleteRequest request) throws ResourceException {
        String id = id(request.getResourcePathObject());
        return quartz(() -> {
            ResourceResponse deleted = response(id);
            schedules.unload(id);
            return deleted;
        });
    }

    @Override
    QueryResponse query(Context context, QueryRequest request, QueryResourceHandler handler)
            throws ResourceException {
        requireJobs(request.getResourcePathObject(), 1);
        List<JsonValue> jobs = quartz(() -> {
            List<JsonValue> views = new ArrayList<>();
            for (String name : schedules.names().stream().sorted().toList()) {
                views.add(schedules.view(name));
            }
            return views;
        });
        Query.Page page = Query.run(request, NamedQueries.filter(request), jobs.stream());
        for (JsonValue job : page.objects()) {
            handler.handleResource(Responses.newResourceResponse(job.get("_id").asString(), null, job));
        }
        return page.responseWithTotal();
    }

    @Override
    ActionResponse action(Context context, ActionRequest request) throws ResourceException {
        ResourcePath path = request.getResourcePathObject();
        if (path.isEmpty() && request.getAction().equals("validateQuartzCronExpression")) {
            String expression = request.getContent().get("cronExpression").asString();
            return answer("valid", expression != null && CronExpression.isValidExpression(expression));
        }
        if (path.size() == 2 && request.getAction().equals("trigger")) {
            return trigger(id(path));
        }
        requireJobs(path, 1);
        return quartz(() -> switch (request.getAction()) {
            case "listCurrentlyExecutingJobs" -> Responses.newActionResponse(new JsonValue(schedules.running()));
            case "pauseJobs" -> {
                schedules.pause();
                yield answer("success", true);
            }
            case "resumeJobs" -> {
                schedules.resume();
                yield answer("success", true);
            }
            default -> throw new BadRequestException("Unknown action: " + request.getAction());
        });
    }

    private ActionResponse trigger(String id) throws ResourceException {
        String failure = quartz(() -> schedules.trigger(id));
        Map<String, Object> outcome = new LinkedHashMap<>();
        outcome.put("success", failure == null);
        if (failure != null) {
            outcome.put("error", failure);
        }
        return Responses.newActionResponse(new JsonValue(outcome));
    }

    /** A job that does not say whether it is persisted is not, until it is updated: so the server has it. */
    private ResourceResponse put(String id, JsonValue content, boolean persistedDefault)
            throws ResourceException, SchedulerException {
        schedules.put(id, Schedule.of(content, persistedDefault));
        return response(id);
    }

    private ResourceResponse response(String id) throws ResourceException, SchedulerException {
        return Responses.newResourceResponse(id, null, schedules.view(id));
    }

    private static ActionResponse answer(String key, boolean value) {
        return Responses.newActionResponse(new JsonValue(new LinkedHashMap<>(Map.of(key, value))));
    }

    private static String id(ResourcePath path) throws NotFoundException {
        requireJobs(path, 2);
        return path.leaf();
    }

    private static void requireJobs(ResourcePath path, int size) throws NotFoundException {
        if (path.size() != size || !path.get(0).equals("job")) {
            throw new NotFoundException("No scheduler/" + path);
        }
    }

    private static <T> T quartz(Call<T> call) throws ResourceException {
        try {
            return call.run();
        } catch (SchedulerException e) {
            // Such as a trigger that never fires, since its end is past.
            throw new InternalServerErrorException(e.getMessage(), e);
        }
    }
}
