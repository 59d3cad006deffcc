package passwordsync.corehost;

import java.util.List;
import java.util.Map;
import org.forgerock.json.JsonValue;
import org.forgerock.json.resource.ActionRequest;
import org.forgerock.json.resource.ActionResponse;
import org.forgerock.json.resource.NotFoundException;
import org.forgerock.json.resource.ReadRequest;
import org.forgerock.json.resource.ResourceException;
import org.forgerock.json.resource.ResourceResponse;
import org.forgerock.json.resource.Responses;
import org.forgerock.openidm.core.ServerConstants;
import org.forgerock.services.context.Context;

/** Routes the core calls and whose services are not to be had: they agree with everything and do nothing. */
final class StandIns {
    private StandIns() {
    }

    /** No property breaks a policy. */
    static final class Policy extends Route {
        @Override
        ActionResponse action(Context context, ActionRequest request) {
            return answer(Map.of("result", true, "failedPolicyRequirements", List.of()));
        }
    }

    /** No mapping, so nothing to synchronise. */
    static final class Sync extends Route {
        @Override
        ActionResponse action(Context context, ActionRequest request) {
            return answer(Map.of());
        }
    }

    /** `info/ping` is what a launcher waits for; by the time it is served, everything else is. */
    static final class Info extends Route {
        @Override
        ResourceResponse read(Context context, ReadRequest request) throws ResourceException {
            String name = request.getResourcePath();
            return switch (name) {
                case "ping" -> response("", Map.of("state", "ACTIVE_READY", "shortDesc", "OpenIDM ready"));
                case "version" -> response("", Map.of("productVersion", ServerConstants.getVersion()));
                default -> throw new NotFoundException("No info/" + name);
            };
        }
    }

    private static ActionResponse answer(Map<String, Object> content) {
        return Responses.newActionResponse(new JsonValue(content));
    }

    private static ResourceResponse response(String id, Map<String, Object> content) {
        return Responses.newResourceResponse(id, null, new JsonValue(content));
    }
}
