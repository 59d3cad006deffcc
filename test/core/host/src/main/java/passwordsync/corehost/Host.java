package passwordsync.corehost;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.forgerock.http.routing.RoutingMode;
import org.forgerock.json.resource.ConnectionFactory;
import org.forgerock.json.resource.RequestHandler;
import org.forgerock.json.resource.ResourceException;
import org.forgerock.json.resource.Router;
import org.forgerock.openidm.config.enhanced.JSONEnhancedConfig;
import org.forgerock.openidm.crypto.CryptoService;
import org.forgerock.openidm.router.IDMConnectionFactory;

/**
 * The parts, put together. What the OSGi container does on a server by declared dependencies is the order of the lines
 * here: scripts need crypto and connections, managed objects need scripts, and the router has to exist before all.
 */
final class Host {
    private Host() {
    }

    /** Starts everything and returns the address. Nothing is ever stopped: the process ends, as in a crash. */
    static String start(Options options, Optional<DataFolder> data, Path working) throws Exception {
        Project project = new Project(options.project());
        Identity.install(project, working, options.properties());
        if (!options.stockKeystore()) {
            Crypto.makeKeystoresCheap();
        }
        Counters counters = new Counters();
        Router router = new Router();
        ConnectionFactory external = Connections.external(router);
        IDMConnectionFactory connections = Connections.internal(external);
        CryptoService crypto = Crypto.open(keys(data, project, working), counters);
        JSONEnhancedConfig config = new JSONEnhancedConfig();
        config.bindCryptoService(crypto);

        Scripts scripts = Scripts.start(project, config, connections, Crypto.counting(crypto, counters));
        ManagedObjects managed = new ManagedObjects(config, crypto, scripts, connections);
        Schedules schedules = new Schedules(new JobRuns(scripts));
        LiveConfig live = new LiveConfig(
                project, config, scripts, managed, new Endpoints(router, scripts), schedules);
        Repository repository =
                data.map(DataFolder::repository).orElseGet(() -> new MemoryRepository(Map.of(), Journal.NONE));
        addInternalRoles(repository);
        Holds holds = new Holds();

        route(router, "managed", managed);
        route(router, "repo", new RepoRoute(new HoldingRepository(repository, holds), counters));
        route(router, "config", new ConfigRoute(project, live));
        route(router, "audit", new AuditRoute(project));
        route(router, "scheduler", new SchedulerRoute(schedules));
        route(router, "external/rest", new ExternalRest());
        route(router, "script", scripts);
        route(router, "policy", new StandIns.Policy());
        route(router, "sync", new StandIns.Sync());
        route(router, "info", new StandIns.Info());
        live.loadAll();
        if (!options.manualSchedules()) {
            schedules.resume();
        }
        return HttpFront.start(
                options.port(), options.adminPassword(), external, new HostTools(repository, counters, holds)).url();
    }

    /** The data folder, which alone has to be enough; or the project's security/, as on a server. */
    private static Path keys(Optional<DataFolder> data, Project project, Path working) {
        Path security = project.root().resolve("security");
        return data.map(DataFolder::root).orElse(Files.isDirectory(security) ? security : working);
    }

    /** A server is born with these; a stock user refers to one of them, and its creation fails without. */
    private static void addInternalRoles(Repository repository) throws ResourceException {
        for (String role : List.of("admin", "authorized", "cert", "reg", "tasks-manager")) {
            if (repository.read("internal/role", "openidm-" + role) == null) {
                repository.create("internal/role", "openidm-" + role, Map.of("description", role));
            }
        }
    }

    private static void route(Router router, String path, RequestHandler handler) {
        router.addRoute(RoutingMode.STARTS_WITH, Router.uriTemplate(path), handler);
    }
}
