package passwordsync.corehost;

import java.util.List;
import java.util.Map;
import org.forgerock.json.resource.NotFoundException;
import org.forgerock.json.resource.PreconditionFailedException;

/**
 * Objects with revisions, grouped in types such as `managed/user`. Every call is atomic and, once it returned, final.
 * The maps that go in and out are shared and must not be changed by anyone: callers copy.
 */
interface Repository {

    /** A stored object. The content is without `_id` and `_rev`. */
    record Stored(String id, String revision, Map<String, Object> content) {
    }

    Stored create(String type, String id, Map<String, Object> content) throws PreconditionFailedException;

    /** The object, or null. */
    Stored read(String type, String id);

    /** Replaces the whole object; a revision of null means whatever is there. */
    Stored update(String type, String id, String revision, Map<String, Object> content)
            throws NotFoundException, PreconditionFailedException;

    Stored delete(String type, String id, String revision) throws NotFoundException, PreconditionFailedException;

    /** All objects of the type, the oldest first; none for a type never heard of. */
    List<Stored> all(String type);

    List<String> types();
}
