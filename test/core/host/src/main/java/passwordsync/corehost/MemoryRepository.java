package passwordsync.corehost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.forgerock.json.resource.NotFoundException;
import org.forgerock.json.resource.PreconditionFailedException;

/**
 * Objects in memory, each change written to a journal before it is made. One lock a type: no call holds it for longer
 * than a map operation and a line of the journal.
 */
final class MemoryRepository implements Repository {
    private final Map<String, Map<String, Stored>> types;
    private final Journal journal;

    /** Starts with these objects, which the journal has already. */
    MemoryRepository(Map<String, Map<String, Stored>> types, Journal journal) {
        this.types = new ConcurrentSkipListMap<>(types);
        this.journal = journal;
    }

    @Override
    public Stored create(String type, String id, Map<String, Object> content) throws PreconditionFailedException {
        Map<String, Stored> objects = types.computeIfAbsent(type, unused -> new LinkedHashMap<>());
        Stored created = new Stored(id, "0", content);
        synchronized (objects) {
            if (objects.containsKey(id)) {
                throw new PreconditionFailedException("An object " + type + "/" + id + " exists already");
            }
            journal.put(type, created);
            objects.put(id, created);
        }
        return created;
    }

    @Override
    public Stored read(String type, String id) {
        return locked(type, objects -> objects.get(id));
    }

    @Override
    public Stored update(String type, String id, String revision, Map<String, Object> content)
            throws NotFoundException, PreconditionFailedException {
        Map<String, Stored> objects = existing(type);
        synchronized (objects) {
            Stored current = expected(type, id, revision, objects.get(id));
            Stored updated = new Stored(id, String.valueOf(Long.parseLong(current.revision()) + 1), content);
            journal.put(type, updated);
            objects.put(id, updated);
            return updated;
        }
    }

    @Override
    public Stored delete(String type, String id, String revision)
            throws NotFoundException, PreconditionFailedException {
        Map<String, Stored> objects = existing(type);
        synchronized (objects) {
            Stored current = expected(type, id, revision, objects.get(id));
            journal.remove(type, id);
            objects.remove(id);
            return current;
        }
    }

    @Override
    public List<Stored> all(String type) {
        return locked(type, objects -> new ArrayList<>(objects.values()));
    }

    @Override
    public List<String> types() {
        return new ArrayList<>(types.keySet());
    }

    private <T> T locked(String type, Function<Map<String, Stored>, T> action) {
        Map<String, Stored> objects = existing(type);
        synchronized (objects) {
            return action.apply(objects);
        }
    }

    private Map<String, Stored> existing(String type) {
        Map<String, Stored> objects = types.get(type);
        return objects == null ? Map.of() : objects;
    }

    private static Stored expected(String type, String id, String revision, Stored current)
            throws NotFoundException, PreconditionFailedException {
        if (current == null) {
            throw new NotFoundException("No object " + type + "/" + id);
        }
        if (revision != null && !revision.equals(current.revision())) {
            throw new PreconditionFailedException("The object " + type + "/" + id + " has revision "
                    + current.revision() + ", and not " + revision);
        }
        return current;
    }
}
