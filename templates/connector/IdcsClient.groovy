import groovy.json.JsonOutput
import groovy.transform.CompileStatic
import org.apache.http.client.entity.EntityBuilder
import org.apache.http.client.methods.CloseableHttpResponse
import org.apache.http.client.methods.HttpUriRequest
import org.apache.http.client.methods.RequestBuilder
import org.apache.http.entity.ContentType
import org.apache.http.impl.client.CloseableHttpClient
import org.identityconnectors.common.logging.Log
import org.identityconnectors.framework.common.exceptions.ConnectionFailedException

/** Oracle's API of users. Every refusal is an exception of IdcsErrors; no header and no body is ever logged. */
@CompileStatic
class IdcsClient {
    static final String USERS = '/admin/v1/Users'

    private static final Log LOG = Log.getLog(IdcsClient)
    private static final ContentType SCIM = ContentType.create('application/scim+json', 'UTF-8')
    /** Oracle's limits are per second and per minute, and its 429 names no time. */
    private static final List<Integer> WAITS_AFTER_429 = [1, 2, 4]

    private final CloseableHttpClient http
    private final String address
    private final IdcsToken token

    IdcsClient(CloseableHttpClient http, String address, String clientId, Map<String, Object> bag) {
        this.http = http
        this.address = address
        this.token = new IdcsToken(address, clientId, bag)
    }

    /** One page of a list. By POST, so that names stay out of URLs and of the logs on the way. */
    Map search(Map<String, Object> parameters) {
        Map<String, Object> body = [schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest']] as Map<String, Object>
        return sent('POST', USERS + '/.search', body + parameters, null).object()
    }

    /** @throws org.identityconnectors.framework.common.exceptions.UnknownUidException */
    Map read(String id) {
        return sent('GET', path(id), null, null).object()
    }

    Map create(Map<String, Object> user) {
        return sent('POST', USERS, user, null).object()
    }

    /** @param version the one that the user must still have, or null */
    Map patch(String id, List<Map<String, Object>> operations, String version) {
        Map<String, Object> body = [schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations] as Map<String, Object>
        return sent('PATCH', path(id), body, version).object()
    }

    void delete(String id, String version) {
        sent('DELETE', path(id), null, version)
    }

    private static String path(String id) {
        return USERS + '/' + URLEncoder.encode(id, 'UTF-8').replace('+', '%20')
    }

    /** Sends it until there is a success, or a refusal that neither a new token nor a pause mends. */
    private IdcsAnswer sent(String method, String path, Map<String, Object> body, String version) {
        boolean renewed = false
        for (int pauses = 0; ; ) {
            String bearer = token.current { HttpUriRequest request -> exchange(request) }
            IdcsAnswer answer = exchange(request(method, path, body, version, bearer))
            if (answer.status >= 200 && answer.status < 300) return answer
            if (answer.status == 401 && !renewed) {
                renewed = true
                token.refused(bearer)
            } else if (answer.status == 429 && pauses < WAITS_AFTER_429.size()) {
                Thread.sleep(WAITS_AFTER_429[pauses++] * 1000L)
            } else {
                throw answer.refusal()
            }
        }
    }

    private HttpUriRequest request(String method, String path, Map<String, Object> body, String version, String bearer) {
        RequestBuilder builder = RequestBuilder.create(method).setUri(address + path)
        builder.addHeader('Authorization', 'Bearer ' + bearer)
        builder.addHeader('Accept', 'application/scim+json, application/json')
        if (version) builder.addHeader('If-Match', version)
        if (body != null) builder.setEntity(EntityBuilder.create().setText(JsonOutput.toJson(body)).setContentType(SCIM).build())
        return builder.build()
    }

    private IdcsAnswer exchange(HttpUriRequest request) {
        try {
            CloseableHttpResponse response = http.execute(request)
            try {
                return new IdcsAnswer(request, response)
            } finally {
                response.close()
            }
        } catch (IOException e) {
            String message = request.method + ' ' + request.getURI().path + ' got no answer: ' + e
            LOG.warn('{0}', message)
            throw new ConnectionFailedException(message, e)
        }
    }
}
