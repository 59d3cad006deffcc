package passwordsync.corehost;

import java.util.Map;
import org.forgerock.json.JsonValue;
import org.forgerock.openidm.config.enhanced.EnhancedConfig;

/** Puts configuration into force: at start all of it, later one at a time when it is changed over REST. */
final class LiveConfig {
    private static final ConfigId MANAGED = ConfigId.single("managed");

    private final Project project;
    private final EnhancedConfig config;
    private final ScriptCheck scriptCheck;
    private final ManagedObjects managed;
    private final Endpoints endpoints;
    private final Schedules schedules;

    LiveConfig(
            Project project,
            EnhancedConfig config,
            Scripts scripts,
            ManagedObjects managed,
            Endpoints endpoints,
            Schedules schedules) {
        this.project = project;
        this.config = config;
        this.scriptCheck = new ScriptCheck(scripts);
        this.managed = managed;
        this.endpoints = endpoints;
        this.schedules = schedules;
    }

    /** Reads every file, also those nothing here uses: a broken custom-x.json is an error of the project as well. */
    void loadAll() {
        if (project.read(MANAGED).isEmpty()) {
            throw new ProjectException("conf/managed.json: missing");
        }
        for (ConfigId id : project.configurations()) {
            project.read(id).ifPresent(content -> load(id, content));
        }
    }

    /** Scripts are checked first, so that a mistake in one throws here and leaves what was in force before. */
    void load(ConfigId id, Map<String, Object> content) {
        boolean isManaged = id.equals(MANAGED);
        if (!isManaged && !id.isA("endpoint") && !id.isA("schedule")) {
            return;
        }
        try {
            JsonValue resolved = config.getConfigurationAsJson(OsgiContexts.with(id.path(), content));
            scriptCheck.check(id, resolved);
            if (isManaged) {
                managed.load(content);
            } else if (id.isA("endpoint")) {
                endpoints.load(id.alias(), resolved);
            } else {
                schedules.load(id.alias(), resolved);
            }
        } catch (ProjectException e) {
            throw e;
        } catch (Exception e) {
            throw new ProjectException("conf/" + id.fileName() + ": " + ProjectException.reason(e));
        }
    }

    /** The configuration is gone: so is what it made. A deleted schedule file deletes its job. */
    void unload(ConfigId id) {
        if (id.equals(MANAGED)) {
            managed.unload();
        } else if (id.isA("endpoint")) {
            endpoints.unload(id.alias());
        } else if (id.isA("schedule")) {
            schedules.unload(id.alias());
        }
    }
}
