package passwordsync.corehost;

import java.util.List;
import java.util.Map;
import org.forgerock.json.resource.ResourceException;

/**
 * Objects with revisions, grouped in types such as `managed/user`. Every call is atomic and, once it returned, final.
 * The maps that go in and out are shared and must not be changed by anyone: callers copy.
 */
interface Repository {

    /** A stored object. The content is without `_id` and `_rev`. */
    record Stored(String id, String revision, Map<String, Object> content) {
    }

    Stored create(String type, String id, Map<String, Object> content) throws ResourceException;

    /** The object, or null. */
    Stored read(String type, String id) throws ResourceException;

    /** Replaces the whole object; a revision of null means whatever is there. */
    Stored update(String type, String id, String revision, Map<String, Object> content) throws ResourceException;

    Stored delete(String type, String id, String revision) throws ResourceException;

    /** All objects of the type, the oldest first; none for a type never heard of. */
    List<Stored> all(String type) throws ResourceException;

    List<String> types();
}
