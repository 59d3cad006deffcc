import groovy.transform.CompileStatic
import org.apache.http.client.methods.CloseableHttpResponse
import org.apache.http.client.methods.HttpUriRequest
import org.apache.http.util.EntityUtils
import org.identityconnectors.common.logging.Log
import org.identityconnectors.framework.common.exceptions.ConnectorException

/** An answer of Oracle's, read to its end, so that its connection is free again. */
@CompileStatic
class IdcsAnswer {
    private static final Log LOG = Log.getLog(IdcsAnswer)

    final int status
    private final String what
    private final String body
    private final String requestId

    IdcsAnswer(HttpUriRequest request, CloseableHttpResponse response) {
        status = response.statusLine.statusCode
        what = request.method + ' ' + request.getURI().path
        body = response.entity == null ? '' : EntityUtils.toString(response.entity, 'UTF-8')
        requestId = response.getFirstHeader('opc-request-id')?.value
    }

    /** The object that it is, or null. Its text is told nowhere: a token endpoint's holds the token. */
    Map content() {
        return IdcsErrors.objectIn(body)
    }

    /** The object that a success has to be. */
    Map object() {
        Map content = content()
        // A sign-in page or a gateway in between answers 200 too.
        if (content == null) throw new ConnectorException(what + ' was answered with ' + status + ' and no JSON object')
        return content
    }

    /** What it means to IDM. Logged, for IDM answers its callers without Oracle's words; to be told of nobody is no trouble. */
    ConnectorException refusal() {
        ConnectorException refusal = IdcsErrors.of(status, what, body, requestId)
        if (status == 404) LOG.info('{0}', refusal.message)
        else LOG.warn('{0}', refusal.message)
        return refusal
    }
}
