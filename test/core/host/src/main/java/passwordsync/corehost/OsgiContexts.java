package passwordsync.corehost;

import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.forgerock.openidm.config.enhanced.JSONEnhancedConfig;
import org.osgi.framework.Constants;
import org.osgi.service.component.ComponentContext;

/** The little of an OSGi component context that the vendor's components ask for: their configuration. */
final class OsgiContexts {
    private OsgiContexts() {
    }

    static ComponentContext with(String pid, Map<String, Object> configuration) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_PID, pid);
        properties.put(JSONEnhancedConfig.JSON_CONFIG_PROPERTY, Json.text(configuration));
        return (ComponentContext) Proxy.newProxyInstance(
                OsgiContexts.class.getClassLoader(),
                new Class<?>[] {ComponentContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getProperties" -> properties;
                    case "getBundleContext" -> null;
                    case "toString" -> pid;
                    default -> throw new UnsupportedOperationException("no OSGi here: " + method.getName());
                });
    }
}
