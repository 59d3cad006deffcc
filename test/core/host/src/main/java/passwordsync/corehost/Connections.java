package passwordsync.corehost;

import org.forgerock.json.resource.AbstractConnectionWrapper;
import org.forgerock.json.resource.Connection;
import org.forgerock.json.resource.ConnectionFactory;
import org.forgerock.json.resource.CreateRequest;
import org.forgerock.json.resource.Requests;
import org.forgerock.json.resource.ResourceException;
import org.forgerock.json.resource.ResourceResponse;
import org.forgerock.json.resource.Resources;
import org.forgerock.json.resource.Router;
import org.forgerock.openidm.router.IDMConnectionFactory;
import org.forgerock.openidm.router.impl.JsonResourceRouterService;
import org.forgerock.services.context.Context;
import org.forgerock.util.promise.Promise;
import org.forgerock.util.promise.Promises;
import org.osgi.service.component.ComponentContext;

/** The two ways to the router: external, for HTTP, and the vendor's internal one, for scripts and the core itself. */
final class Connections {
    private Connections() {
    }

    /**
     * A connection that copies create requests, as the server's does. Without the copy a PUT that is tried as a create
     * and then becomes an update would carry what onCreate did to the object.
     */
    static ConnectionFactory external(Router router) {
        ConnectionFactory direct = Resources.newInternalConnectionFactory(FailureLog.around(router));
        return new ConnectionFactory() {
            @Override
            public Connection getConnection() throws ResourceException {
                return new CopyingCreates(direct.getConnection());
            }

            @Override
            public Promise<Connection, ResourceException> getConnectionAsync() {
                try {
                    return Promises.newResultPromise(getConnection());
                } catch (ResourceException e) {
                    return e.asPromise();
                }
            }

            @Override
            public void close() {
                direct.close();
            }
        };
    }

    static IDMConnectionFactory internal(ConnectionFactory external) {
        JsonResourceRouterService router = new JsonResourceRouterService();
        Privates.set(router, JsonResourceRouterService.class, "external", ConnectionFactory.class, external);
        Privates.call(router, JsonResourceRouterService.class, "activate", ComponentContext.class, null);
        return router;
    }

    private static final class CopyingCreates extends AbstractConnectionWrapper<Connection> {
        CopyingCreates(Connection connection) {
            super(connection);
        }

        @Override
        public ResourceResponse create(Context context, CreateRequest request) throws ResourceException {
            return super.create(context, Requests.copyOfCreateRequest(request));
        }

        @Override
        public Promise<ResourceResponse, ResourceException> createAsync(Context context, CreateRequest request) {
            return super.createAsync(context, Requests.copyOfCreateRequest(request));
        }
    }
}
