package passwordsync.corehost;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.script.ScriptException;
import org.forgerock.http.routing.RoutingMode;
import org.forgerock.json.JsonValue;
import org.forgerock.json.resource.Request;
import org.forgerock.json.resource.Router;
import org.forgerock.openidm.core.ServerConstants;
import org.forgerock.openidm.script.AbstractScriptedService;
import org.forgerock.openidm.script.ScriptedRequestHandler;
import org.forgerock.script.ScriptRegistry;
import org.forgerock.services.routing.RouteMatcher;
import org.osgi.framework.BundleContext;

/** Scripted endpoints: the vendor's request handler, on a route of ours since its component needs an OSGi registry. */
final class Endpoints {
    private final Router router;
    private final Scripts scripts;
    private final Map<String, RouteMatcher<Request>> routes = new ConcurrentHashMap<>();

    Endpoints(Router router, Scripts scripts) {
        this.router = router;
        this.scripts = scripts;
    }

    /** Serves `endpoint/NAME` and all below, or the path in the configuration's `context`, from its script. */
    void load(String name, JsonValue configuration) throws ScriptException {
        JsonValue script = configuration.copy();
        script.put(ServerConstants.CONFIG_FACTORY_PID, name);
        ScriptedRequestHandler handler = new ScriptedRequestHandler(scripts.takeScript(script), new Bindings(scripts));
        unload(name);
        String context = configuration.get("context").defaultTo("endpoint/" + name + "*").asString();
        boolean below = context.endsWith("*");
        routes.put(name, router.addRoute(
                below ? RoutingMode.STARTS_WITH : RoutingMode.EQUALS,
                Router.uriTemplate(below ? context.substring(0, context.length() - 1) : context),
                handler));
    }

    void unload(String name) {
        RouteMatcher<Request> route = routes.remove(name);
        if (route != null) {
            router.removeRoute(route);
        }
    }

    /** Puts `request` and `context` into a script's scope, as for every endpoint. */
    private static final class Bindings extends AbstractScriptedService {
        private final ScriptRegistry registry;

        Bindings(ScriptRegistry registry) {
            this.registry = registry;
        }

        @Override
        protected BundleContext getBundleContext() {
            return null;
        }

        @Override
        protected ScriptRegistry getScriptRegistry() {
            return registry;
        }
    }
}
