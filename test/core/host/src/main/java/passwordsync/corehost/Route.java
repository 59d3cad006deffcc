package passwordsync.corehost;

import org.forgerock.json.resource.ActionRequest;
import org.forgerock.json.resource.ActionResponse;
import org.forgerock.json.resource.BadRequestException;
import org.forgerock.json.resource.CreateRequest;
import org.forgerock.json.resource.DeleteRequest;
import org.forgerock.json.resource.InternalServerErrorException;
import org.forgerock.json.resource.NotSupportedException;
import org.forgerock.json.resource.PatchRequest;
import org.forgerock.json.resource.QueryRequest;
import org.forgerock.json.resource.QueryResourceHandler;
import org.forgerock.json.resource.QueryResponse;
import org.forgerock.json.resource.ReadRequest;
import org.forgerock.json.resource.Request;
import org.forgerock.json.resource.RequestHandler;
import org.forgerock.json.resource.ResourceException;
import org.forgerock.json.resource.ResourceResponse;
import org.forgerock.json.resource.UpdateRequest;
import org.forgerock.services.context.Context;
import org.forgerock.util.promise.Promise;
import org.forgerock.util.promise.Promises;

/**
 * A route of ours in plain methods that return or throw. What a subclass does not override is 501. Promises end here:
 * an exception that escaped from a handler would pass the router by and answer an HTML page of 500.
 */
abstract class Route implements RequestHandler {

    private interface Call<T> {
        T run() throws ResourceException;
    }

    ActionResponse action(Context context, ActionRequest request) throws ResourceException {
        throw unsupported(request);
    }

    ResourceResponse create(Context context, CreateRequest request) throws ResourceException {
        throw unsupported(request);
    }

    ResourceResponse delete(Context context, DeleteRequest request) throws ResourceException {
        throw unsupported(request);
    }

    ResourceResponse patch(Context context, PatchRequest request) throws ResourceException {
        throw unsupported(request);
    }

    QueryResponse query(Context context, QueryRequest request, QueryResourceHandler handler)
            throws ResourceException {
        throw unsupported(request);
    }

    ResourceResponse read(Context context, ReadRequest request) throws ResourceException {
        throw unsupported(request);
    }

    ResourceResponse update(Context context, UpdateRequest request) throws ResourceException {
        throw unsupported(request);
    }

    @Override
    public final Promise<ActionResponse, ResourceException> handleAction(Context context, ActionRequest request) {
        return promise(() -> action(context, request));
    }

    @Override
    public final Promise<ResourceResponse, ResourceException> handleCreate(Context context, CreateRequest request) {
        return promise(() -> create(context, request));
    }

    @Override
    public final Promise<ResourceResponse, ResourceException> handleDelete(Context context, DeleteRequest request) {
        return promise(() -> delete(context, request));
    }

    @Override
    public final Promise<ResourceResponse, ResourceException> handlePatch(Context context, PatchRequest request) {
        return promise(() -> patch(context, request));
    }

    @Override
    public final Promise<QueryResponse, ResourceException> handleQuery(
            Context context, QueryRequest request, QueryResourceHandler handler) {
        return promise(() -> query(context, request, handler));
    }

    @Override
    public final Promise<ResourceResponse, ResourceException> handleRead(Context context, ReadRequest request) {
        return promise(() -> read(context, request));
    }

    @Override
    public final Promise<ResourceResponse, ResourceException> handleUpdate(Context context, UpdateRequest request) {
        return promise(() -> update(context, request));
    }

    private static <T> Promise<T, ResourceException> promise(Call<T> call) {
        try {
            return Promises.newResultPromise(call.run());
        } catch (ResourceException e) {
            return e.asPromise();
        } catch (IllegalArgumentException | ClassCastException | ProjectException e) {
            return new BadRequestException(ProjectException.reason(e), e).asPromise();
        } catch (RuntimeException e) {
            return new InternalServerErrorException(ProjectException.reason(e), e).asPromise();
        }
    }

    private static NotSupportedException unsupported(Request request) {
        return new NotSupportedException(
                request.getRequestType() + " is not supported on " + request.getResourcePathObject());
    }
}
