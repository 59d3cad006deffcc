package passwordsync.corehost;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.forgerock.http.Filter;
import org.forgerock.http.Handler;
import org.forgerock.http.protocol.Headers;
import org.forgerock.http.protocol.Request;
import org.forgerock.http.protocol.Response;
import org.forgerock.http.protocol.Status;
import org.forgerock.json.resource.http.SecurityContextFactory;
import org.forgerock.services.context.AttributesContext;
import org.forgerock.services.context.ClientContext;
import org.forgerock.services.context.Context;
import org.forgerock.services.context.SecurityContext;
import org.forgerock.util.promise.NeverThrowsException;
import org.forgerock.util.promise.Promise;
import org.forgerock.util.promise.Promises;

/** Lets openidm-admin in, by basic authentication or IDM's own two headers, and anybody to info/ping. */
final class Authentication implements Filter {
    private static final String ADMIN = "openidm-admin";

    private final byte[] adminPassword;

    Authentication(String adminPassword) {
        this.adminPassword = adminPassword.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Promise<Response, NeverThrowsException> filter(Context context, Request request, Handler next) {
        if (isAdmin(request.getHeaders())) {
            return next.handle(
                    authenticated(context, ADMIN, "INTERNAL_USER", "openidm-admin", "openidm-authorized"), request);
        }
        if (request.getUri().getPath().endsWith("/info/ping")) {
            return next.handle(authenticated(context, "anonymous", "STATIC_USER", "openidm-reg"), request);
        }
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", 401);
        error.put("reason", "Unauthorized");
        error.put("message", "Access Denied");
        Response refusal = new Response(Status.UNAUTHORIZED);
        refusal.setEntity(error);
        return Promises.newResultPromise(refusal);
    }

    boolean isAdmin(Headers headers) {
        String authorization = headers.getFirst("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            String[] parts = decode(authorization.substring(6).strip()).split(":", 2);
            return parts.length == 2 && isAdmin(parts[0], parts[1]);
        }
        return isAdmin(headers.getFirst("X-OpenIDM-Username"), headers.getFirst("X-OpenIDM-Password"));
    }

    private boolean isAdmin(String user, String password) {
        return ADMIN.equals(user)
                && password != null
                && MessageDigest.isEqual(password.getBytes(StandardCharsets.UTF_8), adminPassword);
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Leaves the attributes from which the vendor's HTTP adapter makes the security context that scripts see. */
    @SuppressWarnings("deprecation") // the server's authentication filter still does it so
    private static Context authenticated(Context context, String user, String module, String... roles) {
        Map<String, Object> authorization = new LinkedHashMap<>();
        authorization.put(SecurityContext.AUTHZID_ID, user);
        authorization.put(SecurityContext.AUTHZID_COMPONENT, "repo/internal/user");
        authorization.put(SecurityContext.AUTHZID_ROLES, new ArrayList<>(List.of(roles)));
        authorization.put("moduleId", module);
        authorization.put("ipAddress", context.asContext(ClientContext.class).getRemoteAddress());
        Map<String, Object> attributes = context.asContext(AttributesContext.class).getAttributes();
        attributes.put(SecurityContextFactory.ATTRIBUTE_AUTHCID, user);
        attributes.put(SecurityContextFactory.ATTRIBUTE_AUTHZID, authorization);
        return context;
    }
}
