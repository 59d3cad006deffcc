package passwordsync.corehost;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.script.ScriptException;
import org.forgerock.json.JsonValue;
import org.forgerock.openidm.config.enhanced.EnhancedConfig;
import org.forgerock.openidm.crypto.CryptoService;
import org.forgerock.openidm.router.IDMConnectionFactory;
import org.forgerock.openidm.script.impl.ScriptRegistryService;
import org.forgerock.script.javascript.RhinoScriptEngineFactory;

/** The vendor's script registry with its Rhino engine: `openidm`, `identityServer`, `logger`, `require` are its own. */
final class Scripts extends ScriptRegistryService {

    static Scripts start(
            Project project, EnhancedConfig config, IDMConnectionFactory connections, CryptoService crypto) {
        Scripts scripts = new Scripts();
        Map<String, Object> settings = project.read(ConfigId.single("script")).orElseGet(Scripts::stockSettings);
        try {
            Privates.set(scripts, ScriptRegistryService.class, "enhancedConfig", EnhancedConfig.class, config);
            scripts.addingEntries(new RhinoScriptEngineFactory());
            scripts.activate(OsgiContexts.with(PID, settings));
        } catch (Exception e) {
            throw new ProjectException("conf/script.json: " + ProjectException.reason(e));
        }
        scripts.bindCryptoService(crypto);
        scripts.setConnectionFactory(connections);
        return scripts;
    }

    /** Finds and compiles a script of a configuration file: a mistake is told at start and not at the first use. */
    void check(JsonValue script) throws ScriptException {
        if (!takeScript(script).isActive()) {
            throw new ScriptException("no engine for scripts of type " + script.get("type").getObject());
        }
    }

    /** What matters of a server's script.json: the search path, the project's script/ first since the last one wins. */
    private static Map<String, Object> stockSettings() {
        Map<String, Object> sources = new LinkedHashMap<>();
        sources.put("default", Map.of("directory", "&{launcher.install.location}/bin/defaults/script"));
        sources.put("install", Map.of("directory", "&{launcher.install.location}"));
        sources.put("project", Map.of("directory", "&{launcher.project.location}"));
        sources.put("project-script", Map.of("directory", "&{launcher.project.location}/script"));
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("properties", Map.of());
        settings.put("ECMAScript", new LinkedHashMap<>(Map.of("javascript.recompile.minimumInterval", "60000")));
        settings.put("sources", sources);
        return settings;
    }
}
