package passwordsync.corehost;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** The command line. */
record Options(
        Path project,
        Optional<Path> data,
        int port,
        String adminPassword,
        Map<String, String> properties,
        boolean stockKeystore,
        boolean manualSchedules,
        boolean exitWithParent) {

    static final String USAGE = String.join("\n",
            "usage: java -cp 'target/core-host.jar:target/lib/*' passwordsync.corehost.Main --project DIR [OPTION...]",
            "  --project DIR           an IDM project: conf/ and script/",
            "  --data DIR              keep objects and key there, so that a process started after a kill -9 finds them",
            "  --port N                port on the loopback address (default 0: any free one)",
            "  --admin-password P      password of openidm-admin (default openidm-admin)",
            "  --property NAME=VALUE   wins over conf/boot/boot.properties; may be repeated",
            "  --stock-keystore        derive keys as slowly as a stock server does (200,000 rounds instead of 10,000)",
            "  --manual-schedules      jobs run only when triggered over HTTP, until resumeJobs",
            "  --exit-with-parent      end when standard input ends");

    static Options parse(String... arguments) {
        Path project = null;
        Optional<Path> data = Optional.empty();
        int port = 0;
        String adminPassword = "openidm-admin";
        Map<String, String> properties = new LinkedHashMap<>();
        boolean stockKeystore = false;
        boolean manualSchedules = false;
        boolean exitWithParent = false;
        Queue<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String option = rest.remove();
            switch (option) {
                case "--project" -> project = folder(value(option, rest));
                case "--data" -> data = Optional.of(folder(value(option, rest)));
                case "--port" -> port = port(value(option, rest));
                case "--admin-password" -> adminPassword = value(option, rest);
                case "--property" -> addProperty(value(option, rest), properties);
                case "--stock-keystore" -> stockKeystore = true;
                case "--manual-schedules" -> manualSchedules = true;
                case "--exit-with-parent" -> exitWithParent = true;
                default -> throw new UsageException("unknown option " + option);
            }
        }
        if (project == null) {
            throw new UsageException("--project DIR is missing");
        }
        return new Options(
                project, data, port, adminPassword, properties, stockKeystore, manualSchedules, exitWithParent);
    }

    private static String value(String option, Queue<String> rest) {
        if (rest.isEmpty()) {
            throw new UsageException(option + " needs a value");
        }
        return rest.remove();
    }

    private static Path folder(String value) {
        return Path.of(value).toAbsolutePath().normalize();
    }

    private static int port(String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, with the limits.
        }
        throw new UsageException("--port needs a number from 0 to 65535, and not " + value);
    }

    private static void addProperty(String assignment, Map<String, String> properties) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new UsageException("--property needs NAME=VALUE, and not " + assignment);
        }
        properties.put(assignment.substring(0, equals), assignment.substring(equals + 1));
    }
}
