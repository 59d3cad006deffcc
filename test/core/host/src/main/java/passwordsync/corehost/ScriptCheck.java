package passwordsync.corehost;

import javax.script.ScriptException;
import org.forgerock.json.JsonValue;
import org.forgerock.script.exception.ScriptCompilationException;

/** Compiles every script that a configuration file names. IDM itself would log a stack trace and go on without it. */
final class ScriptCheck {
    private static final String DEBUG = "javascript.exception.debug.info";

    private final Scripts scripts;

    ScriptCheck(Scripts scripts) {
        this.scripts = scripts;
    }

    /** Throws with file, place and reason when a script anywhere in the configuration cannot be used. */
    void check(ConfigId id, JsonValue config) {
        if (isScript(config)) {
            try {
                scripts.check(config);
            } catch (ScriptException | RuntimeException e) {
                String name = config.get("file").isString() ? " (" + config.get("file").asString() + ")" : "";
                throw new ProjectException("conf/" + id.fileName() + ": script at " + config.getPointer() + name + ": "
                        + ProjectException.reason(e) + hint(e));
            }
        }
        for (JsonValue child : config) {
            check(id, child);
        }
    }

    /** The engine strips the line from its messages, as on a server, unless a property says otherwise. */
    private static String hint(Exception thrown) {
        boolean stripped = thrown instanceof ScriptCompilationException && !Boolean.getBoolean(DEBUG);
        return stripped ? " (--property " + DEBUG + "=true tells the line)" : "";
    }

    private static boolean isScript(JsonValue config) {
        return config.isMap()
                && config.get("type").isString()
                && (config.get("file").isString() || config.get("source").isString());
    }
}
