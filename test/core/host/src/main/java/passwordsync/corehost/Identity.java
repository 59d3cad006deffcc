package passwordsync.corehost;

import java.nio.file.Path;
import java.util.Map;

/**
 * What `identityServer.getProperty` and `&{name}` see. The vendor's IdentityServer reads these when its class is
 * loaded, so this runs before anything else of the vendor's: afterwards the boot file would silently be ignored.
 */
final class Identity {
    private Identity() {
    }

    static void install(Project project, Path working, Map<String, String> overrides) {
        System.setProperty("launcher.project.location", project.root().toString());
        System.setProperty("launcher.install.location", project.root().toString());
        System.setProperty("launcher.working.location", working.toString());
        System.setProperty("openidm.boot.file", project.bootProperties().toString());
        // System properties win over the boot file there, which makes them the overrides.
        overrides.forEach(System::setProperty);
    }
}
