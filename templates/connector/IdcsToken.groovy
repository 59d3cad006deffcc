import groovy.transform.CompileStatic
import org.apache.http.client.entity.EntityBuilder
import org.apache.http.client.methods.HttpUriRequest
import org.apache.http.client.methods.RequestBuilder
import org.apache.http.entity.ContentType
import org.identityconnectors.framework.common.exceptions.ConnectorException
import org.identityconnectors.framework.common.exceptions.ConnectorSecurityException

/**
 * Oracle's access token by client credentials, kept for all operations in the property bag of the configuration. As plain values: an
 * object of a class of ours would outlive the class when Groovy reads a changed script anew.
 */
@CompileStatic
class IdcsToken {
    private static final String TOKEN = 'idcs.token'
    private static final String UNTIL = 'idcs.token.until'

    private final String address
    private final String clientId
    private final Map<String, Object> bag

    IdcsToken(String address, String clientId, Map<String, Object> bag) {
        this.address = address
        this.clientId = clientId
        this.bag = bag
    }

    /** A token that is good for a while; asked for by one thread alone, however many wait for it. */
    String current(Closure<IdcsAnswer> send) {
        synchronized (bag) {
            Object kept = bag.get(TOKEN)
            Object until = bag.get(UNTIL)
            if (kept instanceof String && until instanceof Long && (Long) until > System.currentTimeMillis()) return (String) kept
            IdcsAnswer answer = send.call(request())
            // A refused client is answered with 401, or, by RFC 6749, with 400: both are the credentials.
            if (answer.status == 400) throw new ConnectorSecurityException(answer.refusal().message)
            if (answer.status != 200) throw answer.refusal()
            Object token = answer.content()?.get('access_token')
            if (!(token instanceof String)) throw new ConnectorException('the token endpoint answered without a token')
            Object seconds = answer.content().get('expires_in')
            long lifetime = seconds instanceof Number ? ((Number) seconds).longValue() : 0L
            bag.put(TOKEN, token)
            bag.put(UNTIL, System.currentTimeMillis() + (long) (lifetime * 900L))
            return (String) token
        }
    }

    /** Oracle refused it: unless another thread has a newer one already, the next caller gets a new one. */
    void refused(String token) {
        synchronized (bag) {
            if (bag.get(TOKEN) == token) bag.remove(TOKEN)
        }
    }

    /** Id and secret are form-encoded before they go into the header, as RFC 6749, 2.3.1 has it. */
    private HttpUriRequest request() {
        String secret = IdcsProperties.secret((String) bag.get('secretProperty'))
        String pair = encoded(clientId) + ':' + encoded(secret)
        String form = 'grant_type=client_credentials&scope=' + encoded((String) bag.get('scope'))
        return RequestBuilder.post(address + '/oauth2/v1/token')
            .addHeader('Authorization', 'Basic ' + pair.getBytes('UTF-8').encodeBase64().toString())
            .addHeader('Accept', 'application/json')
            .setEntity(EntityBuilder.create().setText(form).setContentType(ContentType.create('application/x-www-form-urlencoded', 'UTF-8')).build())
            .build()
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, 'UTF-8').replace('+', '%20')
    }
}
