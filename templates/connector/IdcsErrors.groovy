import groovy.json.JsonSlurper
import groovy.transform.CompileStatic
import org.identityconnectors.framework.common.exceptions.AlreadyExistsException
import org.identityconnectors.framework.common.exceptions.ConnectorException
import org.identityconnectors.framework.common.exceptions.ConnectorSecurityException
import org.identityconnectors.framework.common.exceptions.InvalidAttributeValueException
import org.identityconnectors.framework.common.exceptions.PermissionDeniedException
import org.identityconnectors.framework.common.exceptions.PreconditionFailedException
import org.identityconnectors.framework.common.exceptions.RetryableException
import org.identityconnectors.framework.common.exceptions.UnknownUidException

/** What a refusal of Oracle's means to IDM: the exceptions of the connector framework, from which IDM makes its own answers. */
@CompileStatic
class IdcsErrors {
    private static final String EXTENSION = 'urn:ietf:params:scim:api:oracle:idcs:extension:messages:Error'

    /** @param what names the request without any value of it: "POST /admin/v1/Users" */
    static ConnectorException of(int status, String what, String body, String requestId) {
        String message = what + ' was answered with ' + status + detail(body) + (requestId ? " (opc-request-id ${requestId})" : '')
        switch (status) {
            case 400: return new InvalidAttributeValueException(message)
            // InvalidCredentialException would be IDM's own 401, and its console would ask its user to sign in again.
            case 401: return new ConnectorSecurityException(message)
            case 403: return new PermissionDeniedException(message)
            case 404: return new UnknownUidException(message)
            case 409: return new AlreadyExistsException(message)
            case 412: return new PreconditionFailedException(message)
            case [429, 502, 503, 504]: return RetryableException.wrap(message, (Throwable) null)
            default: return new ConnectorException(message)
        }
    }

    /** Oracle's messageId and words, or those of OAuth; nothing where the answer is a page or anything else. */
    private static String detail(String body) {
        Map answer = objectIn(body)
        if (answer == null) return ''
        Object extension = answer.get(EXTENSION)
        Object id = extension instanceof Map ? ((Map) extension).get('messageId') : answer.get('error')
        Object words = answer.get('detail') ?: answer.get('error_description')
        return [id, words].findAll { it != null }.collect { ': ' + it }.join('')
    }

    /** The JSON object that a text is, or null. */
    static Map objectIn(String text) {
        if (!text) return null
        try {
            Object value = new JsonSlurper().parseText(text)
            return value instanceof Map ? (Map) value : null
        } catch (Exception ignored) {
            return null
        }
    }
}
