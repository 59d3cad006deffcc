package passwordsync.corehost;

import com.google.common.net.MediaType;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.forgerock.http.Client;
import org.forgerock.http.HttpApplicationException;
import org.forgerock.http.handler.HttpClientHandler;
import org.forgerock.http.protocol.Request;
import org.forgerock.http.protocol.Response;
import org.forgerock.json.JsonValue;
import org.forgerock.json.JsonValueException;
import org.forgerock.json.resource.ActionRequest;
import org.forgerock.json.resource.ActionResponse;
import org.forgerock.json.resource.BadRequestException;
import org.forgerock.json.resource.InternalServerErrorException;
import org.forgerock.json.resource.ResourceException;
import org.forgerock.json.resource.Responses;
import org.forgerock.services.context.Context;
import org.forgerock.util.Options;

/**
 * `external/rest`, over the HTTP client that the server's own is made of. It loses as much: the body and the headers of every answer
 * that is no 2xx, and which 2xx it was. Without `forceWrap` the server passes JSON on unwrapped; nothing here needs that.
 */
final class ExternalRest extends Route {
    /** Made by the first call: most projects have none, and its threads cost a host some of its start. */
    private Client client;

    @Override
    ActionResponse action(Context context, ActionRequest request) throws ResourceException {
        JsonValue call = request.getContent();
        if (!"call".equalsIgnoreCase(request.getAction()) || !call.get("forceWrap").defaultTo(false).asBoolean()) {
            throw new BadRequestException("Invalid action call on external/rest: the action is call, with forceWrap");
        }
        try (Response response = client().send(requestOf(call)).getOrThrowUninterruptibly()) {
            if (!response.getStatus().isSuccessful()) {
                throw ResourceException.newResourceException(response.getStatus().getCode(), "HTTP request failed");
            }
            return Responses.newActionResponse(new JsonValue(wrapped(response)));
        }
    }

    /** The entity takes its charset from the content type, and ISO-8859-1 where that names none. */
    private static Request requestOf(JsonValue call) throws BadRequestException {
        try {
            Request request = new Request()
                    .setMethod(call.get("method").required().asString())
                    .setUri(call.get("url").required().asString());
            request.getHeaders().putAll(Json.copyObject(call.get("headers").defaultTo(Map.of())));
            String body = call.get("body").asString();
            if (body != null) {
                if (!request.getHeaders().containsKey("Content-Type")) {
                    request.getHeaders().put(
                            "Content-Type",
                            call.get("contentType").defaultTo(MediaType.JSON_UTF_8.toString()).asString());
                }
                request.setEntity(
                        call.get("base64").defaultTo(false).asBoolean() ? Base64.getDecoder().decode(body) : body);
            }
            return request;
        } catch (URISyntaxException | JsonValueException e) {
            throw new BadRequestException("Invalid action call on external/rest: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> wrapped(Response response) throws ResourceException {
        Map<String, Object> wrapped = new LinkedHashMap<>();
        wrapped.put("headers", response.getHeaders().copyAsMultiMapOfStrings());
        try {
            if (isText(response.getHeaders().getFirst("Content-Type"))) {
                wrapped.put("body", response.getEntity().getString());
            } else {
                wrapped.put("body", Base64.getEncoder().encodeToString(response.getEntity().getBytes()));
                wrapped.put("base64", true);
            }
        } catch (IOException e) {
            throw new InternalServerErrorException(e.getMessage(), e);
        }
        return wrapped;
    }

    /** `application/scim+json` is none, and comes in base64. */
    private static boolean isText(String contentType) {
        if (contentType == null) {
            return true;
        }
        MediaType type;
        try {
            type = MediaType.parse(contentType).withoutParameters();
        } catch (IllegalArgumentException e) {
            // Else the route would take it for a fault of the caller's.
            throw new IllegalStateException(e.getMessage(), e);
        }
        return type.is(MediaType.ANY_TEXT_TYPE)
                || type.is(MediaType.JSON_UTF_8.withoutParameters())
                || type.subtype().equals("xml")
                || type.subtype().endsWith("+xml");
    }

    private synchronized Client client() throws ResourceException {
        if (client == null) {
            try {
                client = new Client(new HttpClientHandler(Options.defaultOptions()
                        .set(HttpClientHandler.OPTION_SSLCONTEXT_ALGORITHM, "TLSv1.2")));
            } catch (HttpApplicationException e) {
                throw new InternalServerErrorException(e.getMessage(), e);
            }
        }
        return client;
    }
}
