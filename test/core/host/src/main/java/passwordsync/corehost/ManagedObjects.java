package passwordsync.corehost;

import java.util.List;
import java.util.Map;
import org.forgerock.openidm.config.enhanced.EnhancedConfig;
import org.forgerock.openidm.crypto.CryptoService;
import org.forgerock.openidm.managed.ManagedObjectService;
import org.forgerock.openidm.router.IDMConnectionFactory;
import org.forgerock.openidm.router.RouteService;
import org.forgerock.script.ScriptRegistry;

/** The vendor's managed objects, hooks, patches and encryption included. */
final class ManagedObjects extends ManagedObjectService {
    private boolean active;

    ManagedObjects(
            EnhancedConfig config, CryptoService crypto, ScriptRegistry scripts, IDMConnectionFactory connections) {
        Privates.set(this, ManagedObjectService.class, "enhancedConfig", EnhancedConfig.class, config);
        cryptoService = crypto;
        scriptRegistry = scripts;
        connectionFactory = connections;
        // Without a sync route the core logs a warning on every change and leaves out onSync.
        Privates.call(this, ManagedObjectService.class, "bindSyncRoute", RouteService.class, new RouteService() {
        });
    }

    /** Takes the objects of managed.json, at start or in place of those it has. */
    void load(Map<String, Object> configuration) throws Exception {
        if (!(configuration.get("objects") instanceof List)) {
            // The core would start with no objects at all, and every request would be a 404.
            throw new IllegalArgumentException("no list of objects");
        }
        if (active) {
            modified(OsgiContexts.with(PID, configuration));
        } else {
            activate(OsgiContexts.with(PID, configuration));
            active = true;
        }
    }

    void unload() {
        deactivate(null);
        active = false;
    }
}
