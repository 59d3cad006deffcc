package passwordsync.corehost;

import com.sun.net.httpserver.HttpExchange;
import java.util.HashMap;
import org.forgerock.http.protocol.Request;
import org.forgerock.http.protocol.Response;
import org.forgerock.http.routing.UriRouterContext;
import org.forgerock.http.session.Session;
import org.forgerock.http.session.SessionContext;
import org.forgerock.services.context.AttributesContext;
import org.forgerock.services.context.ClientContext;
import org.forgerock.services.context.Context;
import org.forgerock.services.context.RequestAuditContext;
import org.forgerock.services.context.RootContext;

/**
 * The contexts a request has on a server before its filters run, in the server's order. Scripts see them as
 * `context.client`, `context.attributes` and so on; an external client context is what hides private properties.
 */
final class RequestContexts {

    /** Nothing outlives a request: every request authenticates itself. */
    private static final class NoSession extends HashMap<String, Object> implements Session {
        @Override
        public void save(Response response) {
            // No cookie to write.
        }
    }

    private RequestContexts() {
    }

    static Context of(HttpExchange exchange, Request request, String root) {
        Context session = new SessionContext(new RootContext(), new NoSession());
        Context routed = UriRouterContext.uriRouterContext(session)
                .matchedUri(root)
                .remainingUri(exchange.getRequestURI().getRawPath().substring(root.length()))
                .originalUri(request.getUri().asURI())
                .build();
        return ClientContext.buildExternalClientContext(new AttributesContext(new RequestAuditContext(routed)))
                .remoteUser(null)
                .remoteAddress(exchange.getRemoteAddress().getAddress().getHostAddress())
                .remotePort(exchange.getRemoteAddress().getPort())
                .userAgent(request.getHeaders().getFirst("User-Agent"))
                .secure(false)
                .localAddress(exchange.getLocalAddress().getAddress().getHostAddress())
                .localPort(exchange.getLocalAddress().getPort())
                .build();
    }
}
