package passwordsync.corehost;

import java.util.List;
import java.util.Map;
import org.forgerock.json.resource.ResourceException;

/**
 * A repository whose calls pass the holds. They wait outside of its locks, so that one held call holds up no other. A
 * call that the repository refuses had no effect and never comes to the moment after.
 */
final class HoldingRepository implements Repository {
    private interface Call<T> {
        T run() throws ResourceException;
    }

    private final Repository repository;
    private final Holds holds;

    HoldingRepository(Repository repository, Holds holds) {
        this.repository = repository;
        this.holds = holds;
    }

    @Override
    public Stored create(String type, String id, Map<String, Object> content) throws ResourceException {
        return passing("create", type, id, () -> repository.create(type, id, content));
    }

    @Override
    public Stored read(String type, String id) throws ResourceException {
        return passing("read", type, id, () -> repository.read(type, id));
    }

    @Override
    public Stored update(String type, String id, String revision, Map<String, Object> content)
            throws ResourceException {
        return passing("update", type, id, () -> repository.update(type, id, revision, content));
    }

    @Override
    public Stored delete(String type, String id, String revision) throws ResourceException {
        return passing("delete", type, id, () -> repository.delete(type, id, revision));
    }

    @Override
    public List<Stored> all(String type) throws ResourceException {
        return passing("query", type, null, () -> repository.all(type));
    }

    @Override
    public List<String> types() {
        return repository.types();
    }

    private <T> T passing(String operation, String type, String id, Call<T> call) throws ResourceException {
        holds.pass(operation, type, id, HoldSpec.When.BEFORE);
        T result = call.run();
        holds.pass(operation, type, id, HoldSpec.When.AFTER);
        return result;
    }
}
