package passwordsync.corehost;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.forgerock.http.Handler;
import org.forgerock.http.filter.TransactionIdInboundFilter;
import org.forgerock.http.handler.Handlers;
import org.forgerock.http.protocol.Request;
import org.forgerock.http.protocol.Response;
import org.forgerock.http.protocol.Status;
import org.forgerock.json.resource.ConnectionFactory;
import org.forgerock.json.resource.CrestApplication;
import org.forgerock.json.resource.ResourceException;
import org.forgerock.json.resource.http.CrestHttp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The JDK's HTTP server before the vendor's HTTP adapter: from the parsing of parameters on, all is the vendor's. */
final class HttpFront {
    private static final Logger LOGGER = LoggerFactory.getLogger(HttpFront.class);
    private static final String ROOT = "/openidm";
    /** The server of the JDK writes these itself; twice they would make an invalid response. */
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding", "connection");

    private static final Pattern WORD = Pattern.compile("(?<=^|-)[a-z]");

    private final HttpServer server;
    private final Handler crest;
    private final Authentication authentication;
    private final HostTools tools;

    private HttpFront(HttpServer server, Handler crest, Authentication authentication, HostTools tools) {
        this.server = server;
        this.crest = crest;
        this.authentication = authentication;
        this.tools = tools;
    }

    static HttpFront start(int port, String adminPassword, ConnectionFactory connections, HostTools tools)
            throws IOException {
        // Without it every answer on a kept connection waits 40 ms for the client's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            throw new ProjectException("port " + port + " is taken: " + e.getMessage());
        }
        Authentication authentication = new Authentication(adminPassword);
        Handler crest = Handlers.chainOf(
                CrestHttp.newHttpHandler(application(connections)), new TransactionIdInboundFilter(), authentication);
        HttpFront front = new HttpFront(server, crest, authentication, tools);
        server.createContext("/", front::handle);
        // As many threads as it takes: requests that stand in a hold must not keep out the one that releases them.
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        return front;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + ROOT;
    }

    /** Whatever happens the exchange is answered: a client left waiting would look like a hanging hook. */
    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Response response;
            try {
                Request request = request(exchange);
                response = answer(exchange, request);
            } catch (Throwable e) { // a script that recurses for ever throws an Error
                LOGGER.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI().getPath(), e);
                response = error(Status.INTERNAL_SERVER_ERROR, e.toString());
            }
            send(exchange, response);
        }
    }

    private Response answer(HttpExchange exchange, Request request) throws Exception {
        String path = exchange.getRequestURI().getPath();
        String tool = path.startsWith(ROOT + "/_host/") ? path.substring((ROOT + "/_host/").length()) : null;
        if (!path.equals(ROOT) && !path.startsWith(ROOT + "/")) {
            return error(Status.NOT_FOUND, "Only " + ROOT + " is served");
        }
        if (tool == null) {
            return crest.handle(RequestContexts.of(exchange, request, ROOT), request).getOrThrow();
        }
        if (!authentication.isAdmin(request.getHeaders())) {
            return error(Status.UNAUTHORIZED, "Access Denied");
        }
        try {
            String query = exchange.getRequestURI().getRawQuery();
            return tools.call(exchange.getRequestMethod(), tool, query, request.getEntity().getString())
                    .map(HttpFront::json)
                    .orElseGet(() -> error(Status.NOT_FOUND, "No _host/" + tool));
        } catch (ResourceException e) {
            return error(Status.valueOf(e.getCode()), e.getMessage());
        }
    }

    private Request request(HttpExchange exchange) throws IOException {
        Request request = new Request();
        request.setMethod(exchange.getRequestMethod());
        request.setUri(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + exchange.getRequestURI()));
        for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
            request.getHeaders().add(usualCase(header.getKey()), header.getValue());
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (body.length > 0) {
            request.getEntity().setBytes(body);
        }
        return request;
    }

    /** The JDK's server hands over `If-match`; scripts that look into `context.http.headers` know `If-Match`. */
    private static String usualCase(String header) {
        return WORD.matcher(header).replaceAll(word -> word.group().toUpperCase(Locale.ROOT));
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        for (String name : response.getHeaders().keySet()) {
            if (!FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, response.getHeaders().get(name).getValues().stream()
                        .map(HttpFront::asJettyWrites)
                        .toList());
            }
        }
        byte[] body = response.getEntity().getBytes();
        int code = response.getStatus().getCode();
        boolean bodiless = body.length == 0 || code == 304 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(code, bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
    }

    /** The adapter writes `application/json; charset=UTF-8`, and the server's Jetty makes this of it. */
    private static String asJettyWrites(String value) {
        return value.replace("; charset=UTF-8", ";charset=utf-8");
    }

    private static Response json(String text) {
        Response response = new Response(Status.OK);
        response.getEntity().setBytes(text.getBytes(StandardCharsets.UTF_8));
        response.getHeaders().put("Content-Type", "application/json;charset=utf-8");
        return response;
    }

    private static Response error(Status status, String message) {
        Response response = json(Json.text(Map.of(
                "code", status.getCode(), "reason", status.getReasonPhrase(), "message", message)));
        return response.setStatus(status);
    }

    /** Without id and version the adapter describes no API, which would cost seconds at start. */
    private static CrestApplication application(ConnectionFactory connections) {
        return new CrestApplication() {
            @Override
            public ConnectionFactory getConnectionFactory() {
                return connections;
            }

            @Override
            public String getApiId() {
                return null;
            }

            @Override
            public String getApiVersion() {
                return null;
            }
        };
    }
}
