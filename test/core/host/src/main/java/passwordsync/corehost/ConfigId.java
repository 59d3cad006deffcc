package passwordsync.corehost;

import java.util.Comparator;
import java.util.Optional;
import org.forgerock.json.resource.ResourcePath;

/**
 * The name of a configuration: `managed`, or factory and alias, `endpoint` and `x`. A file name splits at its first
 * hyphen, so `schedule-a-b.json` is the schedule `a-b`.
 */
record ConfigId(String factory, String alias) implements Comparable<ConfigId> {
    private static final String SUFFIX = ".json";

    static Optional<ConfigId> ofFileName(String name) {
        if (!name.endsWith(SUFFIX) || name.startsWith(".")) {
            return Optional.empty();
        }
        String[] parts = name.substring(0, name.length() - SUFFIX.length()).split("-", 2);
        return Optional.of(new ConfigId(parts[0], parts.length == 2 ? parts[1] : null));
    }

    /** Empty for a path of no or of more than two elements, and for names that would leave conf/. */
    static Optional<ConfigId> ofPath(ResourcePath path) {
        if (path.isEmpty() || path.size() > 2) {
            return Optional.empty();
        }
        for (int i = 0; i < path.size(); i++) {
            if (path.get(i).contains("/") || path.get(i).contains("\\") || path.get(i).startsWith(".")) {
                return Optional.empty();
            }
        }
        return Optional.of(new ConfigId(path.get(0), path.size() == 2 ? path.get(1) : null));
    }

    static ConfigId single(String name) {
        return new ConfigId(name, null);
    }

    boolean isA(String wantedFactory) {
        return alias != null && factory.equals(wantedFactory);
    }

    /** As in `config/ID`. */
    String path() {
        return alias == null ? factory : factory + "/" + alias;
    }

    String fileName() {
        return (alias == null ? factory : factory + "-" + alias) + SUFFIX;
    }

    @Override
    public int compareTo(ConfigId other) {
        return Comparator.comparing(ConfigId::fileName).compare(this, other);
    }
}
